// The only way to the server: a small typed client that speaks JSON and turns problems into sentences.
import type { Alert, Device, HourConsumption, Problem, Session } from './api/types'

/** An answer that is not a success. `status` is 0 when there was no answer at all. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    message: string,
    readonly status: number,
    readonly problem: Problem = {},
  ) {
    super(message)
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem
  } catch {
    return {}
  }
}

async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  try {
    // The session is an HttpOnly cookie: this code never sees a token and keeps none.
    response = await fetch(`/api${path}`, { credentials: 'same-origin', ...init })
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    throw new ApiError('The server cannot be reached. Check your connection.', 0)
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    const sentence = problem.error ?? problem.detail ?? problem.title
    throw new ApiError(
      sentence ?? `The server answered with error ${response.status}.`,
      response.status,
      problem,
    )
  }
  if (response.status === 204) return undefined as T
  return (await response.json()) as T
}

function post<T>(path: string, body?: unknown): Promise<T> {
  if (body === undefined) return request<T>(path, { method: 'POST' })
  const headers = { 'Content-Type': 'application/json' }
  return request<T>(path, { method: 'POST', headers, body: JSON.stringify(body) })
}

const id = encodeURIComponent

export const api = {
  /** Who is signed in; null for nobody. */
  session: async (signal?: AbortSignal): Promise<Session | null> => {
    try {
      return await request<Session>('/auth/session', { signal })
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null
      throw error
    }
  },
  login: (username: string, password: string) =>
    post<Session>('/auth/login', { username, password }),
  logout: () => post<undefined>('/auth/logout'),
  devices: (session: Session, signal?: AbortSignal) =>
    request<Device[]>(
      session.role === 'ADMIN' ? '/devices' : `/devices/user/${id(session.userId)}`,
      { signal },
    ),
  device: (deviceId: string, signal?: AbortSignal) =>
    request<Device>(`/devices/${id(deviceId)}`, { signal }),
  alerts: (userId: string, signal?: AbortSignal) =>
    request<Alert[]>(`/users/${id(userId)}/alerts`, { signal }),
  acknowledge: ({ deviceId, hour }: Alert) =>
    post<undefined>(`/devices/${id(deviceId)}/acknowledged-alerts`, { hour }),
  day: (deviceId: string, date: string, signal?: AbortSignal) =>
    request<HourConsumption[]>(`/monitoring/${id(deviceId)}?date=${id(date)}`, { signal }),
}
