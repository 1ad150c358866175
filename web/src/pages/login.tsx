// Sign-in: name and password, and in plain words why it did not work.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { CircleAlert, Eye, EyeOff } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import { api, ApiError } from '@/api'
import { Brand } from '@/components/brand'
import { ThemeToggle } from '@/components/theme-toggle'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/input'
import { useTitle } from '@/components/use-title'
import { sessionQuery } from '@/queries'
import { LoginArt } from './login-art'

const route = getRouteApi('/login')

export function LoginPage() {
  useTitle('Sign in')
  return (
    <div className="grid min-h-dvh lg:grid-cols-[1.1fr_1fr]">
      <LoginArt />
      <div className="flex flex-col px-5 py-5 sm:px-8">
        <div className="flex items-center justify-between">
          <span className="lg:invisible">
            <Brand />
          </span>
          <ThemeToggle />
        </div>
        <main className="mx-auto grid w-full max-w-sm flex-1 content-center gap-7 pb-20">
          <div className="grid gap-1.5">
            <h1 className="text-2xl font-semibold tracking-tight">Sign in</h1>
            <p className="text-sm text-ink-soft">to see what your devices use right now.</p>
          </div>
          <LoginForm />
        </main>
      </div>
    </div>
  )
}

function LoginForm() {
  const cache = useQueryClient()
  const router = useRouter()
  const { next } = route.useSearch()
  const signIn = useMutation({
    mutationFn: ({ username, password }: { username: string; password: string }) =>
      api.login(username, password),
    onSuccess: async () => {
      // The answer also carries a token; the cookie is enough, so only the session itself is asked for.
      await cache.query({ ...sessionQuery, staleTime: 0 })
      router.history.push(next ?? '/devices')
    },
  })

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => (form.get(name) as string | null) ?? ''
    signIn.mutate({ username: text('username').trim(), password: text('password') })
  }

  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label="Username"
        name="username"
        autoComplete="username"
        required
        autoFocus
        autoCapitalize="none"
        spellCheck={false}
      />
      <PasswordField />
      {signIn.error && (
        <p
          role="alert"
          className="flex items-start gap-2 rounded-lg bg-over-soft px-3 py-2.5 text-sm text-over-ink"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {words(signIn.error)}
        </p>
      )}
      <Button type="submit" variant="primary" className="h-11" disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  )
}

function PasswordField() {
  const [shown, setShown] = useState(false)
  return (
    <Field
      label="Password"
      name="password"
      type={shown ? 'text' : 'password'}
      autoComplete="current-password"
      required
      className="pr-11"
      action={
        <button
          type="button"
          aria-label="Show password"
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

function words(error: Error): string {
  if (!(error instanceof ApiError)) return 'Something went wrong. Please try again.'
  if (error.status === 401) return 'Wrong username or password.'
  if (error.status === 429) return 'Too many attempts. Wait a moment, then try again.'
  return error.message
}
