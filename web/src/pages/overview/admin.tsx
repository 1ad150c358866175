// The installation at a glance: what needs attention, how the parts are, people and devices.
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { CircleCheck, ChevronRight } from 'lucide-react'
import type { System } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { useToday } from '@/components/clock'
import { Figure } from '@/components/figure'
import { useSession } from '@/components/session'
import { PageHead, Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { systemQuery, usersQuery } from '@/queries/admin'
import { conversationsQuery } from '@/queries/chat'
import { devicesQuery } from '@/queries/devices'
import { formatDate, zoneOf } from '@/time'
import { formatCount, formatRate } from '@/units'
import { Readiness } from './readiness'

export function AdminOverview() {
  const w = useWords()
  const session = useSession()
  const can = useCapabilities()
  const { data: devices } = useQuery(devicesQuery(session))
  const { data: users } = useQuery(usersQuery)
  const { data: system } = useQuery({ ...systemQuery, enabled: can.has('system') })
  const zone = zoneOf(session)
  const { hour, date } = useToday(zone)
  const unassigned = devices?.filter(({ userId }) => !userId).length
  return (
    <div className="grid gap-6">
      <PageHead title={w.overview.hello(hour, session.username)} hint={formatDate(date)} />
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        <Figure name={w.admin.devices} plain={devices ? formatCount(devices.length) : '–'} unit="">
          {unassigned !== undefined && w.admin.unassigned(unassigned)}
        </Figure>
        <Figure name={w.admin.people} plain={users ? formatCount(users.length) : '–'} unit="">
          {'\u00a0'}
        </Figure>
        {system && (
          <>
            <Figure name={w.admin.rate} plain={formatRate(rateOf(system))} unit="">
              {w.admin.rateHint}
            </Figure>
            <Figure
              name={w.system.queue}
              plain={system.queue ? formatCount(system.queue.depth) : '–'}
              unit=""
              warn={!system.queue}
            >
              {system.queue ? '\u00a0' : w.system.noQueue}
            </Figure>
          </>
        )}
      </dl>
      <div className="grid gap-6 xl:grid-cols-2">
        <Attention />
        {can.has('system') && <Readiness />}
      </div>
    </div>
  )
}

/** What all that count readings count together. */
const rateOf = ({ roles }: System) =>
  roles.reduce((sum, { role, rate }) => sum + (role === 'projections' ? (rate ?? 0) : 0), 0)

function Attention() {
  const w = useWords()
  const can = useCapabilities()
  const { data: system } = useQuery({ ...systemQuery, enabled: can.has('system') })
  const { data: inbox } = useQuery({ ...conversationsQuery, enabled: can.has('inbox') })
  if (!can.has('system') && !can.has('inbox')) return null
  const kinds = ['unregistered', 'conflicts', 'held', 'quarantine', 'parked'] as const
  const waiting = inbox?.filter(({ waitingSince }) => waitingSince).length ?? 0
  const items: { key: string; count: number; text: string; link: LinkProps }[] = kinds.map(
    (kind) => ({
      key: kind,
      count: system?.[kind] ?? 0,
      text: w.admin[kind](system?.[kind] ?? 0),
      link: { to: '/review', search: { kind } },
    }),
  )
  items.push({
    key: 'waiting',
    count: waiting,
    text: w.admin.waiting(waiting),
    link: { to: '/inbox' },
  })
  const open = items.filter(({ count }) => count > 0)
  return (
    <Section title={w.overview.attention}>
      {open.length === 0 ? (
        <p className="card flex items-center gap-3 p-5 text-sm text-ink-soft">
          <CircleCheck aria-hidden className="size-5 text-brand" />
          {w.overview.allClear}
        </p>
      ) : (
        <ul className="card divide-y divide-line px-5">
          {open.map(({ key, text, link }) => (
            <li key={key}>
              <Link
                {...link}
                className="-mx-3 flex items-center justify-between gap-3 rounded-xl px-3 py-3.5 text-sm font-medium transition-colors hover:bg-sunken/60"
              >
                {text}
                <ChevronRight aria-hidden className="size-4 text-ink-soft" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
