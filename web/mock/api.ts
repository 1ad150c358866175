// The mock's REST answers, in the shapes of the real gateway, for as much as the dashboard uses.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { dayOf, devices, users, type MockDevice, type MockUser } from './world.ts'

const COOKIE = 'ems_mock_session'

export function userOf(request: IncomingMessage): MockUser | undefined {
  const id = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1]
  return users.find(({ userId }) => userId === id)
}

export async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return JSON.parse(text || '{}') as Record<string, unknown>
}

function answer(response: ServerResponse, status: number, body?: unknown): void {
  response.statusCode = status
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json')
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

function refuse(response: ServerResponse, status: number, error: string): void {
  answer(response, status, { type: 'about:blank', status, error })
}

const publicPart = ({ userId, username, role }: MockUser) => ({ userId, username, role })

export async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock')
  const route = `${request.method ?? 'GET'} ${pathname.replace(/^\/api/, '')}`
  if (route === 'POST /auth/login') return signIn(request, response)
  const user = userOf(request)
  if (!user) return refuse(response, 401, 'Please sign in.')
  if (route === 'POST /auth/logout') {
    response.setHeader('Set-Cookie', `${COOKIE}=; Path=/; Max-Age=0`)
    return answer(response, 204)
  }
  if (route === 'GET /auth/session') return answer(response, 200, publicPart(user))

  const mine = (device: MockDevice) => user.role === 'ADMIN' || device.userId === user.userId
  if (route === 'GET /devices' && user.role === 'ADMIN') return answer(response, 200, devices)
  if (route === `GET /devices/user/${user.userId}`)
    return answer(response, 200, devices.filter(mine))

  const id = pathname.split('/').at(-1)
  const device = devices.find((one) => one.id === id && mine(one))
  if (!device) return refuse(response, 404, 'There is no such device.')
  if (route === `GET /devices/${device.id}`) return answer(response, 200, device)
  if (route === `GET /monitoring/${device.id}`)
    return answer(response, 200, dayOf(device, searchParams.get('date') ?? ''))
  refuse(response, 404, 'There is nothing here.')
}

async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { username, password } = await bodyOf(request)
  const user = users.find((one) => one.username === username && one.password === password)
  if (!user) return refuse(response, 401, 'The username or the password is wrong.')
  response.setHeader('Set-Cookie', `${COOKIE}=${user.userId}; Path=/; HttpOnly; SameSite=Lax`)
  answer(response, 200, { token: 'mock', ...publicPart(user) })
}
