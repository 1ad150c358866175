// This hour, today and this month of a person's devices: from the server, or added up here where it has no such route.
import { queryOptions, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { Device, DeviceSummary, HourConsumption, Session, Summary } from '@/api/types'
import { readSummary } from '@/api/devices'
import { useCapabilities } from '@/capabilities'
import { useToday } from '@/components/clock'
import { shiftDate, startOfDate, zoneOf } from '@/time'
import { sumEnergy } from '@/units'
import { dayQuery, devicesQuery, latestQuery, type Latest } from './devices'
import { keys } from './keys'

const HOUR = 3_600_000

export const summaryQuery = (userId: string, zone: string) =>
  queryOptions({
    queryKey: keys.summary(userId),
    queryFn: ({ signal }) => readSummary(userId, zone, signal),
    staleTime: 10_000,
    refetchInterval: 60_000,
  })

interface Answer {
  data: Summary | undefined
  error: Error | null
  refetch: () => void
}

export function useSummary(session: Session): Answer {
  const zone = zoneOf(session)
  const offered = useCapabilities().has('summary')
  const asked = useQuery({ ...summaryQuery(session.userId, zone), enabled: offered })
  const made = useSummaryOfDays(session, zone, !offered)
  if (!offered) return made
  return { data: asked.data, error: asked.error, refetch: () => void asked.refetch() }
}

/** The same, as far as single days tell it. */
function useSummaryOfDays(session: Session, zone: string, enabled: boolean): Answer {
  const today = useToday(zone)
  const list = useQuery({ ...devicesQuery(session), enabled })
  const devices = enabled ? (list.data ?? []) : []
  const days = (date: string) => devices.map(({ id }) => dayQuery(id, date, zone))
  const now = useQueries({ queries: days(today.date) })
  const before = useQueries({ queries: days(shiftDate(today.date, -1)) })
  const latest = useQueries({ queries: devices.map(({ id }) => latestQuery(id)) })
  const start = startOfDate(today.date, zone) + today.hour * HOUR
  const known = Boolean(list.data) && now.every(({ isPending }) => !isPending)
  const data: Summary | undefined = !known
    ? undefined
    : {
        zone,
        at: new Date(start).toISOString(),
        devices: devices.map((device, n) =>
          summarise(device, {
            start,
            hour: today.hour,
            now: now[n],
            before: before[n],
            latest: latest[n],
          }),
        ),
      }
  return { data, error: list.error, refetch: () => void list.refetch() }
}

interface Days {
  start: number
  hour: number
  now: UseQueryResult<HourConsumption[]> | undefined
  before: UseQueryResult<HourConsumption[]> | undefined
  latest: UseQueryResult<Latest | null> | undefined
}

function summarise(device: Device, { start, hour, now, before, latest }: Days): DeviceSummary {
  const live = latest?.data && Date.parse(latest.data.hour) === start ? latest.data : null
  const sum = (hours: HourConsumption[] | undefined) =>
    hours ? sumEnergy(hours.map(({ consumption }) => consumption)) : null
  return {
    deviceId: device.id,
    name: device.name,
    limit: device.maxConsumption,
    hour: {
      start: new Date(start).toISOString(),
      consumption: now?.data?.[hour]?.consumption ?? null,
      projected: live?.projected ?? null,
      coverage: live?.coverage ?? 0,
    },
    today: sum(now?.data),
    yesterdayByNow: sum(before?.data?.slice(0, hour)),
    month: null,
    lastMonthByNow: null,
    lastReadingAt: latest?.data ? new Date(latest.data.receivedAt).toISOString() : null,
  }
}
