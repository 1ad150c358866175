// Says whether numbers arrive live, and if not, since when.
import { useQuery } from '@tanstack/react-query'
import { cn } from '@/lib/cn'
import type { Connection } from '@/live/socket'
import { keys } from '@/queries'
import { useNow } from '@/components/use-now'

export function ConnectionStatus() {
  const { data } = useQuery<Connection | null>({
    queryKey: keys.connection,
    queryFn: () => null,
    enabled: false,
  })
  const now = useNow(1_000)
  if (!data) return null
  const live = data.state === 'live'
  return (
    <div
      role="status"
      data-testid="connection"
      data-state={data.state}
      className={cn(
        'inline-flex h-8 items-center gap-2 rounded-full px-3 text-xs font-medium',
        live ? 'bg-brand-soft text-brand' : 'bg-over-soft text-over-ink',
      )}
    >
      <span className="relative flex size-2" aria-hidden>
        {!live && (
          <span className="absolute inset-0 animate-ping rounded-full bg-current opacity-60" />
        )}
        <span className="relative size-2 rounded-full bg-current" />
      </span>
      {words(data, now)}
    </div>
  )
}

function words({ state, since }: Connection, now: number) {
  if (state === 'live') return 'Live'
  if (state === 'connecting') return 'Connecting'
  const seconds = Math.max(0, Math.round((now - since) / 1_000))
  const age = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`
  // The ticking age is for the eye; a screen reader hears the change once, not every second.
  return (
    <>
      Reconnecting<span aria-hidden>&nbsp;{age}</span>
    </>
  )
}
