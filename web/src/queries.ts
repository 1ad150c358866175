// What the pages ask for, and under which keys the answers are kept; live.ts writes to the same keys.
import { queryOptions } from '@tanstack/react-query'
import { api } from './api'
import type { HourConsumption, LiveReading, Session } from './api/types'
import { localHourOf, nowIn } from './time'

/** The latest live message of a device and when this browser received it. */
export type Latest = LiveReading & { receivedAt: number }

export const keys = {
  session: ['session'] as const,
  devices: ['devices'] as const,
  device: (deviceId: string) => ['devices', deviceId] as const,
  alerts: (userId: string) => ['alerts', userId] as const,
  allAlerts: ['alerts'] as const,
  days: ['day'] as const,
  day: (deviceId: string, date: string) => ['day', deviceId, date] as const,
  latest: (deviceId: string) => ['latest', deviceId] as const,
  revisions: ['revision'] as const,
  revision: (deviceId: string, hour: string) => ['revision', deviceId, hour] as const,
  connection: ['connection'] as const,
}

const MINUTE = 60_000

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => api.session(signal),
  staleTime: Infinity,
})

export const devicesQuery = (session: Session) =>
  queryOptions({
    queryKey: keys.devices,
    queryFn: ({ signal }) => api.devices(session, signal),
    staleTime: 30_000,
  })

export const deviceQuery = (deviceId: string) =>
  queryOptions({
    queryKey: keys.device(deviceId),
    queryFn: ({ signal }) => api.device(deviceId, signal),
    staleTime: 30_000,
  })

export const alertsQuery = (session: Session) =>
  queryOptions({
    queryKey: keys.alerts(session.userId),
    queryFn: ({ signal }) => api.alerts(session.userId, signal),
    staleTime: 30_000,
  })

export const dayQuery = (deviceId: string, date: string, zone: string) =>
  queryOptions({
    queryKey: keys.day(deviceId, date),
    queryFn: async ({ signal, client }) => {
      const askedAt = Date.now()
      const hours = await api.day(deviceId, date, signal)
      const latest = client.getQueryData<Latest>(keys.latest(deviceId))
      // A message that came while the answer was on its way is newer than the answer.
      return latest && latest.receivedAt >= askedAt ? withReading(hours, latest, date, zone) : hours
    },
    staleTime: date < nowIn(zone, Date.now()).date ? 5 * MINUTE : 10_000,
    // Live messages do the work; this heals whatever a lost one leaves behind.
    refetchInterval: date === nowIn(zone, Date.now()).date ? MINUTE : false,
  })

export const latestQuery = (deviceId: string) =>
  queryOptions<Latest | null>({
    queryKey: keys.latest(deviceId),
    queryFn: () => null,
    enabled: false,
  })

/** The day with the reading's hour replaced, if the reading belongs to that day. */
export function withReading(
  hours: HourConsumption[],
  reading: LiveReading,
  date: string,
  zone: string,
): HourConsumption[] {
  const where = localHourOf(Date.parse(reading.hour), zone)
  if (where.date !== date || !where.whole) return hours
  return hours.map((h) => (h.hour === where.hour ? { ...h, consumption: reading.consumption } : h))
}
