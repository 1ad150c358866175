// Every address of the dashboard, what state it holds, and who may see it.
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { capabilitiesQuery } from './capabilities'
import { Broken, Nowhere, Root } from './frame/root'
import { Shell } from './frame/shell'
import { mayChange, readsAll } from './components/session'
import { AlertsPage } from './pages/alerts'
import { DevicesPage } from './pages/devices'
import { LoginPage } from './pages/login'
import { OverviewPage } from './pages/overview'
import { sessionQuery } from './queries/devices'
import {
  alertSearch,
  deviceSearch,
  historySearch,
  ownPath,
  reviewSearch,
  textSearch,
} from './search'

const root = createRootRouteWithContext<{ cache: QueryClient }>()({
  component: Root,
  notFoundComponent: Nowhere,
  errorComponent: Broken,
})

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } => ({ next: ownPath(search.next) }),
  beforeLoad: async ({ context }) => {
    // Where the server cannot be asked, the form is shown and tells so when it is used.
    const session = await context.cache
      .query({ ...sessionQuery, staleTime: 'static' })
      .catch(() => null)
    if (session) throw redirect({ to: '/' })
  },
  component: LoginPage,
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./pages/new-password'), 'NewPasswordPage'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context: { cache }, location }) => {
    const [session] = await Promise.all([
      cache.query({ ...sessionQuery, staleTime: 'static' }),
      // Without the document the pages show what every server has.
      cache.query({ ...capabilitiesQuery, staleTime: 'static' }).catch(() => null),
    ])
    if (!session) throw redirect({ to: '/login', search: { next: ownPath(location.href) } })
    return { session }
  },
  component: function SignedIn() {
    return <Shell session={signedIn.useRouteContext().session} />
  },
})

const parent = () => signedIn
const overview = createRoute({ getParentRoute: parent, path: '/', component: OverviewPage })
const devices = createRoute({
  getParentRoute: parent,
  path: '/devices',
  validateSearch: textSearch,
  component: DevicesPage,
})
const device = createRoute({
  getParentRoute: parent,
  path: '/devices/$deviceId',
  validateSearch: deviceSearch,
  component: lazyRouteComponent(() => import('./pages/device'), 'DevicePage'),
})
const alerts = createRoute({
  getParentRoute: parent,
  path: '/alerts',
  validateSearch: alertSearch,
  component: AlertsPage,
})
const notifications = createRoute({
  getParentRoute: parent,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./pages/notifications'), 'NotificationsPage'),
})
const chat = createRoute({
  getParentRoute: parent,
  path: '/chat',
  component: lazyRouteComponent(() => import('./pages/chat'), 'ChatPage'),
})
const profile = createRoute({
  getParentRoute: parent,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/profile'), 'ProfilePage'),
})

/** Pages of administrators and auditors; others are led home. */
const staff = createRoute({
  getParentRoute: parent,
  id: 'staff',
  beforeLoad: ({ context }) => {
    if (!readsAll(context.session)) throw redirect({ to: '/' })
  },
})
const ofStaff = () => staff

/** Pages on which there is nothing but work for administrators. */
const admin = createRoute({
  getParentRoute: parent,
  id: 'admin',
  beforeLoad: ({ context }) => {
    if (!mayChange(context.session)) throw redirect({ to: '/' })
  },
})
const ofAdmin = () => admin
const users = createRoute({
  getParentRoute: ofStaff,
  path: '/users',
  validateSearch: textSearch,
  component: lazyRouteComponent(() => import('./pages/users'), 'UsersPage'),
})
const review = createRoute({
  getParentRoute: ofAdmin,
  path: '/review',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./pages/review'), 'ReviewPage'),
})
const inbox = createRoute({
  getParentRoute: ofAdmin,
  path: '/inbox',
  component: lazyRouteComponent(() => import('./pages/inbox'), 'InboxPage'),
})
const inboxOf = createRoute({
  getParentRoute: ofAdmin,
  path: '/inbox/$userId',
  component: lazyRouteComponent(() => import('./pages/inbox'), 'InboxPage'),
})
const history = createRoute({
  getParentRoute: ofStaff,
  path: '/history/$kind/$id',
  validateSearch: historySearch,
  component: lazyRouteComponent(() => import('./pages/history'), 'HistoryPage'),
})
const system = createRoute({
  getParentRoute: ofStaff,
  path: '/system',
  component: lazyRouteComponent(() => import('./pages/system'), 'SystemPage'),
})

const routeTree = root.addChildren([
  login,
  reset,
  signedIn.addChildren([
    overview,
    devices,
    device,
    alerts,
    notifications,
    chat,
    profile,
    staff.addChildren([users, history, system]),
    admin.addChildren([review, inbox, inboxOf]),
  ]),
])

export const makeRouter = (cache: QueryClient) =>
  createRouter({ routeTree, context: { cache }, scrollRestoration: true, defaultPendingMs: 300 })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
