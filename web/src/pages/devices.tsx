// All devices of a person (for an administrator: of everyone), each with its running hour.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { PlugZap, Plus, Search } from 'lucide-react'
import { useState } from 'react'
import { createDevice } from '@/api/devices'
import type { Device } from '@/api/types'
import { useToday } from '@/components/clock'
import { DeviceCard } from '@/components/device-card'
import { DeviceForm } from '@/components/device-form'
import { mayChange, readsAll, useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead, SearchBox } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useWords } from '@/i18n'
import { usersQuery } from '@/queries/admin'
import { devicesQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { zoneOf } from '@/time'
import { formatCount } from '@/units'

/** Each card asks for its day, so a long list is shown in pieces. */
const PIECE = 30
const SEARCH_FROM = 7
const route = getRouteApi('/signed-in/devices')

export function DevicesPage() {
  const w = useWords()
  const session = useSession()
  const navigate = useNavigate()
  const search = route.useSearch().q ?? ''
  const query = useQuery(devicesQuery(session))
  const all = readsAll(session)
  const [creating, setCreating] = useState(false)
  const change = (text: string) =>
    void navigate({ to: '/devices', search: { q: text || undefined }, replace: true })
  return (
    <div className="grid gap-6">
      <PageHead
        title={all ? w.devices.all : w.devices.mine}
        hint={query.data && w.devices.count(query.data.length)}
      >
        {query.data && query.data.length >= SEARCH_FROM && (
          <SearchBox label={w.devices.search} value={search} change={change} />
        )}
        {mayChange(session) && (
          <Button variant="primary" aria-haspopup="dialog" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {w.devices.create}
          </Button>
        )}
      </PageHead>
      <Asked query={query} loading={<Loading />}>
        {(devices) => (
          <>
            {devices.length === 0 && (
              <Notice icon={PlugZap} title={w.devices.none}>
                {mayChange(session) ? w.devices.noneAdmin : w.devices.noneHint}
              </Notice>
            )}
            {devices.length > 0 && <Grid key={search} devices={devices} search={search} />}
          </>
        )}
      </Asked>
      {creating && <NewDevice close={() => setCreating(false)} />}
    </div>
  )
}

/** Also where a meter of unknown origin is adopted. */
export function NewDevice({ meterId, close }: { meterId?: string; close: () => void }) {
  const w = useWords()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  return (
    <Dialog title={w.devices.create} close={close}>
      <DeviceForm
        meterId={meterId}
        submit={(draft) => {
          setName(draft.name)
          return createDevice(draft)
        }}
        done={() => {
          showDone(w.devices.created(name))
          void cache.invalidateQueries({ queryKey: keys.devices })
          void cache.invalidateQueries({ queryKey: keys.allWaiting })
          close()
        }}
        cancel={close}
      />
    </Dialog>
  )
}

function Grid({ devices, search }: { devices: Device[]; search: string }) {
  const w = useWords()
  const session = useSession()
  const zone = zoneOf(session)
  const today = useToday(zone)
  const [shown, setShown] = useState(PIECE)
  const all = readsAll(session)
  const { data: users } = useQuery({ ...usersQuery, enabled: all })
  const ownerOf = ({ userId }: Device) => {
    if (!all) return undefined
    const owner = users?.find(({ id }) => id === userId)
    return userId ? (owner?.name ?? owner?.username) : w.devices.unassigned
  }
  const found = matching(devices, search)
  if (found.length === 0) return <Notice icon={Search} title={w.common.noMatch(search)} />
  return (
    <>
      <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {found.slice(0, shown).map((device) => (
          <li key={device.id} className="grid min-w-0">
            <DeviceCard device={device} owner={ownerOf(device)} {...today} zone={zone} />
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <Button className="justify-self-center" onClick={() => setShown(shown + PIECE)}>
          {w.common.showMore(formatCount(found.length))}
        </Button>
      )}
    </>
  )
}

function Loading() {
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
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
