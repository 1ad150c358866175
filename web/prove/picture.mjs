// The picture of the README: a device's day against its limit, and an alert that has just come in.
import { join } from 'node:path'
import { PICTURES } from '../smoke/browser.mjs'
import { settled } from '../smoke/page.mjs'
import { DESK } from './browser.mjs'
import { claim } from './steps.mjs'

const DAY = 86_400_000

export async function picture({ client, world: { meter, named } }) {
  await claim('the picture of the README is taken', async () => {
    await client.setViewportSize({ width: 1280, height: 1000 })
    // Bars that glide would be caught on their way.
    await client.emulateMedia({ reducedMotion: 'reduce' })
    const yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10)
    await client.goto(`/devices/${named('Boiler').id}?date=${yesterday}`)
    await client.locator('[data-testid=plot][data-drawn-ms]').waitFor()
    await client.locator('[data-testid=connection][data-state=live]').waitFor()
    await meter.publish(named('Washing machine').id, [[Date.now(), 1.9]])
    await client.getByText('Washing machine is above its limit').waitFor()
    await settled(client)
    const path = join(PICTURES, 'dashboard.png')
    await client.screenshot({ path, animations: 'disabled' })
    await client.setViewportSize(DESK)
    return path
  })
}
