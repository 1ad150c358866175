// Every address of the dashboard, what state it holds, and who may see it.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Compass, CloudOff } from 'lucide-react'
import { Toaster } from 'sonner'
import { AppShell } from './components/app-shell'
import { Button } from './components/ui/button'
import { Notice } from './components/ui/notice'
import { AlertsPage } from './pages/alerts'
import { DevicePage } from './pages/device'
import { DevicesPage } from './pages/devices'
import { LoginPage } from './pages/login'
import { sessionQuery } from './queries'
import { isDate } from './time'

const root = createRootRouteWithContext<{ cache: QueryClient }>()({
  component: () => (
    <>
      <Outlet />
      <Toaster
        position="top-right"
        gap={10}
        offset={{ top: 76, right: 24 }}
        mobileOffset={{ top: 72 }}
      />
    </>
  ),
  notFoundComponent: () => (
    <div className="mx-auto max-w-xl p-6">
      <Notice icon={Compass} title="There is no page here" action={<HomeLink />} />
    </div>
  ),
  errorComponent: ({ error, reset }) => (
    <div className="mx-auto max-w-xl p-6">
      <Notice
        role="alert"
        icon={CloudOff}
        title="This page could not be shown"
        action={<Button onClick={reset}>Try again</Button>}
      >
        {error instanceof Error && error.message}
      </Notice>
    </div>
  ),
})

/** A path of this site to return to after signing in; anything else is dropped. */
const ownPath = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } => ({ next: ownPath(search.next) }),
  beforeLoad: async ({ context }) => {
    // Where the server cannot be asked, the form is shown and tells so when it is used.
    const session = await context.cache
      .query({ ...sessionQuery, staleTime: 'static' })
      .catch(() => null)
    if (session) throw redirect({ to: '/devices' })
  },
  component: LoginPage,
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.cache.query({ ...sessionQuery, staleTime: 'static' })
    if (!session) throw redirect({ to: '/login', search: { next: ownPath(location.href) } })
    return { session }
  },
  component: function SignedIn() {
    return <AppShell session={signedIn.useRouteContext().session} />
  },
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/devices' })
  },
})

const devices = createRoute({
  getParentRoute: () => signedIn,
  path: '/devices',
  validateSearch: (search): { q?: string } => ({
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
  }),
  component: function Devices() {
    const { session } = devices.useRouteContext()
    return <DevicesPage session={session} search={devices.useSearch().q ?? ''} />
  },
})

const device = createRoute({
  getParentRoute: () => signedIn,
  path: '/devices/$deviceId',
  validateSearch: (search): { date?: string } => ({
    date: isDate(search.date) ? search.date : undefined,
  }),
  component: function OneDevice() {
    const { session } = device.useRouteContext()
    const { deviceId } = device.useParams()
    return <DevicePage session={session} deviceId={deviceId} date={device.useSearch().date} />
  },
})

const alerts = createRoute({
  getParentRoute: () => signedIn,
  path: '/alerts',
  component: function Alerts() {
    return <AlertsPage session={alerts.useRouteContext().session} />
  },
})

function HomeLink() {
  return (
    <Button asChild>
      <a href="/devices">Show my devices</a>
    </Button>
  )
}

const routeTree = root.addChildren([home, login, signedIn.addChildren([devices, device, alerts])])

export const makeRouter = (cache: QueryClient) =>
  createRouter({ routeTree, context: { cache }, scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
