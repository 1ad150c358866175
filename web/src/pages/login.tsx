// Sign-in: name and password, and in plain words why it did not work.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { Eye, EyeOff } from 'lucide-react'
import { useState, type ComponentProps, type ReactNode, type SubmitEvent } from 'react'
import { signIn } from '@/api/session'
import { Brand } from '@/components/brand'
import { LanguageToggle, ThemeToggle } from '@/components/theme-toggle'
import { Button } from '@/components/ui/button'
import { Failure } from '@/components/ui/form'
import { Field } from '@/components/ui/input'
import { useTitle } from '@/components/use-title'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { sessionQuery } from '@/queries/devices'
import { LoginArt } from './login-art'

const route = getRouteApi('/login')

export function LoginPage() {
  const w = useWords()
  useTitle(w.frame.signIn)
  return (
    <Entrance title={w.frame.signIn} hint={w.frame.signInHint}>
      <LoginForm />
      <Link
        to="/new-password"
        className="w-fit rounded-md text-sm text-ink-soft underline-offset-4 hover:underline"
      >
        {w.frame.haveCode}
      </Link>
    </Entrance>
  )
}

interface EntranceProps {
  title: string
  hint: string
  children: ReactNode
}

/** The frame of pages for those who are not signed in. */
export function Entrance({ title, hint, children }: EntranceProps) {
  return (
    <div className="grid min-h-dvh lg:grid-cols-[1.1fr_1fr]">
      <LoginArt />
      <div className="flex flex-col px-5 py-5 sm:px-8">
        <header className="flex items-center gap-1">
          <span className="mr-auto lg:invisible">
            <Brand />
          </span>
          <LanguageToggle />
          <ThemeToggle />
        </header>
        <main className="mx-auto grid w-full max-w-sm flex-1 content-center gap-7 pb-20">
          <div className="grid gap-1.5">
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            <p className="text-sm text-ink-soft">{hint}</p>
          </div>
          {children}
        </main>
      </div>
    </div>
  )
}

function LoginForm() {
  const w = useWords()
  const cache = useQueryClient()
  const router = useRouter()
  const { next } = route.useSearch()
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ username, password }: { username: string; password: string }) =>
      signIn(username, password),
    onSuccess: async () => {
      // The answer also carries a token; the cookie is enough, so only the session itself is asked for.
      await cache.query({ ...sessionQuery, staleTime: 0 })
      router.history.push(next ?? '/')
    },
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => (form.get(name) as string | null) ?? ''
    mutate({ username: text('username').trim(), password: text('password') })
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label={w.frame.username}
        name="username"
        autoComplete="username"
        required
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField
        label={w.frame.password}
        name="password"
        autoComplete="current-password"
        required
      />
      {error && <Failure>{sayError(error, w)}</Failure>}
      <Button type="submit" variant="primary" className="h-11" disabled={isPending}>
        {isPending ? w.frame.signingIn : w.frame.signIn}
      </Button>
    </form>
  )
}

type PasswordFieldProps = ComponentProps<'input'> & { label: string; hint?: ReactNode }

export function PasswordField(props: PasswordFieldProps) {
  const w = useWords()
  const [shown, setShown] = useState(false)
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      className="pr-11"
      action={
        <button
          type="button"
          aria-label={w.frame.showPassword}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
          className="absolute inset-y-0 right-0 grid w-11 place-items-center rounded-lg text-ink-soft hover:text-ink"
        >
          {shown ? (
            <EyeOff aria-hidden className="size-4" />
          ) : (
            <Eye aria-hidden className="size-4" />
          )}
        </button>
      }
    />
  )
}
