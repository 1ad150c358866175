// The way to the history of a device, a person or an alert, for those who may read it.
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { useCapabilities } from '@/capabilities'
import { useWords } from '@/i18n'
import type { HistoryKind } from '@/search'
import { readsAll, useSession } from './session'
import { Button } from './ui/button'

interface HistoryLinkProps {
  kind: HistoryKind
  id: string
  /** Whose it is, for the ear. */
  of: string
  /** One alert of its device's month. */
  alert?: string
  icon?: boolean
}

export function HistoryLink({ kind, id, of, alert, icon }: HistoryLinkProps) {
  const w = useWords()
  const can = useCapabilities()
  const session = useSession()
  if (!can.has('history') || !readsAll(session)) return null
  const name = w.history.of(of)
  return (
    <Button asChild variant={icon ? 'ghost' : 'outline'} size={icon ? 'icon' : 'small'}>
      <Link
        to="/history/$kind/$id"
        params={{ kind, id }}
        search={{ alert }}
        aria-label={name}
        title={name}
      >
        <History aria-hidden />
        {!icon && w.history.title}
      </Link>
    </Button>
  )
}

/** The alerts of a device in one UTC month are one history. */
export const alertHistoryOf = (deviceId: string, hour: string): string =>
  `${deviceId}-${new Date(hour).toISOString().slice(0, 7).replace('-', '')}`
