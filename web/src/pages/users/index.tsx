// The people of the installation, as administrators manage them.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Plus, Search, Users } from 'lucide-react'
import { useState } from 'react'
import { createUser } from '@/api/users'
import type { Role, User } from '@/api/types'
import { PersonFields, profileOf } from '@/components/person-fields'
import { mayChange, useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead, SearchBox } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { PasswordField } from '@/pages/login'
import { usersQuery } from '@/queries/admin'
import { devicesQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { formatCount } from '@/units'
import { RoleChoice } from './role'
import { UserRow } from './row'

const PIECE = 50
const route = getRouteApi('/signed-in/staff/users')

export function UsersPage() {
  const w = useWords()
  const navigate = useNavigate()
  const search = route.useSearch().q ?? ''
  const query = useQuery(usersQuery)
  const [creating, setCreating] = useState(false)
  const change = (text: string) =>
    void navigate({ to: '/users', search: { q: text || undefined }, replace: true })
  return (
    <div className="grid gap-6">
      <PageHead title={w.users.title} hint={query.data && w.users.count(query.data.length)}>
        <SearchBox label={w.users.search} value={search} change={change} />
        {mayChange(useSession()) && (
          <Button variant="primary" aria-haspopup="dialog" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {w.users.create}
          </Button>
        )}
      </PageHead>
      <Asked query={query}>
        {(users) =>
          users.length === 0 ? (
            <Notice icon={Users} title={w.users.none} />
          ) : (
            <List key={search} users={users} search={search} />
          )
        }
      </Asked>
      {creating && <NewUser close={() => setCreating(false)} />}
    </div>
  )
}

function List({ users, search }: { users: User[]; search: string }) {
  const w = useWords()
  const { data: devices } = useQuery(devicesQuery(useSession()))
  const [shown, setShown] = useState(PIECE)
  const wanted = search.trim().toLocaleLowerCase()
  const found = users
    .filter(({ name, username, email, city }) =>
      [name, username, email, city].join(' ').toLocaleLowerCase().includes(wanted),
    )
    .sort((a, b) => (a.name ?? a.username).localeCompare(b.name ?? b.username))
  if (found.length === 0) return <Notice icon={Search} title={w.common.noMatch(search)} />
  return (
    <>
      <ul className="card divide-y divide-line px-5">
        {found.slice(0, shown).map((user) => (
          <li key={user.id}>
            <UserRow user={user} devices={devices?.filter(({ userId }) => userId === user.id)} />
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

function NewUser({ close }: { close: () => void }) {
  const w = useWords()
  const cache = useQueryClient()
  const [name, setName] = useState('')
  return (
    <Dialog title={w.users.create} close={close}>
      <Form
        submit={(filled) => {
          setName(filled('name'))
          const role = filled('role') as Role
          return createUser(profileOf(filled), { password: filled('password'), role })
        }}
        done={() => {
          showDone(w.users.created(name))
          void cache.invalidateQueries({ queryKey: keys.users })
          close()
        }}
        label={w.common.save}
        cancel={close}
      >
        <PersonFields />
        <div className="grid gap-4 sm:grid-cols-2">
          <PasswordField
            label={w.users.password}
            hint={w.frame.passwordRule}
            name="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={128}
            required
          />
          <RoleChoice />
        </div>
      </Form>
    </Dialog>
  )
}
