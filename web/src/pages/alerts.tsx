// The alerts of a person's devices, also those that came while nobody was looking.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BellOff } from 'lucide-react'
import type { Alert } from '@/api/types'
import { AlertRow } from '@/components/alert-row'
import { readsAll, useSession } from '@/components/session'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead } from '@/components/ui/page'
import { Segments } from '@/components/ui/segments'
import { useWords } from '@/i18n'
import { alertsQuery } from '@/queries/devices'
import { ALERT_FILTERS, type AlertFilter } from '@/search'

const route = getRouteApi('/signed-in/alerts')

const FILTERS: Record<AlertFilter, (alert: Alert) => boolean> = {
  open: ({ acknowledgedAt, retractedAt }) => !acknowledgedAt && !retractedAt,
  all: () => true,
  retracted: ({ retractedAt }) => Boolean(retractedAt),
}

export function AlertsPage() {
  const w = useWords()
  const session = useSession()
  const query = useQuery(alertsQuery(session))
  const show = route.useSearch().show ?? 'all'
  return (
    <div className="grid gap-6">
      <PageHead
        title={w.alerts.title}
        hint={readsAll(session) ? w.alerts.ownHint : w.alerts.noneHint}
      />
      <Segments
        label={w.alerts.filter}
        options={ALERT_FILTERS.map((one) => ({
          key: one,
          text: w.alerts.filters[one],
          chosen: one === show,
          link: { to: '/alerts', search: { show: one === 'all' ? undefined : one } },
          count: one === 'open' ? query.data?.filter(FILTERS.open).length : undefined,
        }))}
      />
      <Asked query={query}>
        {(alerts) => {
          const shown = alerts.filter(FILTERS[show])
          if (shown.length === 0)
            return (
              <Notice
                icon={BellOff}
                title={alerts.length === 0 ? w.alerts.none : w.alerts.noneOpen}
              />
            )
          return (
            <ul className="grid gap-3">
              {shown.map((alert) => (
                <li key={alert.alertId}>
                  <AlertRow alert={alert} />
                </li>
              ))}
            </ul>
          )
        }}
      </Asked>
    </div>
  )
}
