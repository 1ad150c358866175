// The mock's little world: two people, their devices, and consumption that looks like a home's.
export interface MockUser {
  userId: string
  username: string
  password: string
  role: 'ADMIN' | 'CLIENT'
}

export interface MockDevice {
  id: string
  name: string
  maxConsumption: number
  description: string
  userId: string | null
}

const HOUR = 3_600_000
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const users: MockUser[] = [
  { userId: uuid(1), username: 'ana', password: 'ana-at-home', role: 'CLIENT' },
  { userId: uuid(2), username: 'admin', password: 'admin-at-work', role: 'ADMIN' },
]

const device = (
  n: number,
  name: string,
  maxConsumption: number,
  description: string,
): MockDevice => ({
  id: uuid(100 + n),
  name,
  maxConsumption,
  description,
  userId: n < 6 ? uuid(1) : null,
})

export const devices: MockDevice[] = [
  device(1, 'Boiler', 3, 'Hot water, basement'),
  device(2, 'Heat pump', 2.2, 'Ground floor and first floor'),
  device(3, 'Oven', 2.5, 'Kitchen'),
  device(4, 'Car charger', 7.4, 'Garage, one phase'),
  device(5, 'Fridge', 0.15, 'Kitchen'),
  device(6, 'Spare meter', 1, 'In the store room'),
]

/** When in a day each device is used, as shares of its limit. */
const HABITS = [
  [
    0, 0, 0, 0, 0.1, 0.4, 0.92, 1.15, 0.5, 0.2, 0.1, 0.1, 0.2, 0.1, 0.1, 0.2, 0.3, 0.5, 0.8, 0.9,
    0.7, 0.5, 0.2, 0,
  ],
  [
    0.5, 0.5, 0.6, 0.6, 0.7, 0.8, 0.8, 0.7, 0.5, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3, 0.4, 0.5, 0.6, 0.7,
    0.7, 0.7, 0.6, 0.6, 0.5,
  ],
  [0, 0, 0, 0, 0, 0, 0.1, 0.2, 0, 0, 0, 0.3, 0.7, 0.2, 0, 0, 0, 0.2, 0.8, 1.08, 0.4, 0.1, 0, 0],
  [0.9, 0.9, 0.9, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.3, 0.9, 0.9, 0.9, 0.9],
  [
    0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.5, 0.6, 0.5, 0.4, 0.4, 0.5, 0.6, 0.5, 0.4, 0.4, 0.5, 0.6, 0.7,
    0.6, 0.5, 0.5, 0.4, 0.4,
  ],
]

const totals = new Map<string, number>()
const revisions = new Map<string, number>()
const round = (amount: number) => Math.round(amount * 1e9) / 1e9

/** What a device used in the hour that contains an instant; past hours follow its habits. */
export function totalOf({ id, maxConsumption }: MockDevice, instant: number): number {
  const start = Math.floor(instant / HOUR) * HOUR
  const key = `${id} ${start}`
  const known = totals.get(key)
  if (known !== undefined) return known
  if (start > Date.now()) return 0
  const share = HABITS[Number(id.slice(-1)) - 1]?.[new Date(start).getUTCHours()] ?? 0
  const wobble = 0.85 + 0.3 * Math.abs(Math.sin(start / HOUR + Number(id.slice(-3))))
  // The running hour begins low, so that it can be watched growing.
  const sofar = Date.now() - start < HOUR ? Math.min(0.6, share * 0.5) : share
  const total = Math.round(maxConsumption * sofar * wobble * 1000) / 1000
  totals.set(key, total)
  return total
}

/** Adds a reading and returns the hour's total before and after it, and how often it has changed. */
export function addReading(to: MockDevice, value: number, instant: number) {
  const before = totalOf(to, instant)
  const after = round(before + value)
  const start = Math.floor(instant / HOUR) * HOUR
  const key = `${to.id} ${start}`
  const revision = (revisions.get(key) ?? 0) + 1
  totals.set(key, after)
  revisions.set(key, revision)
  return { before, after, revision, hour: new Date(start).toISOString().replace('.000', '') }
}

export function dayOf(of: MockDevice, date: string) {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  return Array.from({ length: 24 }, (_, hour) => ({
    hour,
    consumption: totalOf(of, midnight + hour * HOUR),
  }))
}
