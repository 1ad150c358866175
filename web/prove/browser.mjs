// Chromium with a window for each person, all of them listened to.
import { mkdir } from 'node:fs/promises'
import { chromium } from 'playwright-core'
import { launchOptions, listen, PICTURES } from '../smoke/browser.mjs'

export const DESK = { width: 1440, height: 900 }
export const TELEPHONE = { width: 375, height: 812 }

export async function openChromium(web) {
  await mkdir(PICTURES, { recursive: true })
  const browser = await chromium.launch(launchOptions())
  return {
    /** A window in which nobody is signed in yet. */
    window: async ({ locale = 'en-GB' } = {}) => {
      const context = await browser.newContext({
        baseURL: web,
        locale,
        timezoneId: 'Europe/Bucharest',
        viewport: DESK,
        colorScheme: 'light',
      })
      const page = await context.newPage()
      page.setDefaultTimeout(15_000)
      const complaints = []
      await listen(page, complaints)
      return Object.assign(page, { complaints })
    },
    close: () => browser.close(),
  }
}

export async function signInAs(page, { username, password }) {
  await page.goto('/login')
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.locator('[data-testid=connection][data-state=live]').waitFor()
}
