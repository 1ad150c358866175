// The mock's little world: people, their devices, and consumption that looks like a home's.
export interface MockUser {
  userId: string
  username: string
  password: string
  role: 'ADMIN' | 'CLIENT'
  name: string
  email: string
  city: string
  dateOfBirth: string
  timeZone: string
}

export interface MockDevice {
  id: string
  name: string
  maxConsumption: number
  description: string
  userId: string | null
}

export const HOUR = 3_600_000
export const QUARTER = HOUR / 4
export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const person = (n: number, username: string, name: string, city: string): MockUser => ({
  userId: uuid(n),
  username,
  password: `${username}-at-home`,
  role: 'CLIENT',
  name,
  email: `${username}@example.org`,
  city,
  dateOfBirth: '1988-04-12',
  timeZone: 'Europe/Bucharest',
})

export const users: MockUser[] = [
  person(1, 'ana', 'Ana Pop', 'Cluj'),
  { ...person(2, 'admin', 'Ioan Marin', 'Sibiu'), password: 'admin-at-work', role: 'ADMIN' },
  person(3, 'mihai', 'Mihai Ionescu', 'Brașov'),
  person(4, 'elena', 'Elena Dumitru', 'Iași'),
]

const device = (
  n: number,
  name: string,
  max: number,
  about: string,
  owner: number,
): MockDevice => ({
  id: uuid(100 + n),
  name,
  maxConsumption: max,
  description: about,
  userId: owner ? uuid(owner) : null,
})

export const devices: MockDevice[] = [
  device(1, 'Boiler', 3, 'Hot water, basement', 1),
  device(2, 'Heat pump', 2.2, 'Ground floor and first floor', 1),
  device(3, 'Oven', 2.5, 'Kitchen', 1),
  device(4, 'Car charger', 7.4, 'Garage, one phase', 1),
  device(5, 'Fridge', 0.15, 'Kitchen', 1),
  device(6, 'Sauna', 4.5, 'Garden house', 3),
  device(7, 'Spare meter', 1, 'In the store room', 0),
]

/** When in a day each device is used, as shares of its limit. */
const HABITS = [
  '0 0 0 0 10 40 92 115 50 20 10 10 20 10 10 20 30 50 80 90 70 50 20 0',
  '50 50 60 60 70 80 80 70 50 40 30 30 30 30 30 40 50 60 70 70 70 60 60 50',
  '0 0 0 0 0 0 10 20 0 0 0 30 70 20 0 0 0 20 80 108 40 10 0 0',
  '90 90 90 50 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 30 90 90 90 90',
  '40 40 40 40 40 40 50 60 50 40 40 50 60 50 40 40 50 60 70 60 50 50 40 40',
  '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 40 90 90 30 0 0 0',
].map((shares) => shares.split(' ').map((share) => Number(share) / 100))

/** Readings and corrections that came since the mock began, by device and quarter-hour. */
const added = new Map<string, number>()
const revisions = new Map<string, number>()
const corrected = new Set<string>()
const began = Date.now()

export const round = (amount: number) => Math.round(amount * 1e9) / 1e9
const quarterOf = (instant: number) => Math.floor(instant / QUARTER) * QUARTER
const keyOf = (id: string, instant: number) => `${id} ${quarterOf(instant)}`

/** A meter that was offline: the first device has no readings in two hours of yesterday. */
function isGap(of: MockDevice, quarter: number): boolean {
  const day = Math.floor(quarter / (24 * HOUR))
  const hour = new Date(quarter).getUTCHours()
  return (
    of === devices[0] && day === Math.floor(began / (24 * HOUR)) - 1 && (hour === 2 || hour === 3)
  )
}

/** What a device used in a quarter-hour; null where nothing was measured. */
export function quarterTotal(of: MockDevice, instant: number, now = Date.now()): number | null {
  const start = quarterOf(instant)
  const more = added.get(keyOf(of.id, start))
  const habits = HABITS[devices.indexOf(of)]
  if (start > now || !habits || isGap(of, start)) return more ?? null
  const season = 1 + 0.35 * Math.cos((new Date(start).getUTCMonth() / 6) * Math.PI)
  const wobble = 0.85 + 0.3 * Math.abs(Math.sin(start / HOUR + Number(of.id.slice(-3))))
  const share = habits[new Date(start).getUTCHours()] ?? 0
  // The hour in which the mock began starts low, so that it can be watched growing.
  const isFirst = Math.floor(start / HOUR) === Math.floor(began / HOUR)
  const used = isFirst ? (start <= began ? Math.min(0.2, share * 0.3) : 0) : share * season * 0.8
  return round(Math.round(of.maxConsumption * used * wobble * 250) / 1000 + (more ?? 0))
}

export const revisionOf = (id: string, start: number, end: number): number =>
  quartersOf(start, end).reduce((sum, at) => sum + (revisions.get(keyOf(id, at)) ?? 0), 1)

export const isCorrected = (id: string, start: number, end: number): boolean =>
  quartersOf(start, end).some((at) => corrected.has(keyOf(id, at)))

export function quartersOf(start: number, end: number): number[] {
  return Array.from({ length: Math.ceil((end - start) / QUARTER) }, (_, n) => start + n * QUARTER)
}

/** The sum over a time and the share of it that was measured. */
export function totalOf(of: MockDevice, start: number, end: number, now = Date.now()) {
  const amounts = quartersOf(start, end).map((at) => quarterTotal(of, at, now))
  const known = amounts.filter((amount) => amount !== null)
  return {
    total: known.length > 0 ? round(known.reduce((sum, amount) => sum + amount, 0)) : null,
    coverage: known.length / amounts.length,
  }
}

/** Adds a reading and returns the hour's total before and after it, and how often it has changed. */
export function addReading(to: MockDevice, value: number, instant: number) {
  const start = Math.floor(instant / HOUR) * HOUR
  const before = totalOf(to, start, start + HOUR).total ?? 0
  const key = keyOf(to.id, instant)
  added.set(key, round((added.get(key) ?? 0) + value))
  revisions.set(key, (revisions.get(key) ?? 0) + 1)
  const after = totalOf(to, start, start + HOUR).total ?? 0
  const revision = revisionOf(to.id, start, start + HOUR)
  return { before, after, revision, hour: new Date(start).toISOString().replace('.000', '') }
}

/** Says that a quarter-hour was something else; what was known of it gives way. */
export function correct(of: MockDevice, instant: number, value: number) {
  const known = quarterTotal(of, instant) ?? 0
  corrected.add(keyOf(of.id, instant))
  return addReading(of, value - known, instant)
}
