// The only way to the server: a small typed client that speaks JSON and turns problems into sentences.
import type { Problem } from './types'

/** An answer that is not a success. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    message: string,
    readonly status: number,
    readonly problem: Partial<Problem> = {},
  ) {
    super(message)
  }
}

/** Where the API begins. */
export const API = '/api'

/** For a part of a path that may hold anything. */
export const part = encodeURIComponent

async function problemOf(response: Response): Promise<Partial<Problem>> {
  try {
    return (await response.json()) as Partial<Problem>
  } catch {
    return {}
  }
}

async function send(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    // The session is an HttpOnly cookie: this code never sees a token and keeps none.
    response = await fetch(`${API}${path}`, { credentials: 'same-origin', ...init })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError('The server cannot be reached. Check your connection.', 0)
  }
  if (response.ok) return response
  const problem = await problemOf(response)
  const sentence = problem.error ?? problem.detail ?? problem.title
  throw new ApiError(
    sentence ?? `The server answered with error ${response.status}.`,
    response.status,
    problem,
  )
}

async function read<T>(response: Response): Promise<T> {
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return send(path, { signal }).then((response) => read<T>(response))
}

/** Asks once, without a key: for signing in and out, which change nothing that could be done twice. */
export function post<T>(path: string, body?: unknown): Promise<T> {
  return send(path, { method: 'POST', ...jsonOf(body) }).then((response) => read<T>(response))
}

const PAUSES = [300, 1_500]

type Method = 'POST' | 'PUT' | 'DELETE'

/** One key for all attempts makes a repeat harmless where an answer was lost. */
async function order(method: Method, path: string, body?: unknown): Promise<Response> {
  const { headers, ...rest } = jsonOf(body)
  const init = { method, headers: { ...headers, 'Idempotency-Key': freshKey() }, ...rest }
  for (const pause of PAUSES) {
    try {
      return await send(path, init)
    } catch (error) {
      if (!isUnknown(error)) throw error
      await new Promise((go) => setTimeout(go, pause))
    }
  }
  return send(path, init)
}

/** Orders something to be done. */
export async function command<T = undefined>(
  method: Method,
  path: string,
  body?: unknown,
): Promise<T> {
  return read<T>(await order(method, path, body))
}

/** Orders something to be made, and gives its id. */
export async function create(path: string, body: unknown): Promise<string> {
  const response = await order('POST', path, body)
  return response.headers.get('Location')?.split('/').at(-1) ?? ''
}

/** No answer, or one that says that nobody knows: only then is it worth asking again. */
function isUnknown(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 503)
}

function jsonOf(body: unknown): { headers?: Record<string, string>; body?: string } {
  if (body === undefined) return {}
  return { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}

/** `crypto.randomUUID` is missing on plain HTTP in a home network; random bytes are not. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
