// The frame around every page of a signed-in person: header, navigation, live connection.
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { Session } from '@/api/types'
import { Brand } from '@/components/brand'
import { SessionContext } from '@/components/session'
import { LanguageToggle, ThemeToggle } from '@/components/theme-toggle'
import { Badge } from '@/components/ui/badge'
import { useWords } from '@/i18n'
import { LiveProvider } from '@/live/provider'
import { Bell } from './bell'
import { ConnectionBanner, ConnectionChip } from './connection'
import { BottomTabs, Sidebar } from './navigation'
import { SignOut } from './sign-out'

export function Shell({ session }: { session: Session }) {
  const w = useWords()
  const main = useFocusOnNewPage()
  return (
    <SessionContext value={session}>
      <LiveProvider session={session}>
        <a
          href="#main"
          className="sr-only z-50 rounded-lg bg-brand px-4 py-2 text-brand-ink focus:not-sr-only focus:fixed focus:top-3 focus:left-3"
        >
          {w.frame.skip}
        </a>
        <header className="sticky top-0 z-20 border-b border-line bg-canvas/85 backdrop-blur-md">
          <div className="mx-auto flex h-16 max-w-[88rem] items-center gap-1 px-4 sm:gap-2 sm:px-6">
            <Link to="/" aria-label={w.frame.home} className="mr-auto inline-flex rounded-lg">
              <Brand />
            </Link>
            <ConnectionChip />
            <Bell />
            <span className="hidden sm:inline-flex">
              <LanguageToggle />
            </span>
            <span className="hidden sm:inline-flex">
              <ThemeToggle />
            </span>
            <Person session={session} />
            <SignOut />
          </div>
        </header>
        <div className="mx-auto grid max-w-[88rem] gap-x-8 px-4 pb-24 sm:px-6 lg:grid-cols-[13rem_minmax(0,1fr)] lg:pb-10">
          <aside className="sticky top-16 hidden h-fit pt-8 lg:block">
            <Sidebar />
          </aside>
          <div className="min-w-0">
            <ConnectionBanner />
            <main
              ref={main}
              id="main"
              tabIndex={-1}
              className="mx-auto max-w-6xl py-6 outline-none sm:py-8"
            >
              <Outlet />
            </main>
          </div>
        </div>
        <BottomTabs />
      </LiveProvider>
    </SessionContext>
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
  const w = useWords()
  return (
    <Link
      to="/profile"
      title={w.frame.profile}
      className="ml-1 hidden items-center gap-2 rounded-lg px-2 py-1.5 text-sm font-medium hover:bg-sunken md:inline-flex"
    >
      <span className="max-w-40 truncate">{session.username}</span>
      {session.role !== 'CLIENT' && <Badge>{w.common.roles[session.role]}</Badge>}
    </Link>
  )
}
