// How the mock reads requests and writes answers, in the shapes of the real gateway.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { users, type MockUser } from './world.ts'

export const COOKIE = 'ems_mock_session'

export type Body = Record<string, unknown>

export function userOf(request: IncomingMessage): MockUser | undefined {
  const id = new RegExp(`${COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1]
  return users.find(({ userId }) => userId === id)
}

export async function bodyOf(request: IncomingMessage): Promise<Body> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return JSON.parse(text || '{}') as Body
}

export function answer(response: ServerResponse, status: number, body?: unknown): void {
  response.statusCode = status
  response.setHeader('Content-Type', status < 400 ? 'application/json' : 'application/problem+json')
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  error: string,
): void {
  answer(response, status, { type: 'about:blank', status, code, error, detail: error })
}

/** What a route gets: the parts of its path that are named, and the rest of the request. */
export interface Asked {
  user: MockUser
  id: string
  second: string
  query: URLSearchParams
  body: Body
  response: ServerResponse
}

/** undefined is 204, an answer is 200, `notFound` is 404. */
export type Route = (asked: Asked) => unknown

export const notFound = Symbol('not found')
export const text = (value: unknown) => (typeof value === 'string' ? value : '')

/** Tells where the new thing is; its answer has no body. */
export function created({ response }: Asked, path: string): typeof answered {
  response.setHeader('Location', path)
  answer(response, 201)
  return answered
}

export const answered = Symbol('answered')
