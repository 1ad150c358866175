// The bars of a device's period: from the server, or out of a single day where it knows only days.
import { useQuery } from '@tanstack/react-query'
import type { Bucket, HourConsumption, Resolution } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { instantsOf, type Period, type View } from '@/period'
import { clockAt, startOfDate } from '@/time'
import { consumptionQuery, dayQuery } from './devices'

const HOUR = 3_600_000

/** The steps that make sense in a view, the usual one first. */
export const STEPS_OF: Record<View, Resolution[]> = {
  day: ['hour', 'quarter'],
  week: ['day', 'hour', 'quarter'],
  month: ['day', 'hour', 'quarter'],
  year: ['month', 'day', 'quarter'],
}

export const usualStep = (view: View): Resolution => STEPS_OF[view][0] ?? 'hour'

export function useBuckets(
  deviceId: string,
  period: Period,
  step: Resolution,
  zone: string,
  enabled = true,
) {
  const offered = useCapabilities().has('consumption')
  const asked = { ...instantsOf(period, zone), resolution: step, zone }
  const buckets = useQuery({
    ...consumptionQuery(deviceId, asked),
    enabled: enabled && offered,
    // From period to period the bars glide; until the answer comes they are dimmed.
    placeholderData: (before, query) => (query?.queryKey[1] === deviceId ? before : undefined),
  })
  const day = useQuery({
    ...dayQuery(deviceId, period.first, zone),
    enabled: enabled && !offered && period.view === 'day',
    placeholderData: (before, query) => (query?.queryKey[1] === deviceId ? before : undefined),
  })
  if (offered) return { ...pick(buckets), data: buckets.data, asked }
  const shown = day.isPlaceholderData ? undefined : day.data
  return { ...pick(day), data: shown && bucketsOfDay(shown, period.first, zone), asked }
}

interface State {
  error: Error | null
  refetch: () => unknown
  isPlaceholderData: boolean
}

const pick = ({ error, refetch, isPlaceholderData }: State) => ({
  error,
  refetch,
  isPlaceholderData,
})

/** The old route's 24 local hours as bars; an hour that the day lacks has none. */
export function bucketsOfDay(hours: HourConsumption[], date: string, zone: string): Bucket[] {
  const starts = new Map<number, number>()
  const from = startOfDate(date, zone)
  for (let at = from; clockAt(at, zone).date === date; at += HOUR) {
    const { hour } = clockAt(at, zone)
    if (!starts.has(hour)) starts.set(hour, at)
  }
  const present = hours.filter(({ hour }) => starts.has(hour))
  const text = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
  return present.map(({ hour, consumption }, n) => {
    const start = starts.get(hour) ?? from
    const next = present[n + 1]
    const end = next ? (starts.get(next.hour) ?? start + HOUR) : start + HOUR
    return {
      start: text(start),
      end: text(end),
      consumption,
      coverage: 1,
      revision: 0,
      corrected: false,
    }
  })
}
