// The support inbox of administrators: who waits longest, and one conversation at a time.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, Headset, Inbox, Undo2 } from 'lucide-react'
import { joinConversation, leaveConversation } from '@/api/conversation'
import type { Conversation, ListedConversation } from '@/api/types'
import { ChatPanel } from '@/chat/panel'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead } from '@/components/ui/page'
import { useNow } from '@/components/use-now'
import { formatAgo } from '@/dates'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { useChatOf } from '@/live/provider'
import { conversationsQuery } from '@/queries/chat'
import { keys } from '@/queries/keys'

export function InboxPage() {
  const w = useWords()
  const { userId } = useParams({ strict: false })
  const query = useQuery(conversationsQuery)
  return (
    <div className="grid gap-5">
      <PageHead title={w.chat.inbox} />
      <Asked query={query}>
        {(all) =>
          all.length === 0 && !userId ? (
            <Notice icon={Inbox} title={w.chat.inboxEmpty}>
              {w.chat.inboxHint}
            </Notice>
          ) : (
            <div className="grid gap-5 xl:grid-cols-[22rem_minmax(0,1fr)]">
              <div className={cn(userId && 'hidden xl:block')}>
                <List conversations={[...all].sort(byWaiting)} open={userId} />
              </div>
              {userId ? (
                <One key={userId} userId={userId} />
              ) : (
                <p className="card hidden place-content-center text-sm text-ink-soft xl:grid">
                  {w.chat.choose}
                </p>
              )}
            </div>
          )
        }
      </Asked>
    </div>
  )
}

/** Who waits longest comes first; then what is newest. */
function byWaiting(a: ListedConversation, b: ListedConversation): number {
  if (a.waitingSince && b.waitingSince)
    return Date.parse(a.waitingSince) - Date.parse(b.waitingSince)
  if (a.waitingSince || b.waitingSince) return a.waitingSince ? -1 : 1
  return Date.parse(b.lastAt ?? '') - Date.parse(a.lastAt ?? '')
}

interface ListProps {
  conversations: ListedConversation[]
  open: string | undefined
}

function List({ conversations, open }: ListProps) {
  const w = useWords()
  const now = useNow(15_000)
  return (
    <ul className="card divide-y divide-line overflow-hidden">
      {conversations.map((one) => (
        <li key={one.userId}>
          <Link
            to="/inbox/$userId"
            params={{ userId: one.userId }}
            aria-current={one.userId === open ? 'true' : undefined}
            className="grid gap-1.5 px-5 py-4 text-sm transition-colors hover:bg-sunken/60 aria-[current=true]:bg-brand-soft/60"
          >
            <span className="flex items-baseline justify-between gap-3">
              <span className="truncate font-semibold">{one.name ?? w.chat.customer}</span>
              {one.lastAt && (
                <time dateTime={one.lastAt} className="shrink-0 text-xs text-ink-soft">
                  {formatAgo(one.lastAt, now)}
                </time>
              )}
            </span>
            <span lang="" className="line-clamp-1 text-ink-soft">
              {one.lastText}
            </span>
            <span className="flex flex-wrap gap-1.5 empty:hidden">
              {one.personRequested && <Badge look="warn">{w.chat.wantsPerson}</Badge>}
              {one.waitingSince && (
                <Badge>{w.chat.waiting(formatAgo(one.waitingSince, now))}</Badge>
              )}
              {one.unread > 0 && <Badge look="calm">{w.chat.unread(one.unread)}</Badge>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function One({ userId }: { userId: string }) {
  const w = useWords()
  useChatOf(userId)
  return (
    <div className="grid content-start gap-3">
      <Link
        to="/inbox"
        className="inline-flex w-fit items-center gap-1.5 rounded-md text-sm font-medium text-ink-soft hover:text-ink xl:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {w.chat.backToInbox}
      </Link>
      <ChatPanel
        userId={userId}
        side="person"
        head={(conversation) => <TakeOver userId={userId} conversation={conversation} />}
        blocked={({ onDuty }) => (onDuty === 'person' ? null : w.chat.joinFirst)}
      />
    </div>
  )
}

function TakeOver({ userId, conversation }: { userId: string; conversation: Conversation }) {
  const w = useWords()
  const cache = useQueryClient()
  const joined = conversation.onDuty === 'person'
  const { mutate, isPending } = useMutation({
    mutationFn: () => (joined ? leaveConversation(userId) : joinConversation(userId)),
    onSettled: async () => {
      await cache.invalidateQueries({ queryKey: keys.conversation(userId) })
      await cache.invalidateQueries({ queryKey: keys.conversations })
    },
  })
  const Icon = joined ? Undo2 : Headset
  return (
    <Button
      size="small"
      variant={joined ? 'outline' : 'primary'}
      disabled={isPending}
      onClick={() => mutate()}
    >
      <Icon aria-hidden />
      {joined ? w.chat.leave : w.chat.join}
    </Button>
  )
}
