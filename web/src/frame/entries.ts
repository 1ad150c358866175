// The pages of each role, in the order of the navigation; those whose routes this server lacks are left out.
import { useQuery } from '@tanstack/react-query'
import {
  Activity,
  Inbox,
  LayoutDashboard,
  MessageCircle,
  PlugZap,
  ScanSearch,
  TriangleAlert,
  User,
  Users,
  type LucideIcon,
} from 'lucide-react'
import type { Session } from '@/api/types'
import { useCapabilities, type Capability } from '@/capabilities'
import type { Words } from '@/i18n'
import { systemQuery } from '@/queries/admin'
import { conversationQuery, conversationsQuery } from '@/queries/chat'
import { alertsQuery } from '@/queries/devices'

export interface Entry {
  to:
    | '/'
    | '/devices'
    | '/alerts'
    | '/chat'
    | '/profile'
    | '/users'
    | '/review'
    | '/inbox'
    | '/system'
  icon: LucideIcon
  name: keyof Words['frame']
  short?: keyof Words['frame']
  /** Any of them is enough. */
  needs?: Capability[]
}

const CLIENT: Entry[] = [
  { to: '/', icon: LayoutDashboard, name: 'overview' },
  { to: '/devices', icon: PlugZap, name: 'devices' },
  { to: '/alerts', icon: TriangleAlert, name: 'alerts', needs: ['alerts'] },
  { to: '/chat', icon: MessageCircle, name: 'chat', needs: ['conversation'] },
  { to: '/profile', icon: User, name: 'profile' },
]

const ADMIN: Entry[] = [
  { to: '/', icon: LayoutDashboard, name: 'overview' },
  { to: '/devices', icon: PlugZap, name: 'devices' },
  { to: '/users', icon: Users, name: 'users' },
  {
    to: '/review',
    icon: ScanSearch,
    name: 'review',
    short: 'reviewShort',
    needs: ['unregistered', 'conflicts', 'held', 'quarantine', 'parked'],
  },
  { to: '/inbox', icon: Inbox, name: 'inbox', needs: ['inbox'] },
  { to: '/system', icon: Activity, name: 'system', needs: ['system'] },
  { to: '/profile', icon: User, name: 'profile' },
]

/** Auditors find the same, without what is nothing but work. */
const AUDITOR = ADMIN.filter(({ to }) => to !== '/review' && to !== '/inbox')

const ENTRIES = { CLIENT, ADMIN, AUDITOR }

export function useEntries({ role }: Session): Entry[] {
  const can = useCapabilities()
  return ENTRIES[role].filter(({ needs }) => !needs || needs.some((need) => can.has(need)))
}

/** What waits behind an entry, as the number beside it. */
export function useCounts(session: Session): Partial<Record<Entry['to'], number>> {
  const can = useCapabilities()
  const admin = session.role === 'ADMIN'
  const { data: alerts } = useQuery({ ...alertsQuery(session), enabled: can.has('alerts') })
  const { data: chat } = useQuery({
    ...conversationQuery(session.userId),
    enabled: can.has('conversation') && !admin,
  })
  const { data: inbox } = useQuery({ ...conversationsQuery, enabled: can.has('inbox') && admin })
  const { data: system } = useQuery({ ...systemQuery, enabled: can.has('system') && admin })
  return {
    '/alerts': alerts?.filter((alert) => !alert.acknowledgedAt && !alert.retractedAt).length,
    '/chat': chat?.unread,
    '/inbox': inbox?.filter(({ unread, waitingSince }) => unread > 0 || waitingSince).length,
    '/review':
      system &&
      system.unregistered + system.conflicts + system.held + system.quarantine + system.parked,
  }
}
