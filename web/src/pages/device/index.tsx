// One device and one of its periods; what is shown is in the address.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, CloudOff, PlugZap } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { ApiError } from '@/api/client'
import type { Device } from '@/api/types'
import { HistoryLink } from '@/components/history-link'
import { mayChange, readsAll, useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { PageHead } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { useLiveOf } from '@/live/provider'
import { deviceQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { zoneOf } from '@/time'
import { formatLimit } from '@/units'
import { DeviceAlerts } from './alerts'
import { DevicePeriod } from './period'

const DeviceActions = lazy(() => import('./actions'))
const route = getRouteApi('/signed-in/devices/$deviceId')

export function DevicePage() {
  const w = useWords()
  const session = useSession()
  const { deviceId } = route.useParams()
  const cache = useQueryClient()
  const { data, error, refetch } = useQuery({
    ...deviceQuery(deviceId),
    // Whoever comes from the list has the device already.
    placeholderData: () =>
      cache.getQueryData<Device[]>(keys.devices)?.find(({ id }) => id === deviceId),
  })
  useLiveOf(data?.userId, zoneOf(session))
  return (
    <div className="grid gap-6">
      <Link
        to="/devices"
        className="inline-flex w-fit items-center gap-1.5 rounded-md text-sm font-medium text-ink-soft hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {w.devices.all}
      </Link>
      {data && (
        <>
          <PageHead title={data.name} hint={<Facts device={data} />}>
            <HistoryLink kind="device" id={data.id} of={data.name} />
            {mayChange(session) && (
              <Suspense>
                <DeviceActions device={data} />
              </Suspense>
            )}
          </PageHead>
          <DevicePeriod key={data.id} device={data} zone={zoneOf(session)} />
          {readsAll(session) && data.userId && (
            <DeviceAlerts deviceId={data.id} ownerId={data.userId} />
          )}
        </>
      )}
      {!data && !error && <Skeleton className="h-[32rem] rounded-2xl" />}
      {!data && error && <Missing error={error} retry={() => void refetch()} />}
    </div>
  )
}

function Facts({ device: { description, maxConsumption } }: { device: Device }) {
  const w = useWords()
  return (
    <>
      {description && <>{description} · </>}
      {maxConsumption === null
        ? w.common.noLimit
        : w.devices.limitLine(formatLimit(maxConsumption))}
    </>
  )
}

function Missing({ error, retry }: { error: Error; retry: () => void }) {
  const w = useWords()
  if (error instanceof ApiError && (error.status === 404 || error.status === 400))
    return (
      <Notice role="alert" icon={PlugZap} title={w.devices.missing}>
        {w.devices.missingHint}
      </Notice>
    )
  return (
    <Notice
      role="alert"
      icon={CloudOff}
      title={w.errors.loadFailed}
      action={<Button onClick={retry}>{w.common.tryAgain}</Button>}
    >
      {sayError(error, w)}
    </Notice>
  )
}
