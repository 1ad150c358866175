// Every part of the product: ready or not, how far behind, how fast, and which version.
import { useQuery } from '@tanstack/react-query'
import type { Part, System } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { Figure } from '@/components/figure'
import { useSession } from '@/components/session'
import { Badge } from '@/components/ui/badge'
import { Asked, PageHead, Section } from '@/components/ui/page'
import { formatAge, formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { systemQuery } from '@/queries/admin'
import { zoneOf } from '@/time'
import { formatCount, formatRate } from '@/units'
import { Projections } from './projections'

export function SystemPage() {
  const w = useWords()
  const can = useCapabilities()
  const query = useQuery(systemQuery)
  return (
    <div className="grid gap-6">
      <PageHead title={w.system.title} hint={w.system.hint} />
      <Asked query={query}>
        {(system) => (
          <>
            <Queues system={system} />
            <Section title={w.system.roles}>
              <ul className="grid gap-3 md:grid-cols-2 xl:grid-cols-3">
                {system.roles.map((role) => (
                  <li key={`${role.role} ${role.replica}`} className="grid min-w-0">
                    <PartCard part={role} />
                  </li>
                ))}
              </ul>
            </Section>
          </>
        )}
      </Asked>
      {can.has('projections') && <Projections />}
    </div>
  )
}

function Queues({ system }: { system: System }) {
  const w = useWords()
  const { queue, quarantine, held, conflicts } = system
  const count = (name: string, value: number) => (
    <Figure name={name} plain={formatCount(value)} unit="" warn={value > 0}>
      {'\u00a0'}
    </Figure>
  )
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
      <Figure
        name={w.system.queue}
        plain={queue ? formatCount(queue.depth) : '–'}
        unit=""
        warn={!queue}
      >
        {queue ? '\u00a0' : w.system.noQueue}
      </Figure>
      {count(w.review.kinds.quarantine, quarantine)}
      {count(w.review.kinds.held, held)}
      {count(w.review.kinds.conflicts, conflicts)}
    </dl>
  )
}

function PartCard({ part }: { part: Part }) {
  const w = useWords()
  const zone = zoneOf(useSession())
  const { role, replica, version, ready, since, lag, lagSeconds, rate, causes } = part
  const age = lagSeconds === null ? null : formatAge(lagSeconds * 1_000)
  return (
    <article className="card grid content-start gap-3 p-4 text-sm sm:p-5">
      <div className="flex items-center justify-between gap-3">
        <h3 className="truncate font-semibold">{role}</h3>
        <Badge look={ready ? 'calm' : 'warn'}>{ready ? w.system.ready : w.system.notReady}</Badge>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums [&_dd]:truncate [&_dd]:text-right [&_dt]:text-ink-soft">
        <dt>{w.system.replica}</dt>
        <dd title={replica}>{replica}</dd>
        {version && (
          <>
            <dt>{w.system.version}</dt>
            <dd>{version}</dd>
          </>
        )}
        {since && (
          <>
            <dt>{w.system.since}</dt>
            <dd>{formatInstant(since, zone)}</dd>
          </>
        )}
        {lag !== null && (
          <>
            <dt>{w.system.lag}</dt>
            <dd>{lag === 0 ? w.system.upToDate : w.system.lagOf(formatCount(lag), age)}</dd>
          </>
        )}
        {rate !== null && (
          <>
            <dt>{w.system.rate}</dt>
            <dd>{formatRate(rate)}</dd>
          </>
        )}
      </dl>
      {causes.length > 0 && (
        <ul className="grid gap-1 text-over-ink">
          {causes.map((cause) => (
            <li key={cause} lang="en" className="break-words">
              {cause}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}
