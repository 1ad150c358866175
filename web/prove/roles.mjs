// What each role finds in the navigation, and from which pages it is led home.
import { strict as assert } from 'node:assert'
import { forbidden } from './pages.mjs'
import { claim } from './steps.mjs'

const ENTRIES = {
  client: ['Overview', 'Devices', 'Alerts', 'Support', 'Profile'],
  admin: ['Overview', 'Devices', 'Users', 'Readings to check', 'Inbox', 'System', 'Profile'],
  auditor: ['Overview', 'Devices', 'Users', 'System', 'Profile'],
}

export async function roles(windows) {
  for (const [role, entries] of Object.entries(ENTRIES))
    await claim(`${role}: the navigation offers ${entries.join(', ')}`, async () => {
      const page = windows[role]
      await page.goto('/')
      const links = page.getByRole('navigation', { name: 'Pages' }).first().getByRole('link')
      await links.nth(entries.length - 1).waitFor()
      const names = await links.allInnerTexts()
      assert.deepEqual(
        names.map((name) => name.split('\n')[0].trim()),
        entries,
      )
    })
  for (const [role, paths] of Object.entries(forbidden))
    await claim(`${role}: is led home from ${paths.join(', ')}`, async () => {
      for (const path of paths) {
        await windows[role].goto(path)
        await windows[role].waitForURL((url) => url.pathname === '/')
      }
    })
  await claim('auditor: is offered nothing that changes something', async () => {
    const page = windows.auditor
    for (const [path, there] of [
      ['/devices', '[data-testid=device]'],
      ['/users', 'main article'],
      ['/system', 'main article'],
    ]) {
      await page.goto(path)
      await page.locator(there).first().waitFor()
      assert.deepEqual(await page.locator('main button').allInnerTexts(), [], path)
    }
  })
}
