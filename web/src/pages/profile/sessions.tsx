// Where one is signed in, and how to end that.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import type { OwnSession } from '@/api/types'
import { endSession, listSessions } from '@/api/session'
import { useSession } from '@/components/session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Asked, Section } from '@/components/ui/page'
import { useNow } from '@/components/use-now'
import { formatAgo, formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { sessionQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { zoneOf } from '@/time'

export function Sessions() {
  const w = useWords()
  const cache = useQueryClient()
  const query = useQuery({ queryKey: keys.sessions, queryFn: ({ signal }) => listSessions(signal) })
  const end = useMutation({
    mutationFn: (id?: string) => endSession(id),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.sessions })
      // Everywhere includes here: then this leads to the sign-in page.
      await cache.query({ ...sessionQuery, staleTime: 0 })
    },
  })
  return (
    <Section
      title={w.profile.sessions}
      action={
        <Button size="small" disabled={end.isPending} onClick={() => end.mutate(undefined)}>
          {w.profile.endAll}
        </Button>
      }
    >
      <Asked query={query}>
        {(sessions) => (
          <ul className="card divide-y divide-line px-5">
            {sessions.map((one) => (
              <li key={one.id}>
                <Row session={one} end={() => end.mutate(one.id)} />
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </Section>
  )
}

function Row({ session, end }: { session: OwnSession; end: () => void }) {
  const w = useWords()
  const now = useNow(30_000)
  const zone = zoneOf(useSession())
  const { userAgent, address, createdAt, lastUsedAt, current } = session
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4">
      <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-ink-soft" />
      <div className="grid min-w-0 flex-1 basis-56 gap-0.5 text-sm">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {nameOf(userAgent) ?? w.profile.unknownAgent}
          {current && <Badge look="calm">{w.profile.thisOne}</Badge>}
        </p>
        <p className="text-ink-soft">
          {[
            address,
            w.profile.since(formatInstant(createdAt, zone)),
            w.profile.lastUsed(formatAgo(lastUsedAt, now)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {!current && (
        <Button size="small" onClick={end}>
          {w.profile.endOne}
        </Button>
      )}
    </div>
  )
}

/** "Firefox, Linux" out of what browsers call themselves. */
export function nameOf(userAgent: string | null): string | null {
  if (!userAgent) return null
  const find = (names: Record<string, RegExp>) =>
    Object.entries(names).find(([, pattern]) => pattern.test(userAgent))?.[0]
  const browser = find({
    Edge: /Edg\//,
    Firefox: /Firefox\//,
    Chrome: /Chrome\//,
    Safari: /Safari\//,
  })
  const system = find({
    Android: /Android/,
    iPhone: /iPhone|iPad/,
    Windows: /Windows/,
    macOS: /Mac OS/,
    Linux: /Linux/,
  })
  return [browser, system].filter(Boolean).join(', ') || userAgent.slice(0, 60)
}
