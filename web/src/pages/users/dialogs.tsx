// What an administrator does for one person: edit, role, new password, lock, erase.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeUser, issueReset } from '@/api/session'
import type { PasswordReset, Role, User } from '@/api/types'
import { changeRole, disableUser, enableUser, eraseUser } from '@/api/users'
import { PersonFields, profileOf } from '@/components/person-fields'
import { useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { Field } from '@/components/ui/input'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { keys } from '@/queries/keys'
import { zoneOf } from '@/time'
import { RoleChoice } from './role'

export type Act = 'edit' | 'reset' | 'disable' | 'enable' | 'erase'

interface UserDialogProps {
  act: Act
  user: User
  role: Role | undefined
  close: () => void
}

export function UserDialog({ act, user, role, close }: UserDialogProps) {
  const w = useWords()
  const cache = useQueryClient()
  const name = user.name ?? user.username
  const done = (sentence: string) => () => {
    showDone(sentence)
    close()
    void cache.invalidateQueries({ queryKey: keys.users })
    void cache.invalidateQueries({ queryKey: keys.role(user.id) })
    void cache.invalidateQueries({ queryKey: keys.devices })
  }
  if (act === 'edit')
    return (
      <Dialog title={w.users.editTitle(name)} close={close}>
        <Form
          submit={async (filled) => {
            await changeUser(user.id, profileOf(filled))
            const chosen = filled('role') as Role
            if (role && chosen !== role) await changeRole(user.id, chosen)
          }}
          done={done(w.devices.saved)}
          label={w.common.save}
          cancel={close}
        >
          <PersonFields user={user} />
          {role && <RoleChoice role={role} />}
        </Form>
      </Dialog>
    )
  if (act === 'reset') return <Reset user={user} name={name} close={close} />
  if (act === 'erase')
    return <Erase user={user} name={name} done={done(w.users.erased)} close={close} />
  const locking = act === 'disable'
  return (
    <Dialog
      title={locking ? w.users.disableTitle(name) : `${w.users.enable}: ${name}`}
      hint={locking ? w.users.disableHint : undefined}
      close={close}
    >
      <Form
        submit={(filled) =>
          locking ? disableUser(user.id, filled('reason')) : enableUser(user.id)
        }
        done={done(locking ? w.users.disabled : w.users.enabled)}
        label={locking ? w.users.disable : w.users.enable}
        cancel={close}
        danger={locking}
      >
        {locking && (
          <Field
            label={w.common.reason}
            hint={w.common.reasonHint}
            name="reason"
            required
            maxLength={500}
          />
        )}
      </Form>
    </Dialog>
  )
}

interface PartProps {
  user: User
  name: string
  close: () => void
}

function Reset({ user, name, close }: PartProps) {
  const w = useWords()
  const zone = zoneOf(useSession())
  const [made, setMade] = useState<PasswordReset | null>(null)
  return (
    <Dialog title={w.users.resetTitle(name)} hint={w.users.resetHint} close={close}>
      {made ? (
        <div className="grid gap-3">
          <code className="rounded-lg bg-sunken px-3 py-2.5 text-sm break-all">{made.token}</code>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <span className="text-sm text-ink-soft">
              {w.users.resetUntil(formatInstant(made.expiresAt, zone))}
            </span>
            <Copy text={made.token} />
          </div>
        </div>
      ) : (
        <Form
          submit={async () => setMade(await issueReset(user.id))}
          label={w.users.reset}
          cancel={close}
        />
      )}
    </Dialog>
  )
}

function Copy({ text }: { text: string }) {
  const w = useWords()
  const [copied, setCopied] = useState(false)
  // Browsers give the clipboard to secure pages only.
  if (!window.isSecureContext) return null
  return (
    <Button
      size="small"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? w.common.copied : w.common.copy}
    </Button>
  )
}

/** What cannot be undone is confirmed by writing the name. */
function Erase({ user, name, done, close }: PartProps & { done: () => void }) {
  const w = useWords()
  const [typed, setTyped] = useState('')
  return (
    <Dialog title={w.users.eraseTitle(name)} hint={w.users.eraseHint} close={close}>
      <Form
        submit={() => eraseUser(user.id)}
        done={done}
        label={w.users.erase}
        cancel={close}
        danger
        blocked={typed !== user.username}
      >
        <Field
          label={w.users.typeToConfirm(user.username)}
          value={typed}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </Form>
    </Dialog>
  )
}
