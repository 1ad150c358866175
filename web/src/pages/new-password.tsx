// A new password by the code that an administrator has given to the person.
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { resetPassword } from '@/api/session'
import { Button } from '@/components/ui/button'
import { Form } from '@/components/ui/form'
import { Field } from '@/components/ui/input'
import { useTitle } from '@/components/use-title'
import { useWords } from '@/i18n'
import { Entrance, PasswordField } from './login'

export function NewPasswordPage() {
  const w = useWords()
  const [done, setDone] = useState(false)
  useTitle(w.frame.resetTitle)
  return (
    <Entrance title={w.frame.resetTitle} hint={w.frame.resetHint}>
      {done ? (
        <p role="status" className="rounded-lg bg-brand-soft px-3 py-2.5 text-sm text-brand">
          {w.frame.resetDone}
        </p>
      ) : (
        <Form
          submit={(filled) => resetPassword(filled('code'), filled('password'))}
          done={() => setDone(true)}
          label={w.common.save}
        >
          <Field
            label={w.frame.resetCode}
            name="code"
            required
            autoComplete="one-time-code"
            spellCheck={false}
            className="font-mono"
          />
          <PasswordField
            label={w.frame.newPassword}
            hint={w.frame.passwordRule}
            name="password"
            autoComplete="new-password"
            minLength={8}
            required
          />
        </Form>
      )}
      <Button asChild variant="ghost">
        <Link to="/login">{w.frame.signIn}</Link>
      </Button>
    </Entrance>
  )
}
