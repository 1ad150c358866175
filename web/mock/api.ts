// The mock's REST answers: signing in, and finding the route for everything else.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answer, answered, bodyOf, COOKIE, notFound, refuse, userOf, type Route } from './http.ts'
import { ROUTES } from './routes.ts'
import { users, type MockUser } from './world.ts'

const publicPart = ({ userId, username, role, timeZone }: MockUser) => ({
  userId,
  username,
  role,
  timeZone,
})

const patterns = Object.entries(ROUTES).map(([route, handle]): [RegExp, Route] => [
  new RegExp(`^${route.replace(':id', '([^/]+)').replace(':second', '([^/]+)')}$`),
  handle,
])

export async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://mock')
  const route = `${request.method ?? 'GET'} ${pathname.replace(/^\/api/, '')}`
  const body = request.method === 'GET' ? {} : await bodyOf(request)
  if (route === 'POST /auth/login') return signIn(body, response)
  const user = userOf(request)
  if (!user) return refuse(response, 401, 'not-signed-in', 'Please sign in.')
  if (route === 'POST /auth/logout') {
    response.setHeader('Set-Cookie', `${COOKIE}=; Path=/; Max-Age=0`)
    return answer(response, 204)
  }
  if (route === 'GET /auth/session') return answer(response, 200, publicPart(user))

  // The first that fits: fixed paths stand before those with a name in them.
  for (const [pattern, handle] of patterns) {
    const [, id = '', second = ''] = pattern.exec(route) ?? []
    if (!pattern.test(route)) continue
    const made = handle({ user, id, second, query, body, response })
    if (made === answered) return
    if (made === notFound) break
    return made === undefined ? answer(response, 204) : answer(response, 200, made)
  }
  refuse(response, 404, 'not-found', 'There is nothing here.')
}

function signIn({ username, password }: Record<string, unknown>, response: ServerResponse): void {
  const user = users.find((one) => one.username === username && one.password === password)
  if (!user)
    return refuse(response, 401, 'wrong-credentials', 'The username or the password is wrong.')
  response.setHeader('Set-Cookie', `${COOKIE}=${user.userId}; Path=/; HttpOnly; SameSite=Lax`)
  answer(response, 200, { token: 'mock', ...publicPart(user) })
}
