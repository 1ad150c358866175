// The way to the alerts, with the number of those that nobody has acknowledged.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import type { Session } from '@/api/types'
import { Button } from '@/components/ui/button'
import { alertsQuery } from '@/queries'

const MOST_SHOWN = 99

export function AlertBell({ session }: { session: Session }) {
  const { data } = useQuery(alertsQuery(session))
  const open = data?.filter((alert) => !alert.acknowledgedAt && !alert.retractedAt).length ?? 0
  const name = open === 0 ? 'Alerts' : `Alerts, ${open} not seen yet`
  return (
    <Button asChild variant="ghost" size="icon">
      <Link to="/alerts" aria-label={name} title={name} className="relative">
        <Bell aria-hidden />
        {open > 0 && (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 min-w-5 rounded-full bg-over px-1 text-center text-xs font-semibold text-white"
          >
            {open > MOST_SHOWN ? `${MOST_SHOWN}+` : open}
          </span>
        )}
      </Link>
    </Button>
  )
}
