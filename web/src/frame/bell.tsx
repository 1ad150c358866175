// The way to the notifications, with the number of alerts that nobody has acknowledged.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bell as BellIcon } from 'lucide-react'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { alertsQuery } from '@/queries/devices'

const MOST_SHOWN = 99

export function Bell() {
  const w = useWords()
  const { data } = useQuery(alertsQuery(useSession()))
  const open = data?.filter((alert) => !alert.acknowledgedAt && !alert.retractedAt).length ?? 0
  const name = w.frame.bell(open)
  return (
    <Button asChild variant="ghost" size="icon">
      <Link to="/notifications" aria-label={name} title={name} className="relative">
        <BellIcon aria-hidden />
        {open > 0 && (
          <span
            aria-hidden
            className="absolute -top-0.5 -right-0.5 min-w-5 rounded-full bg-danger px-1 text-center text-xs leading-5 font-semibold text-white"
          >
            {open > MOST_SHOWN ? `${MOST_SHOWN}+` : open}
          </span>
        )}
      </Link>
    </Button>
  )
}
