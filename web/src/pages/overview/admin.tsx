// The installation at a glance: what needs attention, how the parts are, people and devices.
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { CircleCheck, ChevronRight } from 'lucide-react'
import { useCapabilities } from '@/capabilities'
import { Figure } from '@/components/figure'
import { useSession } from '@/components/session'
import { PageHead, Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { systemQuery, usersQuery } from '@/queries/admin'
import { conversationsQuery } from '@/queries/chat'
import { devicesQuery } from '@/queries/devices'
import { formatCount } from '@/units'
import { Readiness } from './readiness'

export function AdminOverview() {
  const w = useWords()
  const session = useSession()
  const can = useCapabilities()
  const { data: devices } = useQuery(devicesQuery(session))
  const { data: users } = useQuery(usersQuery)
  const unassigned = devices?.filter(({ userId }) => !userId).length
  return (
    <div className="grid gap-6">
      <PageHead
        title={w.overview.hello(new Date().getHours(), session.username)}
        hint={w.admin.hello}
      />
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        <Figure name={w.admin.devices} plain={devices ? formatCount(devices.length) : '–'} unit="">
          {unassigned !== undefined && w.admin.unassigned(unassigned)}
        </Figure>
        <Figure name={w.admin.people} plain={users ? formatCount(users.length) : '–'} unit="">
          {'\u00a0'}
        </Figure>
      </dl>
      <div className="grid gap-6 xl:grid-cols-2">
        <Attention />
        {can.has('system') && <Readiness />}
      </div>
    </div>
  )
}

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
