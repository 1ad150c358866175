// The newest alerts on the first page, each leading to its hour.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ShieldCheck } from 'lucide-react'
import type { Alert } from '@/api/types'
import { useSession } from '@/components/session'
import { Section } from '@/components/ui/page'
import { formatDay } from '@/dates'
import { useWords } from '@/i18n'
import { alertsQuery } from '@/queries/devices'
import { formatHour, localHourOf, zoneOf } from '@/time'
import { formatEnergy, formatShare } from '@/units'

const SHOWN = 3

export function LatestAlerts() {
  const w = useWords()
  const { data } = useQuery(alertsQuery(useSession()))
  const standing = data?.filter(({ retractedAt }) => !retractedAt).slice(0, SHOWN)
  if (!standing) return null
  return (
    <Section
      title={w.overview.recentAlerts}
      action={
        <Link
          to="/alerts"
          className="rounded-md text-sm font-medium text-brand underline-offset-4 hover:underline"
        >
          {w.overview.allAlerts}
        </Link>
      }
    >
      {standing.length === 0 ? (
        <p className="card flex items-center gap-3 p-5 text-sm text-ink-soft">
          <ShieldCheck aria-hidden className="size-5 text-brand" />
          {w.overview.noAlerts}
        </p>
      ) : (
        <ul className="card divide-y divide-line px-5">
          {standing.map((alert) => (
            <li key={alert.alertId}>
              <Row alert={alert} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function Row({ alert }: { alert: Alert }) {
  const w = useWords()
  const { date, hour } = localHourOf(Date.parse(alert.hour), zoneOf(useSession()))
  return (
    <Link
      to="/devices/$deviceId"
      params={{ deviceId: alert.deviceId }}
      search={{ date, hour }}
      className="-mx-3 flex items-center gap-3 rounded-xl px-3 py-3 text-sm transition-colors hover:bg-sunken/60"
    >
      <span aria-hidden className="hatched h-8 w-1.5 shrink-0 rounded-full" />
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{alert.deviceName ?? w.alerts.gone}</span>
        <span className="text-xs text-ink-soft">
          {formatDay(date)}, {formatHour(hour)}
        </span>
      </span>
      <span className="shrink-0 text-right tabular-nums">
        <span className="block font-semibold text-over-ink">{formatEnergy(alert.consumption)}</span>
        <span className="text-xs text-ink-soft">
          {formatShare(alert.consumption / alert.limit)}
        </span>
      </span>
    </Link>
  )
}
