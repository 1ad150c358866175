// What a person notices of a gateway that is killed and of a network that is cut: numbers that wait, and nothing else.
import { strict as assert } from 'node:assert'
import { hourIs } from './story.mjs'
import { claim, until } from './steps.mjs'

const CUT_MS = 30_000
const HOUR = 3_600_000

const live = (page) =>
  page.locator('[data-testid=connection][data-state=live]').waitFor({ timeout: 45_000 })

export async function gatewayRestart({ client, world, stack }, deviceId) {
  await claim('a killed gateway ends no session and needs no reload', async () => {
    await client.goto(`/devices/${deviceId}`)
    await live(client)
    await client.locator('[data-hour][aria-current=time]').waitFor()
    await client.evaluate(() => (window.emsMarker = 'still the same page'))
    const before = await stack.pidOf('gateway')
    process.kill(before, 'SIGKILL')
    await client.locator('[data-testid=connection][data-state=reconnecting]').waitFor()
    await until(
      'the gateway is another process',
      async () => {
        const now = await stack.pidOf('gateway')
        return now && now !== before
      },
      30_000,
    )
    const shown = Number(
      await client.locator('[data-hour][aria-current=time]').getAttribute('data-value'),
    )
    await world.meter.publish(deviceId, [[Date.now(), 0.125]])
    await live(client)
    await hourIs(client, shown + 0.125)
    assert.equal(await client.evaluate(() => window.emsMarker), 'still the same page')
    await client.reload()
    await live(client)
    assert.doesNotMatch(client.url(), /login/)
  })
}

export async function networkCut({ client, world, wire }) {
  const { admin, client: person, meter } = world
  await claim(
    `with the network cut for ${CUT_MS / 1_000} s nothing is lost and nothing shown twice`,
    async () => {
      await roomInTheHour()
      const device = { name: 'Cellar pump', maxConsumption: 1, userId: person.userId }
      const id = await admin.create('/devices', device)
      await client.goto(`/devices/${id}`)
      await live(client)
      await meter.publish(id, [[Date.now(), 0.5]])
      await hourIs(client, 0.5)
      await recordToasts(client)
      const hello = { text: 'Hello' }
      await person.order('POST', `/users/${person.userId}/conversation/messages`, hello)
      await admin.order('PUT', `/users/${person.userId}/conversation/person`)

      wire.cut()
      const began = Date.now()
      for (let n = 0; n < 10; n += 1) await meter.publish(id, [[began + n, 0.125]])
      const text = 'Written while the network was cut.'
      await admin.order('POST', `/users/${person.userId}/conversation/messages`, { text })
      const noticed = await client
        .getByTestId('connection-banner')
        .waitFor({ timeout: CUT_MS - 1_000 })
        .then(
          () => `banner after ${Date.now() - began} ms`,
          () => 'no banner during the cut',
        )
      await new Promise((go) => setTimeout(go, CUT_MS - (Date.now() - began)))
      wire.mend()

      await live(client)
      const back = Date.now() - began - CUT_MS
      await hourIs(client, 1.75)
      await client.getByTestId('alert-toast').waitFor()
      await client.getByTestId('chat-toast').waitFor()
      // What would come twice has come by the time that a later reading is there.
      await meter.publish(id, [[Date.now(), 0.25]])
      await hourIs(client, 2)
      const toasts = await client.evaluate(() => window.emsToasts)
      const count = (needle) => toasts.filter((toast) => toast.includes(needle)).length
      assert.equal(count(device.name), 1, `alerts shown: ${toasts.join(' | ')}`)
      assert.equal(count(text), 1, `messages shown: ${toasts.join(' | ')}`)
      await client.goto('/alerts')
      const rows = client.getByRole('article').filter({ hasText: device.name })
      await rows.first().waitFor()
      assert.equal(await rows.count(), 1)
      await client.goto('/chat')
      const messages = client.getByTestId('message').filter({ hasText: text })
      await messages.first().waitFor()
      assert.equal(await messages.count(), 1)
      await admin.order('DELETE', `/users/${person.userId}/conversation/person`)
      return `${noticed}, live ${back} ms after the cut, 10 readings, 1 alert, 1 message`
    },
  )
}

async function roomInTheHour() {
  const left = HOUR - (Date.now() % HOUR)
  if (left < 120_000)
    await until('the next hour begins', () => Date.now() % HOUR < HOUR / 2, left + 1_000)
}

/** Every toast that is put on the page, also one that soon goes or makes way for its twin. */
const recordToasts = (page) =>
  page.evaluate(() => {
    window.emsToasts = []
    const watch = (records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue
          const toasts = [node, ...node.querySelectorAll('*')].filter((one) =>
            ['alert-toast', 'chat-toast'].includes(one.getAttribute('data-testid')),
          )
          for (const toast of toasts) window.emsToasts.push(toast.innerText)
        }
    }
    new MutationObserver(watch).observe(document.body, { childList: true, subtree: true })
  })
