// The frame around every page of a signed-in person: header, live connection, toasts.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { api } from '@/api'
import type { Session } from '@/api/types'
import { AlertBell } from '@/components/alert-bell'
import { Brand } from '@/components/brand'
import { ConnectionStatus } from '@/components/connection-status'
import { ThemeToggle } from '@/components/theme-toggle'
import { Button } from '@/components/ui/button'
import { LiveProvider } from '@/live/provider'
import { keys } from '@/queries'

export function AppShell({ session }: { session: Session }) {
  const main = useFocusOnNewPage()
  return (
    <LiveProvider session={session}>
      <a
        href="#main"
        className="sr-only z-50 rounded-lg bg-brand px-4 py-2 text-brand-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
      >
        Skip to content
      </a>
      <header className="sticky top-0 z-20 border-b border-line bg-canvas/85 backdrop-blur-md">
        <div className="mx-auto flex h-16 max-w-6xl items-center gap-2 px-4 sm:gap-3 sm:px-6">
          <Link
            to="/devices"
            aria-label="EMS, all devices"
            className="mr-auto inline-flex rounded-lg"
          >
            <Brand />
          </Link>
          <ConnectionStatus />
          <AlertBell session={session} />
          <ThemeToggle />
          <Person session={session} />
          <SignOut />
        </div>
      </header>
      <main
        ref={main}
        id="main"
        tabIndex={-1}
        className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6 sm:py-9"
      >
        <Outlet />
      </main>
    </LiveProvider>
  )
}

/** A new page begins at its content, for those who go by keyboard or by ear. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null)
  const path = useLocation({ select: ({ pathname }) => pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current !== path) main.current?.focus({ preventScroll: true })
    shown.current = path
  }, [path])
  return main
}

function Person({ session }: { session: Session }) {
  return (
    <span className="hidden items-center gap-2 text-sm font-medium sm:inline-flex">
      {session.username}
      {session.role === 'ADMIN' && (
        <span className="rounded-md bg-sunken px-1.5 py-0.5 text-xs text-ink-soft">Admin</span>
      )}
    </span>
  )
}

function SignOut() {
  const cache = useQueryClient()
  const router = useRouter()
  const { mutate, isPending } = useMutation({
    mutationFn: api.logout,
    onSuccess: async () => {
      cache.setQueryData(keys.session, null)
      await router.navigate({ to: '/login' })
      // Nothing of this person's stays behind for the next one at this browser.
      cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] })
    },
  })
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label="Sign out"
      title="Sign out"
      disabled={isPending}
      onClick={() => mutate()}
    >
      <LogOut aria-hidden />
    </Button>
  )
}
