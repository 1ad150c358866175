// The mock's consumption in any step, in local time, as the real route gives it.
import { HOUR, isCorrected, QUARTER, revisionOf, totalOf, type MockDevice } from './world.ts'

const localDate = (instant: number, zone: string) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(instant)

function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 24 * HOUR).toISOString().slice(0, 10)
}

/** Midnights lie on quarter-hours, at most 14 hours from that of UTC. */
function startOfDate(date: string, zone: string): number {
  let at = Date.parse(date) - 14 * HOUR
  while (localDate(at, zone) < date) at += QUARTER
  return at
}

const text = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')

export function consumptionOf(device: MockDevice, asked: URLSearchParams) {
  const zone = asked.get('zone') ?? 'UTC'
  const resolution = asked.get('resolution') ?? 'hour'
  const from = Date.parse(asked.get('from') ?? '')
  const to = Date.parse(asked.get('to') ?? '')
  const buckets: object[] = []
  for (let start = from; start < to;) {
    const end = Math.min(to, endOf(start, resolution, zone))
    const { total, coverage } = totalOf(device, start, end)
    buckets.push({
      start: text(start),
      end: text(end),
      consumption: total,
      coverage,
      revision: revisionOf(device.id, start, end),
      corrected: isCorrected(device.id, start, end),
    })
    start = end
  }
  return { deviceId: device.id, zone, unit: 'kWh', resolution, buckets }
}

function endOf(start: number, resolution: string, zone: string): number {
  if (resolution === 'quarter') return start + QUARTER
  if (resolution === 'hour') return start + HOUR
  const date = localDate(start, zone)
  if (resolution === 'day') return startOfDate(shiftDate(date, 1), zone)
  const next = new Date(`${date.slice(0, 7)}-01T00:00:00Z`)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return startOfDate(next.toISOString().slice(0, 10), zone)
}

/** The old route: 24 numbers, nought where nothing was measured. */
export function dayOf(device: MockDevice, date: string, zone: string) {
  if (Number.isNaN(Date.parse(date))) return []
  const midnight = startOfDate(date, zone)
  return Array.from({ length: 24 }, (_, hour) => {
    const start = midnight + hour * HOUR
    return { hour, consumption: totalOf(device, start, start + HOUR).total ?? 0 }
  })
}

/** What each device uses now, today and this month, beside the same time before. */
export function summaryOf(devices: MockDevice[], zone: string) {
  const now = Date.now()
  const today = localDate(now, zone)
  const midnight = startOfDate(today, zone)
  const month = startOfDate(`${today.slice(0, 7)}-01`, zone)
  const earlier = startOfDate(`${shiftDate(`${today.slice(0, 7)}-01`, -1).slice(0, 7)}-01`, zone)
  const hour = Math.floor(now / HOUR) * HOUR
  return {
    zone,
    at: text(hour),
    devices: devices.map((device) => {
      const sum = (start: number, end: number) => totalOf(device, start, end, now).total
      const used = sum(hour, hour + HOUR)
      const share = Math.max(0.05, (now - hour) / HOUR)
      const projected = used === null ? null : Math.round((used / share) * 1000) / 1000
      return {
        deviceId: device.id,
        name: device.name,
        limit: device.maxConsumption,
        hour: { start: text(hour), consumption: used, projected, coverage: share },
        today: sum(midnight, now),
        yesterdayByNow: sum(midnight - 24 * HOUR, now - 24 * HOUR),
        month: sum(month, now),
        lastMonthByNow: sum(earlier, earlier + (now - month)),
        lastReadingAt: used === null ? null : new Date(now - 20_000).toISOString(),
      }
    }),
  }
}
