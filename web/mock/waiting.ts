// What waits for the mock's administrator, and the parts of its system.
import { publish } from './stomp.ts'
import { devices, uuid } from './world.ts'

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
const boiler = devices[0]?.id ?? ''
const oven = devices[2]?.id ?? ''

export const unregistered = [
  {
    deviceId: uuid(901),
    firstSeenAt: ago(60 * 26),
    lastSeenAt: ago(2),
    readings: 1_481,
    lastConsumption: 0.021,
  },
]

export const conflicts = [
  { deviceId: oven, measuredAt: ago(95), counted: 0.21, other: 0.12, recordedAt: ago(94) },
]

export const held = [
  {
    deviceId: boiler,
    measuredAt: ago(300),
    consumption: 55,
    lowest: 0,
    highest: 3.5,
    position: 8_121,
  },
]

export const quarantine = [
  {
    position: 77,
    source: 'amqp',
    reason: 'measurementValue is not a number',
    at: ago(42),
    length: 96,
    text: '{"deviceId":"…","measurementValue":"n/a","timestamp":"2026-11-23T10:20:00.000Z"}',
  },
]

export const parked = [
  { deviceId: boiler, measuredAt: ago(1_500), reason: 'the hour is full', position: 4_410 },
]

const part = (role: string, replica: number, rest = {}) => ({
  role,
  replica: `${role}-${replica}`,
  version: '0.9.0',
  ready: true,
  since: ago(60 * 31),
  lag: null,
  lagSeconds: null,
  rate: null,
  causes: [],
  ...rest,
})

export const system = () => ({
  roles: [
    part('gateway', 1),
    part('command-api', 1),
    part('ingest-bridge', 1, { rate: 41.2 }),
    part('projections', 1, { lag: 0, lagSeconds: 0, rate: 20.4 }),
    part('projections', 2, { lag: 12, lagSeconds: 1, rate: 20.8 }),
    part('assistant', 1, {
      ready: false,
      causes: ['The language model does not answer; rules answer meanwhile.'],
    }),
  ],
  queue: { depth: 3 },
  quarantine: quarantine.length,
  parked: parked.length,
  held: held.length,
  conflicts: conflicts.length,
  unregistered: unregistered.length,
})

const projection = (name: string, position: number) => ({
  name,
  position,
  lag: 0,
  rate: 20.4,
  replicas: 2,
  parked: 0,
  state: 'live',
})

export const projections = [
  projection('metering', 182_201),
  projection('devices', 4_120),
  projection('users', 4_120),
  projection('alerts', 4_118),
]

/** A run that takes a second, told step by step. */
export function startRun(name: string, kind: string): { run: string } {
  const run = crypto.randomUUID()
  const total = 4_000
  let done = 0
  const timer = setInterval(() => {
    done += 1_000
    const state = done >= total ? 'done' : 'running'
    const differences = kind === 'verification' && done >= total ? 0 : null
    publish('/topic/admin/system', { projection: name, run, kind, done, total, state, differences })
    if (done >= total) clearInterval(timer)
  }, 250)
  return { run }
}

export function remove<T>(list: T[], is: (item: T) => boolean): boolean {
  const index = list.findIndex(is)
  if (index >= 0) list.splice(index, 1)
  return index >= 0
}
