// A new password, by the current one.
import { useState } from 'react'
import { changePassword } from '@/api/session'
import { useSession } from '@/components/session'
import { showDone } from '@/components/toasts'
import { Form } from '@/components/ui/form'
import { useWords } from '@/i18n'
import { PasswordField } from '@/pages/login'

export function PasswordForm() {
  const w = useWords()
  const { userId } = useSession()
  // A used form is replaced by an empty one.
  const [used, setUsed] = useState(0)
  return (
    <Form
      key={used}
      submit={(filled) => changePassword(userId, filled('current'), filled('next'))}
      done={() => {
        showDone(w.profile.changed)
        setUsed(used + 1)
      }}
      label={w.profile.change}
    >
      <PasswordField
        label={w.profile.current}
        name="current"
        autoComplete="current-password"
        required
      />
      <PasswordField
        label={w.profile.next}
        hint={w.frame.passwordRule}
        name="next"
        autoComplete="new-password"
        minLength={8}
        maxLength={128}
        required
      />
    </Form>
  )
}
