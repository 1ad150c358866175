// What administrators ask for: people, readings that wait, the parts of the system.
import { queryOptions } from '@tanstack/react-query'
import { readHistory } from '@/api/audit'
import { listUsers, readRole } from '@/api/users'
import * as waiting from '@/api/waiting'
import { keys } from './keys'

export const usersQuery = queryOptions({
  queryKey: keys.users,
  queryFn: ({ signal }) => listUsers(signal),
  staleTime: 30_000,
})

export const roleQuery = (userId: string) =>
  queryOptions({
    queryKey: keys.role(userId),
    queryFn: ({ signal }) => readRole(userId, signal),
    staleTime: 60_000,
    retry: false,
  })

export const historyQuery = (kind: string, id: string) =>
  queryOptions({
    queryKey: keys.history(kind, id),
    queryFn: ({ signal }) => readHistory(kind, id, signal),
    staleTime: 5_000,
  })

const list = <T>(kind: string, ask: (signal: AbortSignal) => Promise<T>) =>
  queryOptions({
    queryKey: keys.waiting(kind),
    queryFn: ({ signal }) => ask(signal),
    staleTime: 10_000,
    refetchInterval: 30_000,
  })

export const unregisteredQuery = list('unregistered', waiting.listUnregistered)
export const conflictsQuery = list('conflicts', waiting.listConflicts)
export const heldQuery = list('held', waiting.listHeld)
export const quarantineQuery = list('quarantine', waiting.listQuarantine)
export const parkedQuery = list('parked', waiting.listParked)

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => waiting.readSystem(signal),
  staleTime: 5_000,
  refetchInterval: 15_000,
})

export const projectionsQuery = queryOptions({
  queryKey: keys.projections,
  queryFn: ({ signal }) => waiting.listProjections(signal),
  staleTime: 5_000,
  refetchInterval: 15_000,
})
