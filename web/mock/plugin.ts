// A backend inside the Vite server, so that `npm run dev` and `npm run preview` need nothing else running.
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Connect, Plugin } from 'vite'
import { answerApi } from './api.ts'
import { raise } from './alerts.ts'
import { answer, bodyOf } from './http.ts'
import { document } from './routes.ts'
import { cutSockets, openSockets, publish } from './stomp.ts'
import { addReading, devices, HOUR, type MockDevice } from './world.ts'

/** What a meter's reading sets off: a new total for the page, and an alert when it crosses the limit. */
function takeReading(device: MockDevice, value: number, instant: number): void {
  const { before, after, revision, hour } = addReading(device, value, instant)
  const { id: deviceId, userId, maxConsumption: limit } = device
  const coverage = (Date.now() % HOUR) / HOUR
  const projected = Math.round((after / Math.max(coverage, 0.05)) * 1000) / 1000
  const live = { deviceId, hour, consumption: after, revision, limit, coverage, projected }
  publish(`/topic/live/${String(userId)}`, live)
  if (before <= limit && after > limit) raise(device, Date.parse(hour), after)
}

/** Stands in for the meters: takes the same body that they send over AMQP. */
async function takeFromMeter(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { deviceId, measurementValue, timestamp } = await bodyOf(request)
  const device = devices.find(({ id }) => id === deviceId)
  if (device) takeReading(device, Number(measurementValue), Date.parse(String(timestamp)))
  response.statusCode = device ? 204 : 404
  response.end()
}

interface Host {
  middlewares: Connect.Server
  httpServer: unknown
}

function attach({ middlewares, httpServer }: Host): void {
  middlewares.use((request, response, next) => {
    if (request.url?.startsWith('/api/')) answerApi(request, response).catch(next)
    else if (request.url === '/openapi.json') answer(response, 200, document())
    else if (request.url === '/mock/readings') takeFromMeter(request, response).catch(next)
    else if (request.url === '/mock/cut') {
      // For tests of what happens when the connection is lost.
      cutSockets()
      answer(response, 204)
    } else next()
  })
  if (!httpServer) return
  openSockets(httpServer as Server)
  // EMS_MOCK_QUIET leaves the world still, for tests that count exactly.
  if (process.env.EMS_MOCK_QUIET) return
  const ticking = setInterval(() => {
    for (const device of devices.slice(0, 5))
      takeReading(device, Math.round(device.maxConsumption * Math.random() * 15) / 1000, Date.now())
  }, 3_000)
  ticking.unref()
}

export function mockBackend(): Plugin {
  return {
    name: 'mock-backend',
    configureServer: attach,
    configurePreviewServer: attach,
  }
}
