// A conversation as both sides see it: who answers, the messages, someone writing, and the field to write in.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bot, Headset } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { markRead, writeMessage } from '@/api/conversation'
import type { Conversation } from '@/api/types'
import { Asked } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useWords } from '@/i18n'
import { conversationQuery } from '@/queries/chat'
import { keys, unasked } from '@/queries/keys'
import { Composer } from './composer'
import { Messages } from './messages'

interface PanelProps {
  userId: string
  /** On whose side the reader is. */
  side: 'customer' | 'person'
  head?: (conversation: Conversation) => ReactNode
  /** Why nothing can be written now. */
  blocked?: (conversation: Conversation) => string | null
}

export function ChatPanel({ userId, side, head, blocked }: PanelProps) {
  const query = useQuery(conversationQuery(userId))
  return (
    <Asked query={query} loading={<Skeleton className="h-[30rem] rounded-2xl" />}>
      {(conversation) => (
        <Panel {...{ userId, side, conversation }} blocked={blocked?.(conversation) ?? null}>
          {head?.(conversation)}
        </Panel>
      )}
    </Asked>
  )
}

interface OpenPanelProps {
  userId: string
  side: 'customer' | 'person'
  conversation: Conversation
  blocked: string | null
  children: ReactNode
}

function Panel({ userId, side, conversation, blocked, children }: OpenPanelProps) {
  const w = useWords()
  const cache = useQueryClient()
  const { data: typing } = useQuery(unasked<string>(keys.typing(userId)))
  const refresh = () => cache.invalidateQueries({ queryKey: keys.conversation(userId) })
  const write = useMutation({
    mutationFn: (text: string) => writeMessage(userId, text),
    onSuccess: refresh,
  })
  useRead(userId, side, conversation)
  const end = useStayAtEnd(conversation.messages.length, typing)
  const byPerson = conversation.onDuty === 'person'
  const Duty = byPerson ? Headset : Bot
  return (
    <section
      aria-label={w.chat.title}
      className="card flex h-[calc(100dvh-18rem)] min-h-[22rem] flex-col overflow-hidden lg:h-[calc(100dvh-13.5rem)]"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3 sm:px-5">
        <p className="flex min-w-0 flex-1 basis-40 items-center gap-2 text-sm font-medium">
          <Duty aria-hidden className="size-4 shrink-0 text-brand" />
          {byPerson ? w.chat.onDutyPerson : w.chat.onDutyBot}
        </p>
        {children}
      </header>
      <div
        tabIndex={0}
        role="log"
        aria-label={w.chat.messages}
        aria-live="polite"
        className="relative flex-1 overflow-y-auto overscroll-contain px-4 py-5 outline-offset-[-4px] sm:px-5"
      >
        <Messages messages={conversation.messages} side={side} write={write.mutate} />
        {!conversation.open && conversation.messages.length > 0 && (
          <p className="pt-4 text-center text-xs text-ink-soft">{w.chat.ended}</p>
        )}
        <p className="min-h-6 pt-2 text-sm text-ink-soft">
          {typeof typing === 'string' && w.chat.typing(typing || w.chat.someone)}
        </p>
        <div ref={end} />
      </div>
      <Composer userId={userId} side={side} write={write} blocked={blocked} />
    </section>
  )
}

/** What is on screen counts as read, by whoever looks. */
function useRead(userId: string, side: 'customer' | 'person', { messages }: Conversation): void {
  const cache = useQueryClient()
  const isTheirs = (from: string) => (side === 'customer') !== (from === 'customer')
  const last = messages.filter(({ from }) => isTheirs(from)).at(-1)
  const unread = last && !last.readAt ? last.id : undefined
  useEffect(() => {
    if (!unread || document.visibilityState !== 'visible') return
    markRead(userId, unread)
      .then(() => {
        void cache.invalidateQueries({ queryKey: keys.conversation(userId) })
        void cache.invalidateQueries({ queryKey: keys.conversations })
      })
      // Not being able to say so hurts nobody; the next message tries again.
      .catch(() => undefined)
  }, [cache, userId, unread])
}

function useStayAtEnd(count: number, typing: string | null | undefined) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' })
  }, [count, typing])
  return end
}
