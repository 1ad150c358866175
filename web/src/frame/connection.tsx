// Says whether numbers arrive live and how old the last one is; a banner when the connection is lost.
import { useQuery } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { useNow } from '@/components/use-now'
import { formatAge, formatTime } from '@/dates'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { useLive } from '@/live/provider'
import type { Connection } from '@/live/socket'
import { keys, unasked } from '@/queries/keys'
import { zoneOf } from '@/time'

const useConnection = () => useQuery(unasked<Connection>(keys.connection)).data
const useLastMessageAt = () => useQuery(unasked<number>(keys.lastMessageAt)).data

export function ConnectionChip() {
  const w = useWords()
  const connection = useConnection()
  const last = useLastMessageAt()
  const now = useNow(1_000)
  if (!connection) return null
  const live = connection.state === 'live'
  const word = {
    live: w.frame.live,
    connecting: w.frame.connecting,
    reconnecting: w.frame.reconnecting,
  }
  return (
    <div
      data-testid="connection"
      data-state={connection.state}
      className={cn(
        'inline-flex h-8 shrink-0 items-center gap-2 rounded-full px-3 text-xs font-medium',
        live ? 'bg-brand-soft text-brand' : 'bg-over-soft text-over-ink',
      )}
    >
      <span className="relative flex size-2" aria-hidden>
        {!live && (
          <span className="absolute inset-0 animate-ping rounded-full bg-current opacity-60" />
        )}
        <span className="relative size-2 rounded-full bg-current" />
      </span>
      {/* A screen reader hears the change once; the ticking age is for the eye. */}
      <span role="status">{word[connection.state]}</span>
      {live && last && (
        <span aria-hidden className="hidden tabular-nums md:inline">
          · {w.frame.lastValue(formatAge(now - last))}
        </span>
      )}
    </div>
  )
}

/** A hiccup of a second is no news. */
const WORTH_TELLING = 2_000

export function ConnectionBanner() {
  const w = useWords()
  const session = useSession()
  const live = useLive()
  const connection = useConnection()
  const last = useLastMessageAt()
  const now = useNow(1_000)
  const lost = connection?.state === 'reconnecting' && now - connection.since > WORTH_TELLING
  return (
    <div role="status">
      {lost && (
        <div
          data-testid="connection-banner"
          className="mx-auto mt-4 flex max-w-6xl flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-over-soft px-4 py-3 text-sm text-over-ink"
        >
          <WifiOff aria-hidden className="size-4 shrink-0" />
          <p className="min-w-0 flex-1">
            <strong className="font-semibold">{w.frame.lost}</strong>{' '}
            <span aria-hidden className="tabular-nums">
              {w.frame.lostSince(formatAge(now - connection.since))}.
            </span>{' '}
            {w.frame.lastKnown(formatTime(last ?? connection.since, zoneOf(session), true))}{' '}
            <span className="hidden sm:inline">{w.frame.catchingUp}</span>
          </p>
          <Button size="small" onClick={() => live?.hurry()}>
            {w.frame.tryNow}
          </Button>
        </div>
      )}
    </div>
  )
}
