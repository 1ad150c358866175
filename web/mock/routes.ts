// Every route of the mock beyond signing in: those of today's gateway and those that are being built.
import { acknowledge, alertsOf, raise, retractIfBelow } from './alerts.ts'
import { consumptionOf, dayOf, summaryOf } from './buckets.ts'
import * as chat from './chat.ts'
import { answered, created, notFound, text, type Asked, type Body, type Route } from './http.ts'
import {
  correct,
  devices,
  HOUR,
  totalOf,
  users,
  uuid,
  type MockDevice,
  type MockUser,
} from './world.ts'
import * as waiting from './waiting.ts'

const detailsOf = ({ userId: id, name, username, email, city, dateOfBirth }: MockUser) => ({
  id,
  name,
  username,
  email,
  city,
  dateOfBirth,
})

/** A device that the caller may see. */
function seen({ user, id }: Asked): MockDevice | undefined {
  const device = devices.find((one) => one.id === id)
  return device && (user.role === 'ADMIN' || device.userId === user.userId) ? device : undefined
}

const ofDevice =
  (then: (device: MockDevice, asked: Asked) => unknown): Route =>
  (asked) => {
    const device = seen(asked)
    return device ? then(device, asked) : notFound
  }

function describe(device: MockDevice, body: Body): void {
  device.name = text(body.name)
  device.description = text(body.description)
  device.maxConsumption = Number(body.maxConsumption)
  if (body.userId) device.userId = text(body.userId)
}

function change(device: MockDevice, { body }: Asked): void {
  const instant = Date.parse(text(body.measuredAt))
  correct(device, instant, Number(body.measurementValue ?? 0))
  const start = Math.floor(instant / HOUR) * HOUR
  const { total } = totalOf(device, start, start + HOUR)
  if ((total ?? 0) > device.maxConsumption) raise(device, start, total ?? 0)
  else retractIfBelow(device, start)
  waiting.remove(waiting.conflicts, ({ deviceId }) => deviceId === device.id)
}

const resolveHeld = ({ id }: Asked) =>
  void waiting.remove(waiting.held, ({ deviceId }) => deviceId === id)

let next = 500
const sessions = [
  {
    id: uuid(801),
    address: '127.0.0.1',
    userAgent: 'Mozilla/5.0 (X11; Linux) Chrome/156.0',
    current: true,
  },
  {
    id: uuid(802),
    address: '192.168.1.20',
    userAgent: 'Mozilla/5.0 (iPhone) Safari/605.1',
    current: false,
  },
]
const times = {
  createdAt: new Date(Date.now() - 9e7).toISOString(),
  lastUsedAt: new Date().toISOString(),
}

