// One device and one of its days, hour by hour; the day is in the address.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft, CloudOff, PlugZap } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { ApiError } from '@/api'
import type { Device, Session } from '@/api/types'
import { viewHours } from '@/chart/hours'
import { useToday } from '@/components/clock'
import { DayControls } from '@/components/day-controls'
import { DayFigures } from '@/components/day-figures'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useTitle } from '@/components/use-title'
import { cn } from '@/lib/cn'
import { useLiveOf } from '@/live/provider'
import { dayQuery, deviceQuery, keys, latestQuery } from '@/queries'
import { formatDate, localHourOf, zoneOf } from '@/time'
import { formatLimit } from '@/units'

const DayChart = lazy(() => import('@/chart/day-chart'))

interface DevicePageProps {
  session: Session
  deviceId: string
  date: string | undefined
}

export function DevicePage({ session, deviceId, date }: DevicePageProps) {
  const cache = useQueryClient()
  const {
    data: device,
    error,
    refetch,
  } = useQuery({
    ...deviceQuery(deviceId),
    // Whoever comes from the list has the device already.
    placeholderData: () =>
      cache.getQueryData<Device[]>(keys.devices)?.find(({ id }) => id === deviceId),
  })
  useTitle(device?.name ?? 'Device')
  useLiveOf(device?.userId)
  return (
    <div className="grid gap-6">
      <Link
        to="/devices"
        className="inline-flex w-fit items-center gap-1.5 rounded-md text-sm font-medium text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        All devices
      </Link>
      {device && <DeviceDay device={device} zone={zoneOf(session)} asked={date} />}
      {!device && !error && <Skeleton className="h-[32rem] rounded-2xl" />}
      {!device && error && <Missing error={error} retry={() => void refetch()} />}
    </div>
  )
}

interface DeviceDayProps {
  device: Device
  zone: string
  asked: string | undefined
}

function DeviceDay({ device, zone, asked }: DeviceDayProps) {
  const today = useToday(zone)
  const date = asked ?? today.date
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...dayQuery(device.id, date, zone),
    // From day to day the bars glide; until the answer comes they are dimmed.
    placeholderData: (before, query) => (query?.queryKey[1] === device.id ? before : undefined),
  })
  const { data: latest } = useQuery(latestQuery(device.id))
  const nowHour = date === today.date ? today.hour : null
  const limit = device.maxConsumption

  const at = latest ? localHourOf(Date.parse(latest.hour), zone) : null
  const isNow = at?.whole && at.date === date && at.hour === nowHour
  const projected = isNow ? latest?.projected : null
  const hours = data && viewHours(data, { limit, nowHour, projected })
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-5">
        <div className="grid min-w-0 gap-1">
          <h1 className="text-2xl font-semibold tracking-tight break-words sm:text-3xl">
            {device.name}
          </h1>
          <p className="text-sm text-ink-soft">
            {device.description && <>{device.description} · </>}
            Limit {formatLimit(limit)} in one hour
          </p>
        </div>
        <DayControls deviceId={device.id} date={date} today={today.date} />
      </div>
      <h2 className="text-base font-medium" aria-live="polite">
        {formatDate(date)}
      </h2>
      {hours && (
        <div
          aria-busy={isPlaceholderData}
          className={cn('grid gap-6 transition-opacity', isPlaceholderData && 'opacity-50')}
        >
          <DayFigures hours={hours} limit={limit} />
          <Suspense fallback={<Skeleton className="h-96 rounded-2xl" />}>
            <DayChart
              title={`${device.name}, ${formatDate(date)}, hour by hour`}
              hours={hours}
              limit={limit}
              zone={zone}
            />
          </Suspense>
        </div>
      )}
      {!hours && !error && <Skeleton className="h-[30rem] rounded-2xl" />}
      {!hours && error && <Missing error={error} retry={() => void refetch()} />}
    </>
  )
}

function Missing({ error, retry }: { error: Error; retry: () => void }) {
  if (error instanceof ApiError && (error.status === 404 || error.status === 400))
    return (
      <Notice role="alert" icon={PlugZap} title="There is no such device">
        It may have been removed, or it belongs to someone else.
      </Notice>
    )
  return (
    <Notice
      role="alert"
      icon={CloudOff}
      title="This day could not be loaded"
      action={<Button onClick={retry}>Try again</Button>}
    >
      {error.message}
    </Notice>
  )
}
