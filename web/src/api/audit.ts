// What happened to something, from the log.
import { get } from './client'
import type { History } from './types'

export const readHistory = (type: string, id: string, signal?: AbortSignal) =>
  get<History>(`/audit/history?${new URLSearchParams({ type, id }).toString()}`, signal)
