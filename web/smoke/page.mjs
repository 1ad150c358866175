// What the smoke test asks of a page: numbers as they are shown, and the moment an alert can be seen.

/** The running hour's amount, as the chart's bar carries it. */
export async function runningHour(page) {
  const bar = page.locator('[data-hour][aria-current=time]')
  return Number(await bar.getAttribute('data-value'))
}

/** Nothing is being loaded any more. */
export async function settled(page) {
  await page.locator('main .animate-pulse').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

/** The first device of the list whose hour has room left below the limit; asked with the page's own cookie. */
export async function deviceBelowItsLimit(page) {
  const listed = await page
    .getByTestId('device')
    .evaluateAll((cards) => cards.map((card) => card.dataset.device))
  const known = await page.evaluate(async () => {
    const get = async (path) => (await fetch(`/api${path}`)).json()
    const { userId } = await get('/auth/session')
    return get(`/devices/user/${userId}`)
  })
  for (const id of listed) {
    const device = known.find((one) => one.id === id)
    const meter = page.locator(`[data-device="${id}"] [role=meter]`)
    const consumption = Number(await meter.getAttribute('aria-valuenow'))
    if (device && consumption < device.maxConsumption)
      return { id, name: device.name, limit: device.maxConsumption }
  }
  // One alert is given for each device and hour, so an hour that is already over cannot be used.
  throw new Error('no device is below its limit in this hour; wait for the next or add a device')
}

/** When an alert could be read: in place and not see-through any more. Milliseconds since the epoch. */
export function alertIsVisible(page) {
  return page.evaluate(
    () =>
      new Promise((seen, never) => {
        const until = Date.now() + 10_000
        const look = () => {
          const toast = document.querySelector('[data-testid=alert-toast]')
          const frame = toast?.closest('li')
          if (frame && Number(getComputedStyle(frame).opacity) > 0.9) return seen(Date.now())
          if (Date.now() > until) return never(new Error('no alert was shown within 10 s'))
          requestAnimationFrame(look)
        }
        look()
      }),
  )
}
