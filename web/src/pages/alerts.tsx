// The alerts of a person's devices, also those that came while nobody was looking.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BellOff, Check, CloudOff } from 'lucide-react'
import { api } from '@/api'
import type { Alert, Session } from '@/api/types'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useTitle } from '@/components/use-title'
import { alertsQuery, keys } from '@/queries'
import { formatDate, formatHour, localHourOf, zoneOf } from '@/time'
import { formatEnergy, formatLimit } from '@/units'

export function AlertsPage({ session }: { session: Session }) {
  useTitle('Alerts')
  const { data, error, refetch } = useQuery(alertsQuery(session))
  return (
    <div className="grid gap-6">
      <h1 className="text-2xl font-semibold tracking-tight sm:text-3xl">Alerts</h1>
      {error && !data && (
        <Notice
          role="alert"
          icon={CloudOff}
          title="Your alerts could not be loaded"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Notice>
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading alerts" className="grid gap-3">
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} className="h-20 rounded-2xl" />
          ))}
        </div>
      )}
      {data?.length === 0 && (
        <Notice icon={BellOff} title="No alerts yet">
          When a device uses more in an hour than its limit, it is listed here.
        </Notice>
      )}
      {data && data.length > 0 && (
        <ul className="grid gap-3">
          {data.map((alert) => (
            <li key={alert.alertId}>
              <AlertRow alert={alert} session={session} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function AlertRow({ alert, session }: { alert: Alert; session: Session }) {
  const { date, hour } = localHourOf(Date.parse(alert.hour), zoneOf(session))
  return (
    <article className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl border border-line bg-surface-raised p-4">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <h2 className="font-medium break-words">{alert.deviceName ?? 'A device out of use'}</h2>
        <p className="text-sm text-ink-soft">
          <time dateTime={alert.hour}>
            {formatDate(date)}, {formatHour(hour)}
          </time>
        </p>
        <p className="text-sm">
          {formatEnergy(alert.consumption)}, limit {formatLimit(alert.limit)}
        </p>
        {alert.retractedAt && (
          <p className="text-sm text-ink-soft">
            Withdrawn: after a correction or a new limit the hour is not above its limit.
          </p>
        )}
        {alert.comment && <p className="text-sm break-words text-ink-soft">“{alert.comment}”</p>}
      </div>
      <Button asChild variant="ghost">
        <Link
          to="/devices/$deviceId"
          params={{ deviceId: alert.deviceId }}
          search={{ date }}
          aria-label={`Show the chart of ${alert.deviceName ?? 'the device'} on ${formatDate(date)}`}
        >
          Show the chart
        </Link>
      </Button>
      <Acknowledge alert={alert} session={session} />
    </article>
  )
}

function Acknowledge({ alert, session }: { alert: Alert; session: Session }) {
  const cache = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.acknowledge(alert),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.alerts(session.userId) }),
  })
  if (alert.retractedAt) return null
  if (alert.acknowledgedAt) {
    return (
      <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft">
        <Check aria-hidden className="size-4" /> Seen
      </span>
    )
  }
  return (
    <span className="grid gap-1">
      <Button disabled={isPending} onClick={() => mutate()}>
        Got it
      </Button>
      {error && (
        <span role="alert" className="text-sm text-over-ink">
          {error.message}
        </span>
      )}
    </span>
  )
}
