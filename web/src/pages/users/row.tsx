// One person: who they are, what is theirs, and what can be done for them.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { KeyRound, Lock, LockOpen, Pencil, Trash2, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import type { Device, User } from '@/api/types'
import { HistoryLink } from '@/components/history-link'
import { mayChange, useSession } from '@/components/session'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { roleQuery } from '@/queries/admin'
import { UserDialog, type Act } from './dialogs'

interface UserRowProps {
  user: User
  devices: Device[] | undefined
}

export function UserRow({ user, devices }: UserRowProps) {
  const w = useWords()
  const session = useSession()
  const own = session.userId === user.id
  const [act, setAct] = useState<Act | null>(null)
  const { data: role } = useQuery(roleQuery(user.id))
  const button = (name: Act, Icon: LucideIcon, text: string) => (
    <Button
      size="icon"
      variant="ghost"
      aria-haspopup="dialog"
      aria-label={`${text}: ${user.username}`}
      title={text}
      onClick={() => setAct(name)}
    >
      <Icon aria-hidden />
    </Button>
  )
  return (
    <article className="flex flex-wrap items-center gap-x-4 gap-y-2 py-4">
      <span
        aria-hidden
        className="grid size-10 shrink-0 place-items-center rounded-full bg-brand-soft text-sm font-semibold text-brand uppercase"
      >
        {(user.name ?? user.username).slice(0, 1)}
      </span>
      <div className="grid min-w-0 flex-1 basis-60 gap-0.5 text-sm">
        <h2 className="flex flex-wrap items-center gap-2 font-medium break-words">
          {user.name ?? user.username}
          {role && role !== 'CLIENT' && <Badge>{w.common.roles[role]}</Badge>}
        </h2>
        <p className="break-words text-ink-soft">
          {[user.username, user.email, user.city].filter(Boolean).join(' · ')}
        </p>
        <Devices devices={devices} />
      </div>
      <div className="-mr-2 flex">
        <HistoryLink kind="user" id={user.id} of={user.username} icon />
        {mayChange(session) && (
          <>
            {button('edit', Pencil, w.users.edit)}
            {button('reset', KeyRound, w.users.reset)}
            {!own && button('disable', Lock, w.users.disable)}
            {!own && button('enable', LockOpen, w.users.enable)}
            {!own && button('erase', Trash2, w.users.erase)}
          </>
        )}
      </div>
      {act && <UserDialog act={act} user={user} role={role} close={() => setAct(null)} />}
    </article>
  )
}

const NAMED = 4

function Devices({ devices }: { devices: Device[] | undefined }) {
  const w = useWords()
  if (!devices) return null
  if (devices.length === 0) return <p className="text-xs text-ink-soft">{w.users.noDevices}</p>
  return (
    <p className="flex flex-wrap gap-x-2 gap-y-0.5 text-xs">
      {devices.slice(0, NAMED).map(({ id, name }) => (
        <Link
          key={id}
          to="/devices/$deviceId"
          params={{ deviceId: id }}
          className="rounded font-medium text-brand underline-offset-4 hover:underline"
        >
          {name}
        </Link>
      ))}
      {devices.length > NAMED && <span className="text-ink-soft">+{devices.length - NAMED}</span>}
    </p>
  )
}