export const ROUTES: Record<string, Route> = {
  'GET /users/details': () => users.map(detailsOf),
  'POST /users': (asked) => {
    next += 1
    const made = {
      userId: uuid(next),
      password: '',
      role: 'CLIENT',
      timeZone: 'UTC',
      ...asked.body,
    }
    users.push(made as MockUser)
    return created(asked, `/api/users/${made.userId}`)
  },
  'POST /auth/credentials': ({ body }) => {
    const user = users.find(({ userId }) => userId === body.userId)
    if (!user) return notFound
    Object.assign(user, { password: body.password, role: body.role })
    return { message: 'done' }
  },
  'GET /auth/credentials/role': ({ query }) => {
    const user = users.find(({ userId }) => userId === query.get('userId'))
    return user ? { role: user.role } : notFound
  },
  'PUT /auth/credentials/role': ({ body }) => {
    const user = users.find(({ userId }) => userId === body.userId)
    if (!user) return notFound
    user.role = body.role as MockUser['role']
    return { message: 'done' }
  },
  'GET /users/:id': ({ id }) => {
    const user = users.find(({ userId }) => userId === id)
    return user ? detailsOf(user) : notFound
  },
  'PUT /users/:id': ({ id, body }) =>
    void Object.assign(users.find(({ userId }) => userId === id) ?? {}, body),
  'PUT /users/:id/profile': ({ user, body }) =>
    void Object.assign(user, { timeZone: body.timeZone }),
  'DELETE /users/:id': ({ id }) => void waiting.remove(users, ({ userId }) => userId === id),
  'PUT /users/:id/password': () => undefined,
  'PUT /users/:id/disabled': () => undefined,
  'DELETE /users/:id/disabled': () => undefined,
  'POST /users/:id/password-reset': ({ id }) => ({
    token: `${id}.5ec2e7`,
    expiresAt: new Date(Date.now() + 24 * HOUR).toISOString(),
  }),
  'GET /auth/sessions': () => sessions.map((one) => ({ ...one, ...times })),
  'DELETE /auth/sessions/:id': ({ id }) => void waiting.remove(sessions, (one) => one.id === id),
  'DELETE /auth/sessions': () => undefined,

  'GET /devices': () => devices,
  'GET /devices/user/:id': ({ id }) => devices.filter(({ userId }) => userId === id),
  'POST /devices': (asked) => {
    next += 1
    const id = text(asked.body.id) || uuid(next)
    const made: MockDevice = { id, name: '', maxConsumption: 1, description: '', userId: null }
    describe(made, asked.body)
    devices.push(made)
    waiting.remove(waiting.unregistered, ({ deviceId }) => deviceId === id)
    return created(asked, `/api/devices/${id}`)
  },
  'GET /devices/:id': ofDevice((device) => device),
  'PUT /devices/:id': ofDevice((device, { body }) => describe(device, body)),
  'DELETE /devices/:id': ({ id }) => void waiting.remove(devices, (one) => one.id === id),
  'PUT /devices/:id/assign/:second': ofDevice(
    (device, { second }) => void (device.userId = second),
  ),
  'DELETE /devices/:id/assign': ofDevice((device) => void (device.userId = null)),
  'POST /devices/:id/corrections': ofDevice(change),
  'POST /devices/:id/voided-readings': ofDevice(change),
  'POST /devices/:id/accepted-readings': resolveHeld,
  'POST /devices/:id/rejected-readings': resolveHeld,
  'PUT /devices/:id/plausible-range': () => undefined,
  'DELETE /devices/:id/plausible-range': () => undefined,
  'GET /monitoring/:id': ofDevice((device, { query, user }) =>
    dayOf(device, query.get('date') ?? '', user.timeZone),
  ),
  'GET /devices/:id/consumption': ofDevice((device, { query, response }) => {
    const found = consumptionOf(device, query)
    if (query.get('format') !== 'csv') return found
    response.setHeader('Content-Type', 'text/csv')
    response.end(`start,end,consumption (kWh; ${found.zone})\r\n`)
    return answered
  }),
  'GET /users/:id/summary': ({ id, query }) =>
    summaryOf(
      devices.filter(({ userId }) => userId === id),
      query.get('zone') ?? 'UTC',
    ),

  'GET /users/:id/alerts': ({ id }) => alertsOf(id),
  'POST /devices/:id/acknowledged-alerts': ({ id, body }) =>
    acknowledge(id, text(body.hour), text(body.comment) || null) ? undefined : notFound,

  'GET /users/:id/conversation': ({ id, user, query, response }) => {
    if (query.get('format') !== 'text') return chat.shown(id, user.userId === id)
    response.setHeader('Content-Type', 'text/plain; charset=utf-8')
    response.end(chat.transcript(id))
    return answered
  },
  'POST /users/:id/conversation/messages': ({ id, user, body }) => {
    if (user.userId === id) chat.customerWrites(user, text(body.text))
    else chat.personWrites(id, user, text(body.text))
  },
  'POST /users/:id/conversation/person-requests': ({ id }) =>
    void (chat.conversationOf(id).personRequested = true),
  'PUT /users/:id/conversation/person': ({ id }) =>
    void (chat.conversationOf(id).onDuty = 'person'),
  'DELETE /users/:id/conversation/person': ({ id }) =>
    void (chat.conversationOf(id).onDuty = 'bot'),
  'DELETE /users/:id/conversation': ({ id }) => void (chat.conversationOf(id).open = false),
  'PUT /users/:id/conversation/read': ({ id, user, body }) =>
    chat.readUntil(id, text(body.message), user.userId === id),
  'GET /conversations': () => chat.listed(),

  'GET /unregistered-devices': () => waiting.unregistered,
  'GET /conflicts': () => waiting.conflicts,
  'GET /held-readings': () => waiting.held,
  'GET /parked-readings': () => waiting.parked,
  'GET /quarantine': () => waiting.quarantine,
  'POST /quarantine/:id/retries': ({ id }) =>
    void waiting.remove(waiting.quarantine, ({ position }) => String(position) === id),
  'DELETE /quarantine/:id': ({ id }) =>
    void waiting.remove(waiting.quarantine, ({ position }) => String(position) === id),
  'GET /system': () => waiting.system(),
  'GET /projections': () => waiting.projections,
  'POST /projections/:id/rebuilds': ({ id }) => waiting.startRun(id, 'rebuild'),
  'POST /projections/:id/verifications': ({ id }) => waiting.startRun(id, 'verification'),
  'POST /projections/:id/rollbacks': ({ id }) => waiting.startRun(id, 'rollback'),
}

/** The API document, as far as the page reads it. */
export function document() {
  const paths: Record<string, Record<string, object>> = { '/api/auth/password-reset': { post: {} } }
  for (const route of Object.keys(ROUTES)) {
    const [method = '', path = ''] = route.split(' ')
    const shape = `/api${path.replace(/:(\w+)/g, '{$1}')}`
    paths[shape] = { ...paths[shape], [method.toLowerCase()]: {} }
  }
  return { openapi: '3.1.0', paths }
}
