// What has happened, newest first: alerts, withdrawals and messages, those that were missed on top.
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import {
  BellOff,
  CheckCheck,
  MessageCircle,
  TriangleAlert,
  Undo2,
  type LucideIcon,
} from 'lucide-react'
import type { Alert, Conversation } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead, Section } from '@/components/ui/page'
import { useNow } from '@/components/use-now'
import { formatAgo, formatInstant } from '@/dates'
import { useWords, type Words } from '@/i18n'
import { cn } from '@/lib/cn'
import { conversationQuery } from '@/queries/chat'
import { alertsQuery } from '@/queries/devices'
import { useSeenUntil } from '@/seen-until'
import { localHourOf, zoneOf } from '@/time'
import { formatEnergy, formatLimit } from '@/units'

interface Happening {
  key: string
  at: string
  icon: LucideIcon
  warn?: boolean
  title: string
  text: string
  /** Written by somebody, in whatever language. */
  foreign?: boolean
  link: LinkProps
}

const MOST = 100

export function NotificationsPage() {
  const w = useWords()
  const session = useSession()
  const can = useCapabilities()
  const chats = can.has('conversation') && session.role === 'CLIENT'
  const alerts = useQuery(alertsQuery(session))
  const { data: chat } = useQuery({ ...conversationQuery(session.userId), enabled: chats })
  const [until, markSeen] = useSeenUntil(session.userId)
  return (
    <div className="grid max-w-3xl gap-6">
      <PageHead title={w.alerts.centre} hint={w.alerts.centreHint}>
        <Button onClick={markSeen}>
          <CheckCheck aria-hidden />
          {w.alerts.markSeen}
        </Button>
      </PageHead>
      <Asked query={alerts}>
        {(known) => {
          const all = [...ofAlerts(known, zoneOf(session), w), ...ofChat(chat, w)]
            .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
            .slice(0, MOST)
          const missed = all.filter(({ at }) => Date.parse(at) > until)
          const earlier = all.filter(({ at }) => Date.parse(at) <= until)
          if (all.length === 0) return <Notice icon={BellOff} title={w.alerts.empty} />
          return (
            <>
              {missed.length > 0 && <List title={w.alerts.missed} all={missed} fresh />}
              {earlier.length > 0 && <List title={w.alerts.earlier} all={earlier} />}
            </>
          )
        }}
      </Asked>
    </div>
  )
}

function ofAlerts(alerts: Alert[], zone: string, w: Words): Happening[] {
  return alerts.flatMap((alert) => {
    const { alertId, deviceId, deviceName, hour, consumption, limit, raisedAt, retractedAt } = alert
    const where = localHourOf(Date.parse(hour), zone)
    const common = {
      text: `${formatEnergy(consumption)} · ${w.common.limit(formatLimit(limit))} · ${formatInstant(hour, zone)}`,
      link: {
        to: '/devices/$deviceId',
        params: { deviceId },
        search: { date: where.date, hour: where.hour },
      } as LinkProps,
    }
    const name = deviceName ?? w.alerts.gone
    const raised: Happening = {
      ...common,
      key: alertId,
      at: raisedAt,
      icon: TriangleAlert,
      warn: true,
      title: w.alerts.raised(name),
    }
    if (!retractedAt) return [raised]
    const title = w.alerts.withdrawn(name)
    return [raised, { ...common, key: `${alertId} back`, at: retractedAt, icon: Undo2, title }]
  })
}

function ofChat(chat: Conversation | undefined, w: Words): Happening[] {
  const others = chat?.messages.filter(({ from }) => from !== 'customer') ?? []
  return others.map(({ id, at, name, text }) => ({
    key: id,
    at,
    icon: MessageCircle,
    title: w.alerts.message(name ?? w.chat.person),
    text,
    foreign: true,
    link: { to: '/chat' },
  }))
}

function List({ title, all, fresh }: { title: string; all: Happening[]; fresh?: boolean }) {
  const now = useNow(30_000)
  return (
    <Section title={title}>
      <ul className="card divide-y divide-line px-5">
        {all.map(({ key, at, icon: Icon, warn, title: what, text, foreign, link }) => (
          <li key={key}>
            <Link
              {...link}
              className="-mx-3 flex items-start gap-3.5 rounded-xl px-3 py-3.5 text-sm transition-colors hover:bg-sunken/60"
            >
              <Icon
                aria-hidden
                className={cn('mt-0.5 size-5 shrink-0', warn ? 'text-over-ink' : 'text-brand')}
              />
              <span className="grid min-w-0 flex-1 gap-0.5">
                <span className={cn('break-words', fresh && 'font-semibold')}>{what}</span>
                <span lang={foreign ? '' : undefined} className="line-clamp-2 text-ink-soft">
                  {text}
                </span>
              </span>
              <time dateTime={at} className="shrink-0 text-xs text-ink-soft">
                {formatAgo(at, now)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
