// Under which keys the cache keeps what the server said; the live socket writes to the same keys.
import type { Resolution } from '@/api/types'

export const keys = {
  session: ['session'] as const,
  devices: ['devices'] as const,
  device: (deviceId: string) => ['devices', deviceId] as const,
  alerts: (userId: string) => ['alerts', userId] as const,
  allAlerts: ['alerts'] as const,
  days: ['day'] as const,
  day: (deviceId: string, date: string) => ['day', deviceId, date] as const,
  allConsumption: ['consumption'] as const,
  consumptionOf: (deviceId: string) => ['consumption', deviceId] as const,
  consumption: (deviceId: string, resolution: Resolution, from: string, to: string) =>
    ['consumption', deviceId, resolution, from, to] as const,
  summaries: ['summary'] as const,
  summary: (userId: string) => ['summary', userId] as const,
  latest: (deviceId: string) => ['latest', deviceId] as const,
  revisions: ['revision'] as const,
  revision: (deviceId: string, hour: string) => ['revision', deviceId, hour] as const,
  connection: ['connection'] as const,
  lastMessageAt: ['last-message-at'] as const,
  user: (userId: string) => ['user', userId] as const,
  users: ['users'] as const,
  role: (userId: string) => ['role', userId] as const,
  sessions: ['sessions'] as const,
  conversations: ['conversations'] as const,
  allConversation: ['conversation'] as const,
  conversation: (userId: string) => ['conversation', userId] as const,
  typing: (userId: string) => ['typing', userId] as const,
  waiting: (kind: string) => ['waiting', kind] as const,
  allWaiting: ['waiting'] as const,
  history: (kind: string, id: string) => ['history', kind, id] as const,
  system: ['system'] as const,
  projections: ['projections'] as const,
  run: (projection: string) => ['run', projection] as const,
}

/** For what only live messages write: nothing is asked of the server. */
export const unasked = <T>(queryKey: readonly unknown[], none: T | null = null) => ({
  queryKey,
  queryFn: () => none,
  enabled: false,
  gcTime: Infinity,
})
