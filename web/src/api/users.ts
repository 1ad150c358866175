// People as an administrator manages them.
import { command, create, get, part } from './client'
import type { Profile, Role, User } from './types'

export const listUsers = (signal?: AbortSignal) => get<User[]>('/users/details', signal)

export const readRole = async (userId: string, signal?: AbortSignal): Promise<Role> =>
  (await get<{ role: Role }>(`/auth/credentials/role?userId=${part(userId)}`, signal)).role

export interface Credentials {
  userId: string
  username: string
  email?: string
  password: string
  role: Role
}

/** A person is made in two steps, since one may be known without being able to sign in. */
export async function createUser(
  profile: Profile,
  { password, role }: Pick<Credentials, 'password' | 'role'>,
): Promise<void> {
  const userId = await create('/users', profile)
  await createCredentials({
    userId,
    username: profile.username,
    email: profile.email,
    password,
    role,
  })
}

export const createCredentials = (credentials: Credentials) =>
  command<unknown>('POST', '/auth/credentials', credentials)

export const changeRole = (userId: string, role: Role) =>
  command<unknown>('PUT', '/auth/credentials/role', { userId, role })

export const eraseUser = (userId: string) => command('DELETE', `/users/${part(userId)}`)

export const disableUser = (userId: string, reason: string) =>
  command('PUT', `/users/${part(userId)}/disabled`, { reason })

export const enableUser = (userId: string) => command('DELETE', `/users/${part(userId)}/disabled`)
