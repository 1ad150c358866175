// What happened to a device, a person or an alert: every event of the log with who, why, before and after.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { ArrowLeft, ShieldAlert, ShieldCheck } from 'lucide-react'
import type { HistoryEvent } from '@/api/types'
import { useSession } from '@/components/session'
import { Badge } from '@/components/ui/badge'
import { Asked, PageHead } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { historyQuery, usersQuery } from '@/queries/admin'
import { devicesQuery } from '@/queries/devices'
import { zoneOf } from '@/time'
import { Event } from './event'
import type { Known } from './say'

const route = getRouteApi('/signed-in/staff/history/$kind/$id')

export function HistoryPage() {
  const w = useWords()
  const session = useSession()
  const { kind, id } = route.useParams()
  const { alert } = route.useSearch()
  const query = useQuery(historyQuery(kind, id))
  const { data: users } = useQuery(usersQuery)
  const { data: devices } = useQuery(devicesQuery(session))
  const nameOf = (userId: string) => {
    const user = users?.find((one) => one.id === userId)
    return user && (user.name ?? user.username)
  }
  const known: Known = { w, zone: zoneOf(session), nameOf }
  const deviceId = kind === 'user' ? undefined : id.slice(0, UUID)
  const name =
    kind === 'user' ? nameOf(id) : devices?.find((device) => device.id === deviceId)?.name
  return (
    <div className="grid max-w-4xl gap-6">
      <Back deviceId={deviceId} name={name} />
      <PageHead title={w.history.of(name ?? id)} hint={w.history.hint}>
        {query.data && <Chain intact={query.data.intact} />}
      </PageHead>
      {alert && (
        <Link
          to="/history/$kind/$id"
          params={{ kind, id }}
          className="w-fit rounded-md text-sm font-medium text-brand underline-offset-4 hover:underline"
        >
          {w.history.all}
        </Link>
      )}
      <Asked query={query}>
        {({ events }) => (
          <ol className="card divide-y divide-line px-5">
            {[...events]
              .filter((event) => isOf(event, alert))
              .reverse()
              .map((event) => (
                <Event key={event.event} event={event} all={events} known={known} />
              ))}
          </ol>
        )}
      </Asked>
    </div>
  )
}

const UUID = 36

const isOf = ({ data }: HistoryEvent, alert: string | undefined) => !alert || data.alert === alert

function Back({ deviceId, name }: { deviceId: string | undefined; name: string | undefined }) {
  const w = useWords()
  const look =
    'inline-flex w-fit items-center gap-1.5 rounded-md text-sm font-medium text-ink-soft hover:text-ink'
  const icon = <ArrowLeft aria-hidden className="size-4" />
  if (!deviceId)
    return (
      <Link to="/users" className={look}>
        {icon}
        {w.users.title}
      </Link>
    )
  return (
    <Link to="/devices/$deviceId" params={{ deviceId }} className={look}>
      {icon}
      {name ?? w.devices.all}
    </Link>
  )
}

/** Each event carries the hash of the one before it. */
function Chain({ intact }: { intact: boolean }) {
  const w = useWords()
  const Icon = intact ? ShieldCheck : ShieldAlert
  return (
    <span title={intact ? undefined : w.history.brokenHint}>
      <Badge look={intact ? 'calm' : 'warn'}>
        <Icon aria-hidden />
        {intact ? w.history.intact : w.history.broken}
      </Badge>
    </span>
  )
}
