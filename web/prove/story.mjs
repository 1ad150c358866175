// A device from its creation to the corrected reading, through the pages of an administrator and of its owner.
import { strict as assert } from 'node:assert'
import { alertIsVisible, runningHour, settled } from '../smoke/page.mjs'
import { claim, until } from './steps.mjs'

const HOUR = 3_600_000
const NAME = 'Sauna'
const ALERT_WITHIN_MS = 1_000

export async function story({ admin, client, world }) {
  const { meter } = world
  let id
  let mistaken

  await claim('an administrator creates a device with a limit and an owner', async () => {
    await admin.goto('/devices')
    await admin.getByRole('button', { name: 'New device' }).click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Name', { exact: true }).fill(NAME)
    await form.getByLabel('Limit').fill('5')
    await form.getByLabel('Owner').selectOption(world.client.userId)
    await form.getByRole('button', { name: 'Save' }).click()
    await admin.getByText(`${NAME} is created.`).waitFor()
    const card = admin.getByTestId('device').filter({ hasText: NAME })
    await card.waitFor()
    id = await card.getAttribute('data-device')
  })

  await claim('its owner finds it, with the limit', async () => {
    await client.goto(`/devices/${id}`)
    await client.getByRole('heading', { name: NAME }).waitFor()
    await client.getByText('Limit 5 kWh in one hour').waitFor()
  })

  await claim('another limit is in force at once', async () => {
    await admin.goto(`/devices/${id}`)
    await admin.getByRole('button', { name: 'Edit' }).click()
    await admin.getByRole('dialog').getByLabel('Limit').fill('3')
    await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await admin.getByText('Limit 3 kWh in one hour').waitFor()
    await client.reload()
    await client.getByText('Limit 3 kWh in one hour').waitFor()
  })

  await claim('what its meter sends grows on the page by exactly as much', async () => {
    await enoughOfTheHour(client)
    await client.locator('[data-hour][aria-current=time]').waitFor()
    await settled(client)
    mistaken = Math.floor(Date.now() / 1_000) * 1_000
    await meter.publish(id, [
      [mistaken, 2.25],
      [mistaken + 1, 0.5],
    ])
    await hourIs(client, 2.75)
    return '2.75 kWh'
  })

  await claim(`the reading above the limit is told within ${ALERT_WITHIN_MS} ms`, async () => {
    const seen = alertIsVisible(client)
    await client.evaluate(() => new Promise(requestAnimationFrame))
    const sent = Date.now()
    const [shown] = await Promise.all([seen, meter.publish(id, [[mistaken + 2, 0.5]])])
    assert.ok(shown - sent < ALERT_WITHIN_MS, `it took ${shown - sent} ms`)
    await client.getByText(`${NAME} is above its limit: 3.25 kWh of 3 kWh in this hour.`).waitFor()
    return `${shown - sent} ms from publish to toast`
  })

  await claim('the alert is acknowledged with a comment', async () => {
    await client.goto('/alerts')
    const row = client.getByRole('article').filter({ hasText: NAME })
    await row.getByRole('button', { name: 'With a comment' }).click()
    await client.getByRole('dialog').getByLabel('Comment').fill('guests over the weekend')
    await client.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click()
    await row.getByText('Seen').waitFor()
    await client.reload()
    await row.getByText('guests over the weekend').waitFor()
  })

  await claim('a correction is made', async () => {
    await admin.goto(`/devices/${id}`)
    await admin.getByRole('button', { name: 'Correct a reading' }).click()
    const form = admin.getByRole('dialog')
    await form.getByLabel('Measured at').fill(await localText(admin, mistaken))
    await form.getByLabel('Right value').fill('0.25')
    await form.getByLabel('Reason').fill('the meter was exchanged')
    await form.getByRole('button', { name: 'Save' }).click()
    await admin.getByText('The correction is recorded.').waitFor()
  })

  await claim('its owner sees the corrected hour, marked, and the alert withdrawn', async () => {
    await client.goto(`/devices/${id}`)
    await hourIs(client, 1.25)
    await client.getByText('Corrected', { exact: true }).first().waitFor()
    await client.goto('/alerts')
    const row = client.getByRole('article').filter({ hasText: NAME })
    await row.getByText('Withdrawn', { exact: true }).waitFor()
    return '1.25 kWh'
  })

  await claim(
    'the history names the correction, its author, reason, before and after',
    async () => {
      await admin
        .getByRole('link', { name: `History of ${NAME}` })
        .first()
        .click()
      const event = admin.locator('[data-testid=event][data-type=ReadingCorrected]')
      for (const text of ['Reading corrected', 'by admin', 'the meter was exchanged', '0.25 kWh'])
        await event.getByText(text).first().waitFor()
      const limits = admin.locator('[data-testid=event][data-type=LimitChanged]').first()
      assert.match(await limits.innerText(), /5 kWh\s+3 kWh/)
      await admin.getByText('Chain intact').waitFor()
    },
  )

  await claim(
    'the history of the alert tells that it was raised, acknowledged and withdrawn',
    async () => {
      await admin.goto(`/devices/${id}`)
      const row = admin.getByRole('article').filter({ hasText: NAME })
      await row.getByRole('link', { name: /^History/ }).click()
      for (const type of ['AlertRaised', 'AlertAcknowledged', 'AlertRetracted'])
        await admin.locator(`[data-testid=event][data-type=${type}]`).waitFor()
      await admin.getByText('guests over the weekend').waitFor()
    },
  )

  return id
}

/** All readings of the story must fall into one hour, so a dying one is waited out. */
async function enoughOfTheHour(page) {
  const left = HOUR - (Date.now() % HOUR)
  if (left < 30_000) {
    await until('the next hour begins', () => Date.now() % HOUR < HOUR / 2, left + 1_000)
    await page.reload()
  }
}

export const hourIs = (page, expected) =>
  until(`the hour shows ${expected}`, async () => {
    const bar = page.locator('[data-hour][aria-current=time]')
    if ((await bar.count()) === 0) return false
    return Math.abs((await runningHour(page)) - expected) < 1e-9
  })

/** An instant as the browser's field for times wants it. */
const localText = (page, instant) =>
  page.evaluate((at) => {
    const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000)
    return local.toISOString().replace('Z', '')
  }, instant)
