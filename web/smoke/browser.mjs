// A Chromium of its own for tests, and a list of everything the pages complain about.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const PICTURES = fileURLToPath(new URL('../test-results/', import.meta.url))
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** How Debian's Chromium is started. */
export function launchOptions() {
  // Chromium's sandbox cannot be set up by root.
  const args = process.getuid?.() === 0 ? [...QUIET, '--no-sandbox'] : QUIET
  return { executablePath: process.env.EMS_CHROMIUM ?? '/usr/bin/chromium', headless: true, args }
}

export async function openBrowser() {
  await mkdir(PICTURES, { recursive: true })
  const profile = await mkdtemp(join(tmpdir(), 'ems-smoke-'))
  const context = await chromium.launchPersistentContext(profile, {
    ...launchOptions(),
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints = []
  await listen(page, complaints)
  return {
    page,
    complaints,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

export async function listen(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() !== 'error') return
    const { url } = message.location()
    // The first question of every visit is who is signed in, and 401 is how the answer "nobody" looks.
    if (url.endsWith('/api/auth/session') && message.text().includes('401')) return
    complaints.push(`console: ${message.text()} ${url}`)
  })
  await page.exposeFunction('emsSmokeViolation', (text) => complaints.push(`policy: ${text}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.emsSmokeViolation(`${event.violatedDirective} forbids ${event.blockedURI}`)
    })
  })
}

/** One picture on a desk in each theme, and one on a telephone; the page is not reloaded for it. */
export async function takePictures(page, name) {
  const looks = [
    { colorScheme: 'light', width: 1440, height: 900 },
    { colorScheme: 'dark', width: 1440, height: 900 },
    { colorScheme: 'light', width: 375, height: 812 },
  ]
  for (const { colorScheme, width, height } of looks) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height })
    // Charts redraw and colours fade after the change.
    await page.waitForTimeout(350)
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}-${width}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}
