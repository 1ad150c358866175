// All devices of a person (for an administrator: of everyone), each with its running hour.
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CloudOff, PlugZap, Search } from 'lucide-react'
import { useState } from 'react'
import type { Device, Session } from '@/api/types'
import { useToday } from '@/components/clock'
import { DeviceCard } from '@/components/device-card'
import { HourSummary } from '@/components/hour-summary'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'
import { useTitle } from '@/components/use-title'
import { devicesQuery } from '@/queries'
import { zoneOf } from '@/time'

/** Each card asks for its day, so a long list is shown in pieces. */
const PIECE = 30
const SEARCH_FROM = 7

export function DevicesPage({ session, search }: { session: Session; search: string }) {
  useTitle('Devices')
  const zone = zoneOf(session)
  const today = useToday(zone)
  const { data, error, refetch } = useQuery(devicesQuery(session))
  const found = data && matching(data, search)
  return (
    <div className="grid gap-6">
      <div className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight sm:text-3xl">
            {session.role === 'ADMIN' ? 'All devices' : 'My devices'}
          </h1>
          {data && (
            <HourSummary
              devices={data.slice(0, PIECE)}
              all={data.length <= PIECE}
              {...today}
              zone={zone}
            />
          )}
        </div>
        {data && data.length >= SEARCH_FROM && <SearchBox search={search} />}
      </div>
      {error && !data && (
        <Notice
          role="alert"
          icon={CloudOff}
          title="Your devices could not be loaded"
          action={<Button onClick={() => void refetch()}>Try again</Button>}
        >
          {error.message}
        </Notice>
      )}
      {!data && !error && <Loading />}
      {data?.length === 0 && (
        <Notice icon={PlugZap} title="No devices yet">
          An administrator adds devices and assigns them to you; they appear here at once.
        </Notice>
      )}
      {data && data.length > 0 && found?.length === 0 && (
        <Notice icon={Search} title={`No device matches “${search}”`} />
      )}
      {found && found.length > 0 && (
        <DeviceGrid key={search} devices={found} {...today} zone={zone} />
      )}
    </div>
  )
}

interface GridProps {
  devices: Device[]
  date: string
  hour: number
  zone: string
}

function DeviceGrid({ devices, ...when }: GridProps) {
  const [shown, setShown] = useState(PIECE)
  return (
    <>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {devices.slice(0, shown).map((device) => (
          <li key={device.id} className="grid">
            <DeviceCard device={device} {...when} />
          </li>
        ))}
      </ul>
      {devices.length > shown && (
        <Button className="justify-self-center" onClick={() => setShown(shown + PIECE)}>
          Show more of {devices.length}
        </Button>
      )}
    </>
  )
}

function SearchBox({ search }: { search: string }) {
  const navigate = useNavigate()
  return (
    <div className="relative w-full sm:w-72">
      <Search aria-hidden className="absolute top-3.5 left-3 size-4 text-ink-soft" />
      <Input
        type="search"
        aria-label="Search devices"
        placeholder="Search devices"
        value={search}
        className="pl-9"
        onChange={({ target }) =>
          void navigate({ to: '/devices', search: { q: target.value || undefined }, replace: true })
        }
      />
    </div>
  )
}

function Loading() {
  return (
    <div
      role="status"
      aria-label="Loading devices"
      className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3"
    >
      {[1, 2, 3].map((n) => (
        <Skeleton key={n} className="h-64 rounded-2xl" />
      ))}
    </div>
  )
}

function matching(devices: Device[], search: string): Device[] {
  const wanted = search.trim().toLocaleLowerCase()
  return devices
    .filter(({ name, description }) =>
      `${name} ${description ?? ''}`.toLocaleLowerCase().includes(wanted),
    )
    .sort((a, b) => a.name.localeCompare(b.name))
}
