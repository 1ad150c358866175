// What the proof begins with: people of each role, devices with a history, and something of everything that waits.
import { openMeter, signIn } from './api.mjs'
import { until } from './steps.mjs'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 2025
/** Days before today for which the customer's devices have readings of every ten minutes. */
const HISTORY = 45

export async function makeWorld(stack) {
  const admin = await signIn(stack.api, stack.admin)
  const meter = await openMeter(stack.amqp)
  const client = { ...stack.client, ...(await signIn(stack.api, stack.client)) }
  const auditor = await makePerson(admin, 'AUDITOR', 'Irina Auditor', 'irina')
  const devices = await client.get(`/devices/user/${client.userId}`)
  const named = (name) => devices.find((device) => device.name === name)
  const world = { admin, client, auditor, meter, named }
  await giveHistory(meter, devices)
  await giveAlerts(world)
  world.house = await giveYear(world)
  await giveWork(world)
  return world
}

async function makePerson(admin, role, name, username) {
  const password = `long enough for ${username}`
  const email = `${username}@example.org`
  const profile = { name, username, email, city: 'Cluj-Napoca', dateOfBirth: '1988-02-29' }
  const userId = await admin.create('/users', profile)
  await admin.order('POST', '/auth/credentials', { userId, username, email, password, role })
  return { userId, username, password }
}

/** A day has a shape, and no two days are alike. */
function shaped(instant, height, peak) {
  const hour = (instant % DAY) / HOUR
  const day = Math.floor(instant / DAY)
  const bump =
    Math.exp(-(((hour - peak + 24) % 24) ** 2) / 8) + 0.6 * Math.exp(-((hour - 7) ** 2) / 4)
  const mood = 0.8 + 0.2 * Math.sin(day * 1.7)
  return Math.round(height * mood * (0.18 + bump) * 1e6) / 1e6
}

async function giveHistory(meter, devices) {
  const today = Math.floor(Date.now() / DAY) * DAY
  for (const [n, { id, maxConsumption }] of devices.entries()) {
    const readings = []
    for (let at = today - HISTORY * DAY; at < today; at += 10 * MINUTE)
      readings.push([at, shaped(at, maxConsumption / 10, 17 + 2 * n)])
    await meter.publish(id, readings)
  }
}

/** Two hours above the limit in the past days; one of them is corrected, so its alert is withdrawn. */
async function giveAlerts({ admin, client, meter, named }) {
  const yesterday = Math.floor(Date.now() / DAY) * DAY - DAY
  const { id } = named('Boiler')
  const [kept, corrected] = [yesterday + 18.5 * HOUR + MINUTE, yesterday + 6.5 * HOUR + MINUTE]
  await meter.publish(id, [
    [kept, 2.4],
    [corrected, 2.9],
  ])
  const alerts = (test) =>
    until('the alerts of the past are there', async () => {
      const all = await client.get(`/users/${client.userId}/alerts`)
      return test(all) && all
    })
  const ofHour = (all, instant) =>
    all.find(({ hour }) => Date.parse(hour) === Math.floor(instant / HOUR) * HOUR)
  await alerts((all) => ofHour(all, kept) && ofHour(all, corrected))
  const change = { measuredAt: new Date(corrected).toISOString(), measurementValue: 0.2 }
  await admin.order('POST', `/devices/${id}/corrections`, {
    ...change,
    reason: 'the meter was exchanged',
  })
  await alerts((all) => ofHour(all, corrected)?.retractedAt)
}

/** 35,040 quarter-hours: what a year of one meter comes to. */
async function giveYear({ admin, client, meter }) {
  const device = { name: 'Whole house', description: 'Main meter', maxConsumption: 25 }
  const id = await admin.create('/devices', { ...device, userId: client.userId })
  const readings = []
  for (let at = Date.UTC(YEAR, 0, 1); at < Date.UTC(YEAR + 1, 0, 1); at += 15 * MINUTE)
    readings.push([at, shaped(at, 1.2 + 0.5 * Math.cos(((at / DAY) % 365) / 58), 19)])
  await meter.publish(id, readings)
  const asked = new URLSearchParams({
    from: new Date(Date.UTC(YEAR, 11, 31, 23)).toISOString(),
    to: new Date(Date.UTC(YEAR + 1, 0, 1)).toISOString(),
    resolution: 'hour',
    zone: 'UTC',
  })
  await until(
    'the year is counted',
    async () => {
      const { buckets } = await client.get(`/devices/${id}/consumption?${asked}`)
      return buckets[0]?.consumption !== null && buckets[0]?.coverage > 0
    },
    60_000,
  )
  return { id, year: YEAR, points: readings.length, ...device }
}

/** One of everything that an administrator has to look at. */
async function giveWork({ admin, meter, named }) {
  const stranger = '5f0a1f3e-7d7b-4f57-9d55-0c6a5d0c2b11'
  const now = Date.now()
  await meter.publish(stranger, [
    [now - 20 * MINUTE, 0.31],
    [now - 10 * MINUTE, 0.28],
  ])
  const { id } = named('Washing machine')
  await meter.publish(id, [
    [now - 3 * HOUR + 1, 0.12],
    [now - 3 * HOUR + 1, 0.21],
  ])
  await admin.order('PUT', `/devices/${id}/plausible-range`, { atLeast: 0, atMost: 2 })
  // A range holds for what is measured from then on.
  await meter.publish(id, [[Date.now() + 1_000, 40]])
  await meter.garble('{"deviceId": "not a device", "measurementValue": "much"}')
  const kinds = ['unregistered', 'conflicts', 'held', 'quarantine']
  let system
  await until('everything that waits is listed', async () => {
    system = await admin.get('/system')
    return kinds.every((kind) => system[kind] > 0)
  }).catch((error) => {
    throw new Error(`${error.message}: ${JSON.stringify(system)}`)
  })
}
