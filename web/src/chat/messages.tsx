// The messages of a conversation: who wrote each, what an answer rests on, and whether it was read.
import { Check, CheckCheck, MessagesSquare } from 'lucide-react'
import type { ChatMessage } from '@/api/types'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { formatInstant, formatTime } from '@/dates'
import { useWords, type Words } from '@/i18n'
import { cn } from '@/lib/cn'
import { zoneOf } from '@/time'

interface MessagesProps {
  messages: ChatMessage[]
  side: 'customer' | 'person'
  write: (text: string) => void
}

export function Messages({ messages, side, write }: MessagesProps) {
  if (messages.length === 0) return side === 'customer' ? <Beginning write={write} /> : null
  return (
    <ol className="grid gap-4">
      {messages.map((message) => (
        <li key={message.id} className="grid" data-testid="message" data-from={message.from}>
          <Bubble message={message} side={side} />
        </li>
      ))}
    </ol>
  )
}

function Beginning({ write }: { write: (text: string) => void }) {
  const w = useWords()
  return (
    <div className="grid h-full content-center justify-items-center gap-4 text-center">
      <MessagesSquare aria-hidden className="size-8 text-ink-soft" strokeWidth={1.5} />
      <div className="grid gap-1">
        <p className="font-semibold">{w.chat.empty}</p>
        <p className="text-sm text-ink-soft">{w.chat.emptyHint}</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        {w.chat.examples.map((example) => (
          <Button key={example} size="small" onClick={() => write(example)}>
            {example}
          </Button>
        ))}
      </div>
    </div>
  )
}

function Bubble({ message, side }: { message: ChatMessage; side: 'customer' | 'person' }) {
  const w = useWords()
  const zone = zoneOf(useSession())
  const { from, text, at, based, readAt, deliveredAt } = message
  const own = from === 'customer' ? side === 'customer' : side === 'person' && from === 'person'
  const Receipt = readAt ? CheckCheck : Check
  return (
    <div className={cn('grid max-w-[85%] gap-1 sm:max-w-[70%]', own ? 'justify-self-end' : '')}>
      <p className={cn('px-1 text-xs text-ink-soft', own && 'text-right')}>
        {own ? w.chat.you : writerOf(message, w)}
      </p>
      <div
        className={cn(
          'rounded-2xl px-4 py-2.5 text-sm leading-relaxed break-words whitespace-pre-wrap',
          own ? 'rounded-tr-md bg-brand text-brand-ink' : 'rounded-tl-md bg-sunken',
        )}
      >
        <span lang="">{text}</span>
        {based && (
          <p className="mt-2 text-xs opacity-80">{w.chat.based(formatInstant(based.at, zone))}</p>
        )}
      </div>
      <p
        className={cn(
          'flex items-center gap-1 px-1 text-xs text-ink-soft tabular-nums',
          own && 'justify-self-end',
        )}
      >
        <time dateTime={at} title={formatInstant(at, zone)}>
          {formatTime(at, zone)}
        </time>
        {own && (
          <>
            <Receipt aria-hidden className={cn('size-3.5', readAt && 'text-brand')} />
            <span className="sr-only">
              {readAt ? w.chat.read : deliveredAt ? w.chat.delivered : w.chat.sent}
            </span>
          </>
        )}
      </p>
    </div>
  )
}

/** It is always told whether a person, a rule or a model speaks. */
function writerOf({ from, name, source }: ChatMessage, { chat }: Words): string {
  if (from === 'customer') return name ?? chat.customer
  if (from === 'person') return name ? `${name}, ${chat.person}` : chat.person
  return `${name ?? chat.bot} · ${chat[source ?? 'rule']}`
}
