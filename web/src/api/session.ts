// Signing in and out, and what a person may change of their own account.
import { ApiError, command, get, part, post } from './client'
import type { OwnSession, PasswordReset, Profile, Session, User } from './types'

/** Who is signed in; null for nobody. */
export async function readSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return await get<Session>('/auth/session', signal)
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null
    throw error
  }
}

export const signIn = (username: string, password: string) =>
  post<unknown>('/auth/login', { username, password })

export const signOut = () => post<undefined>('/auth/logout')

export const resetPassword = (token: string, newPassword: string) =>
  command('POST', '/auth/password-reset', { token, newPassword })

export const readUser = (userId: string, signal?: AbortSignal) =>
  get<User>(`/users/${part(userId)}`, signal)

export const changeUser = (userId: string, profile: Profile) =>
  command('PUT', `/users/${part(userId)}`, profile)

export const changePreferences = (
  userId: string,
  preferences: { timeZone?: string; language?: string },
) => command('PUT', `/users/${part(userId)}/profile`, preferences)

export const changePassword = (userId: string, currentPassword: string, newPassword: string) =>
  command('PUT', `/users/${part(userId)}/password`, { currentPassword, newPassword })

export const issueReset = (userId: string) =>
  command<PasswordReset>('POST', `/users/${part(userId)}/password-reset`)

export const listSessions = (signal?: AbortSignal) => get<OwnSession[]>('/auth/sessions', signal)

/** Ends one session, or all of them, this one too. */
export const endSession = (id?: string) =>
  command('DELETE', id ? `/auth/sessions/${part(id)}` : '/auth/sessions')
