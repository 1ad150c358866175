// The toasts that tell of an alert or a message the moment it comes, and lead to it.
import type { QueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessageCircle, TriangleAlert, X, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { toast } from 'sonner'
import type { AlertNotice, ChatNotice } from '@/api/types'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { deviceNameIn } from '@/live/apply'
import { formatEnergy, formatLimit } from '@/units'

/** Long enough to read and reach; pointing at it or focusing it stops the clock. */
const SHOWN_FOR = 15_000

export function showAlert(alert: AlertNotice, cache: QueryClient): void {
  // With one id the same alert replaces itself.
  const id = `alert-${alert.alertId ?? alert.deviceId}`
  const name = deviceNameIn(cache, alert.deviceId)
  const close = () => void toast.dismiss(id)
  toast.custom(() => <AlertToast alert={alert} name={name} close={close} />, {
    id,
    duration: SHOWN_FOR,
  })
}

/** Not while its conversation is on screen anyway. */
export function showMessage(chat: ChatNotice, path: string): void {
  if (location.pathname === path) return
  const id = `chat-${path}`
  const close = () => void toast.dismiss(id)
  toast.custom(() => <ChatToast chat={chat} path={path} close={close} />, {
    id,
    duration: SHOWN_FOR,
  })
}

/** That something was done. */
export function showDone(sentence: string): void {
  toast.custom(
    () => (
      <p className="w-full rounded-xl border border-brand/40 bg-surface-raised p-4 font-sans text-sm font-medium text-ink shadow-xl shadow-black/10">
        {sentence}
      </p>
    ),
    { id: 'done', duration: 4_000 },
  )
}

interface AlertToastProps {
  alert: AlertNotice
  name: string | undefined
  close: () => void
}

function AlertToast({ alert, name, close }: AlertToastProps) {
  const w = useWords()
  const { consumption, limit } = alert
  const known = name && consumption !== undefined && limit !== undefined
  return (
    <Frame icon={TriangleAlert} testId="alert-toast" warn close={close}>
      <p className="font-medium break-words">
        {known
          ? w.alerts.toast(name, formatEnergy(consumption), formatLimit(limit))
          : alert.message}
      </p>
      <Link
        to="/devices/$deviceId"
        params={{ deviceId: alert.deviceId }}
        onClick={close}
        className="w-fit rounded font-semibold text-over-ink underline-offset-4 hover:underline"
      >
        {w.alerts.showChart}
      </Link>
    </Frame>
  )
}

function ChatToast({ chat, path, close }: { chat: ChatNotice; path: string; close: () => void }) {
  const w = useWords()
  return (
    <Frame icon={MessageCircle} testId="chat-toast" close={close}>
      <p className="font-medium">{w.alerts.message(chat.senderName)}</p>
      <p className="line-clamp-3 break-words text-ink-soft">{chat.content}</p>
      <Link
        to={path}
        onClick={close}
        className="w-fit rounded font-semibold text-brand underline-offset-4 hover:underline"
      >
        {w.alerts.answer}
      </Link>
    </Frame>
  )
}

interface FrameProps {
  icon: LucideIcon
  testId: string
  warn?: boolean
  close: () => void
  children: ReactNode
}

function Frame({ icon: Icon, testId, warn, close, children }: FrameProps) {
  const w = useWords()
  return (
    <div
      data-testid={testId}
      className={cn(
        'relative flex w-full gap-3 overflow-hidden rounded-xl border bg-surface-raised p-4 pl-5 font-sans text-ink shadow-xl shadow-black/10',
        warn ? 'border-over/40' : 'border-line',
      )}
    >
      <span
        aria-hidden
        className={cn('absolute inset-y-0 left-0 w-1.5', warn ? 'hatched' : 'bg-brand')}
      />
      <Icon
        aria-hidden
        className={cn('mt-0.5 size-5 shrink-0', warn ? 'text-over-ink' : 'text-brand')}
      />
      <div className="grid min-w-0 flex-1 gap-1.5 text-sm">{children}</div>
      <button
        type="button"
        aria-label={w.alerts.dismiss}
        onClick={close}
        className="-mt-1 -mr-1 grid size-8 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </button>
    </div>
  )
}
