// What waits for an administrator: unknown meters, contradictions, implausible and unreadable readings.
import { command, get, part } from './client'
import type {
  Conflict,
  HeldReading,
  ParkedReading,
  Projection,
  Quarantined,
  System,
  UnregisteredDevice,
} from './types'

export const listUnregistered = (signal?: AbortSignal) =>
  get<UnregisteredDevice[]>('/unregistered-devices', signal)

export const listConflicts = (signal?: AbortSignal) => get<Conflict[]>('/conflicts', signal)

export const listHeld = (signal?: AbortSignal) => get<HeldReading[]>('/held-readings', signal)

export const listParked = (signal?: AbortSignal) => get<ParkedReading[]>('/parked-readings', signal)

export const listQuarantine = (signal?: AbortSignal) => get<Quarantined[]>('/quarantine', signal)

const judged = ({ measuredAt, consumption }: HeldReading, reason: string) => ({
  measuredAt,
  measurementValue: consumption,
  reason,
})

export const acceptHeld = (held: HeldReading, reason: string) =>
  command('POST', `/devices/${part(held.deviceId)}/accepted-readings`, judged(held, reason))

export const rejectHeld = (held: HeldReading, reason: string) =>
  command('POST', `/devices/${part(held.deviceId)}/rejected-readings`, judged(held, reason))

export const retryQuarantined = (position: number) =>
  command('POST', `/quarantine/${position}/retries`)

export const dropQuarantined = (position: number) => command('DELETE', `/quarantine/${position}`)

export const readSystem = (signal?: AbortSignal) => get<System>('/system', signal)

export const listProjections = (signal?: AbortSignal) => get<Projection[]>('/projections', signal)

export type ProjectionRun = 'rebuilds' | 'verifications' | 'rollbacks'

export const startRun = (projection: string, run: ProjectionRun) =>
  command<{ run: string } | undefined>('POST', `/projections/${part(projection)}/${run}`)
