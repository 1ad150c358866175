// Devices, their owners, what they used, and their alerts.
import { API, command, create, get, part } from './client'
import type {
  Alert,
  Bucket,
  Consumption,
  Device,
  DeviceDraft,
  HourConsumption,
  Resolution,
  Session,
  Summary,
} from './types'

export const listDevices = (session: Session, signal?: AbortSignal) =>
  session.role === 'CLIENT' ? devicesOf(session.userId, signal) : get<Device[]>('/devices', signal)

export const devicesOf = (userId: string, signal?: AbortSignal) =>
  get<Device[]>(`/devices/user/${part(userId)}`, signal)

export const readDevice = (deviceId: string, signal?: AbortSignal) =>
  get<Device>(`/devices/${part(deviceId)}`, signal)

export const createDevice = (draft: DeviceDraft) => create('/devices', draft)

export const changeDevice = (deviceId: string, draft: DeviceDraft) =>
  command('PUT', `/devices/${part(deviceId)}`, draft)

export const retireDevice = (deviceId: string) => command('DELETE', `/devices/${part(deviceId)}`)

export const assignDevice = (deviceId: string, userId: string | null) =>
  userId
    ? command('PUT', `/devices/${part(deviceId)}/assign/${part(userId)}`)
    : command('DELETE', `/devices/${part(deviceId)}/assign`)

export const readDay = (deviceId: string, date: string, signal?: AbortSignal) =>
  get<HourConsumption[]>(`/monitoring/${part(deviceId)}?date=${part(date)}`, signal)

export interface Asked {
  from: string
  to: string
  resolution: Resolution
  zone: string
}

const asked = (deviceId: string, { from, to, resolution, zone }: Asked, more = {}) =>
  `/devices/${part(deviceId)}/consumption?${new URLSearchParams({ from, to, resolution, zone, ...more }).toString()}`

/** The server gives at most 10,000 buckets at once: a year of quarter-hours is asked for in pieces. */
const PIECE = 90 * 86_400_000

export function piecesOf(what: Asked): Asked[] {
  const end = Date.parse(what.to)
  if (what.resolution !== 'quarter') return [what]
  const pieces: Asked[] = []
  for (let start = Date.parse(what.from); start < end; start += PIECE) {
    const [from, to] = [start, Math.min(start + PIECE, end)].map((at) => new Date(at).toISOString())
    pieces.push({ ...what, from: from ?? what.from, to: to ?? what.to })
  }
  return pieces
}

export async function readConsumption(
  deviceId: string,
  what: Asked,
  signal?: AbortSignal,
): Promise<Bucket[]> {
  const ask = (piece: Asked) => get<Consumption>(asked(deviceId, piece), signal)
  const answers = await Promise.all(piecesOf(what).map(ask))
  return answers.flatMap(({ buckets }) => buckets)
}

/** The same as a file, made by the server; only for what it gives in one piece. */
export const consumptionCsv = (deviceId: string, what: Asked) =>
  API + asked(deviceId, what, { format: 'csv' })

export const readSummary = (userId: string, zone: string, signal?: AbortSignal) =>
  get<Summary>(`/users/${part(userId)}/summary?zone=${part(zone)}`, signal)

export const listAlerts = (userId: string, signal?: AbortSignal) =>
  get<Alert[]>(`/users/${part(userId)}/alerts`, signal)

export const acknowledge = ({ deviceId, hour }: Alert, comment?: string) =>
  command('POST', `/devices/${part(deviceId)}/acknowledged-alerts`, {
    hour,
    ...(comment ? { comment } : {}),
  })

export interface ReadingChange {
  measuredAt: string
  measurementValue: number
  reason: string
}

export const correctReading = (deviceId: string, change: ReadingChange) =>
  command('POST', `/devices/${part(deviceId)}/corrections`, change)

export const voidReading = (
  deviceId: string,
  { measuredAt, reason }: Omit<ReadingChange, 'measurementValue'>,
) => command('POST', `/devices/${part(deviceId)}/voided-readings`, { measuredAt, reason })

export const setPlausibleRange = (deviceId: string, range: { atLeast: number; atMost: number }) =>
  command('PUT', `/devices/${part(deviceId)}/plausible-range`, range)

export const clearPlausibleRange = (deviceId: string) =>
  command('DELETE', `/devices/${part(deviceId)}/plausible-range`)
