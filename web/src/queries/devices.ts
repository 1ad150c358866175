// Devices, their days and their alerts: what the pages ask for; live/apply.ts writes to the same keys.
import { queryOptions } from '@tanstack/react-query'
import { listAlerts, listDevices, readConsumption, readDay, readDevice } from '@/api/devices'
import type { Asked } from '@/api/devices'
import { readSession } from '@/api/session'
import type { HourConsumption, LiveReading, Session } from '@/api/types'
import { localHourOf, nowIn } from '@/time'
import { keys, unasked } from './keys'

/** The latest live message of a device and when this browser received it. */
export type Latest = LiveReading & { receivedAt: number }

const MINUTE = 60_000

export const sessionQuery = queryOptions({
  queryKey: keys.session,
  queryFn: ({ signal }) => readSession(signal),
  staleTime: Infinity,
})

export const devicesQuery = (session: Session) =>
  queryOptions({
    queryKey: keys.devices,
    queryFn: ({ signal }) => listDevices(session, signal),
    staleTime: 30_000,
  })

export const deviceQuery = (deviceId: string) =>
  queryOptions({
    queryKey: keys.device(deviceId),
    queryFn: ({ signal }) => readDevice(deviceId, signal),
    staleTime: 30_000,
  })

export const alertsOfQuery = (userId: string) =>
  queryOptions({
    queryKey: keys.alerts(userId),
    queryFn: ({ signal }) => listAlerts(userId, signal),
    staleTime: 30_000,
  })

export const alertsQuery = (session: Session) => alertsOfQuery(session.userId)

export const dayQuery = (deviceId: string, date: string, zone: string) =>
  queryOptions({
    queryKey: keys.day(deviceId, date),
    queryFn: async ({ signal, client }) => {
      const askedAt = Date.now()
      const hours = await readDay(deviceId, date, signal)
      const latest = client.getQueryData<Latest>(keys.latest(deviceId))
      // A message that came while the answer was on its way is newer than the answer.
      return latest && latest.receivedAt >= askedAt ? withReading(hours, latest, date, zone) : hours
    },
    staleTime: date < nowIn(zone, Date.now()).date ? 5 * MINUTE : 10_000,
    // Live messages do the work; this heals whatever a lost one leaves behind.
    refetchInterval: date === nowIn(zone, Date.now()).date ? MINUTE : false,
  })

export const latestQuery = (deviceId: string) =>
  queryOptions<Latest | null>(unasked<Latest>(keys.latest(deviceId)))

export const consumptionQuery = (deviceId: string, asked: Asked) =>
  queryOptions({
    queryKey: keys.consumption(deviceId, asked.resolution, asked.from, asked.to),
    queryFn: ({ signal }) => readConsumption(deviceId, asked, signal),
    staleTime: Date.parse(asked.to) < Date.now() ? 5 * MINUTE : 10_000,
    refetchInterval: Date.parse(asked.to) < Date.now() ? false : MINUTE,
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
