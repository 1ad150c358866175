// The product in a browser, end to end: sign in, watch a bar grow by exactly what a meter sent, see the alert in time.
import { strict as assert } from 'node:assert'
import { openBrowser, takePictures } from './browser.mjs'
import { deviceOfItsOwn } from './device.mjs'
import { openMeter } from './meter.mjs'
import { alertIsVisible, deviceBelowItsLimit, runningHour, settled } from './page.mjs'

const ALERT_WITHIN_MS = 1_000
const HOUR_MS = 3_600_000
const EXACT = 1e-9

if (!process.env.EMS_SMOKE_STACK) {
  console.error('Set EMS_SMOKE_STACK to the JSON that `ems up --json` prints.')
  process.exit(2)
}
const stack = JSON.parse(process.env.EMS_SMOKE_STACK)

const mocked = stack.amqp.startsWith('http')

let passed = 0
let failed = 0
async function step(claim, action) {
  const note = await action().catch((error) => {
    failed += 1
    throw new Error(`${claim}: ${error.message}`)
  })
  passed += 1
  console.log(`ok    ${claim}${note ? ` (${note})` : ''}`)
}

async function story({ page, complaints }, meter) {
  const own = mocked ? undefined : await deviceOfItsOwn(stack)
  let device
  let before
  let sent = 0

  await step('the page comes with a policy that allows nothing inline', async () => {
    const answer = await page.goto(stack.web)
    const policy = answer.headers()['content-security-policy'] ?? ''
    assert.match(policy, /script-src 'self'/, `the policy is "${policy}"`)
    assert.doesNotMatch(policy, /unsafe-inline/)
  })

  await step('nobody is signed in, so the sign-in page is shown', async () => {
    await page.waitForURL('**/login**')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    await takePictures(page, 'login')
  })

  await step('the client signs in and sees devices', async () => {
    await page.getByLabel('Username').fill(stack.client.username)
    await page.getByLabel('Password', { exact: true }).fill(stack.client.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByTestId('hour-total').waitFor()
    await takePictures(page, 'overview')
    await page.getByRole('link', { name: 'Devices' }).first().click()
    await page.getByTestId('device').first().waitFor()
    await page.locator('[data-testid=connection][data-state=live]').waitFor()
    await settled(page)
    await takePictures(page, 'devices')
  })

  await step('no token is left where scripts can read it', async () => {
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
    assert.doesNotMatch(stored, /eyJ|token/i)
    assert.equal(await page.evaluate(() => document.cookie), '')
  })

  await step('a device opens with its running hour', async () => {
    const left = HOUR_MS - (Date.now() % HOUR_MS)
    // All readings must fall into one hour, so a dying one is waited out.
    if (left < 20_000) await page.waitForTimeout(left + 7_000)
    // The mock knows no administrator's routes; there nobody but the test sends readings.
    device = mocked ? await deviceBelowItsLimit(page) : own
    await page.locator(`[data-device="${device.id}"]`).click()
    await page.locator('[data-hour][aria-current=time]').waitFor()
    await settled(page)
    before = await runningHour(page)
    await page.evaluate(() => (window.emsSmokeMarker = 'still the same page'))
    return `${device.name}: ${before} of ${device.limit}`
  })

  await step('readings below the limit make the bar grow by exactly their sum', async () => {
    const value = roundDown((device.limit - before) / 4)
    assert.ok(value > 0, `only ${device.limit - before} is left below the limit`)
    for (let n = 0; n < 3; n += 1) {
      await meter.publish(device.id, value)
      sent += value
    }
    await waitForHour(page, before + sent)
    return `${before} + ${sent.toFixed(6)}`
  })

  await step(
    `the reading that crosses the limit is told within ${ALERT_WITHIN_MS} ms`,
    async () => {
      const value = roundDown((device.limit - before) / 2)
      const seen = alertIsVisible(page)
      await page.evaluate(() => new Promise(requestAnimationFrame))
      const publishedAt = Date.now()
      const [seenAt] = await Promise.all([seen, meter.publish(device.id, value)])
      sent += value
      const took = seenAt - publishedAt
      assert.ok(took < ALERT_WITHIN_MS, `it took ${took} ms`)
      return `${took} ms from publish to toast`
    },
  )

  await step('the alert names the device and leads to its chart', async () => {
    const toast = page.getByTestId('alert-toast').first()
    assert.ok((await toast.innerText()).includes(device.name), 'the device is not named')
    const href = await toast.getByRole('link').getAttribute('href')
    assert.equal(href, `/devices/${device.id}`)
    await takePictures(page, 'device-with-toast')
  })

  await step('the bar has grown by exactly what was sent, and is marked', async () => {
    await waitForHour(page, before + sent)
    const state = await page.locator('[data-hour][aria-current=time]').getAttribute('data-state')
    assert.equal(state, 'over')
    return `${before} + ${sent.toFixed(6)}`
  })

  await step('all of it happened without a reload', async () => {
    const marker = await page.evaluate(() => window.emsSmokeMarker)
    assert.equal(marker, 'still the same page')
  })

  await step('the alert is in the list, is acknowledged, and stays so', async () => {
    if (mocked) return 'not with the mock'
    await page
      .getByRole('link', { name: /^Alerts/ })
      .first()
      .click()
    const row = page.getByRole('article').filter({ hasText: device.name })
    await row.getByRole('button', { name: 'Got it' }).click()
    await row.getByText('Seen').waitFor()
    await takePictures(page, 'alerts')
    await page.reload()
    await row.getByText('Seen').waitFor()
    await page.locator('[data-testid=connection][data-state=live]').waitFor()
  })

  await step('signing out leads back to the sign-in page', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('**/login**')
  })

  await step('the browser had nothing to complain about', async () => {
    assert.deepEqual(complaints, [])
  })
}

/** Six decimals, never upwards: three quarters of the way must stay below the limit. */
const roundDown = (value) => Math.floor(value * 1e6) / 1e6

async function waitForHour(page, expected) {
  const until = Date.now() + 5_000
  let shown
  do {
    shown = await runningHour(page)
    if (Math.abs(shown - expected) < EXACT) return
    await page.waitForTimeout(25)
  } while (Date.now() < until)
  assert.fail(`the hour should show ${expected.toFixed(9)} and shows ${shown}`)
}

const browser = await openBrowser().catch((error) => {
  console.error(`fail  Chromium does not start (EMS_CHROMIUM names another): ${error.message}`)
  console.log('0 passed, 1 failed')
  process.exit(1)
})
browser.page.setDefaultTimeout(15_000)
const meter = await openMeter(stack.amqp, stack.web).catch((error) => ({ error, close() {} }))
try {
  if (meter.error) throw new Error(`the broker cannot be reached: ${meter.error.message}`)
  await story(browser, meter)
} catch (error) {
  failed = Math.max(failed, 1)
  console.error(`fail  ${error.message}`)
  for (const complaint of browser.complaints) console.error(`      ${complaint}`)
  await takePictures(browser.page, 'failure').catch(() => {})
} finally {
  await meter.close()
  await browser.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
