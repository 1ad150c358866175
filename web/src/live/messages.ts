// Chat, typing, receipts and system messages of the live socket, as updates of the query cache.
import type { QueryClient } from '@tanstack/react-query'
import type { ChatMessage, ChatNotice, Conversation, RunProgress, System } from '@/api/types'
import { keys } from '@/queries/keys'
import { parse } from './apply'

/** Reads a chat message; null when it is not one. */
export function readChat(body: string): ChatNotice | null {
  const message = parse(body)
  if (!message || typeof message.content !== 'string') return null
  return message as unknown as ChatNotice
}

/** Who is told to have written: people, the two kinds of bot, or the customer. */
function writerOf({ senderId, admin, source }: ChatNotice): ChatMessage['from'] {
  if (admin) return 'person'
  return senderId === 'SYSTEM' || source ? 'bot' : 'customer'
}

/** Adds a message at its place; one that is there already (by id) changes nothing. */
export function applyChat(
  cache: QueryClient,
  userId: string,
  notice: ChatNotice,
  receivedAt = Date.now(),
): void {
  const { id, number, content, senderName, source, at } = notice
  cache.setQueryData<string | null>(keys.typing(userId), null)
  cache.setQueryData<Conversation>(keys.conversation(userId), (known) => {
    if (!known || !id || known.messages.some((message) => message.id === id)) return known
    const last = known.messages.at(-1)
    const fresh: ChatMessage = {
      id,
      number: number ?? (last?.number ?? 0) + 1,
      from: writerOf(notice),
      name: senderName,
      text: content,
      at: at ?? new Date(receivedAt).toISOString(),
      source: source ?? null,
      based: null,
      deliveredAt: null,
      readAt: null,
    }
    const messages = [...known.messages, fresh].sort((a, b) => a.number - b.number)
    return { ...known, open: true, messages }
  })
  // The message says only a part; who is on duty and what is read comes with the answer.
  void cache.invalidateQueries({ queryKey: keys.conversation(userId) })
}

/** Shows for a few seconds that someone is writing. */
export function applyTyping(cache: QueryClient, userId: string, body: string): void {
  const name = parse(body)?.senderName
  cache.setQueryData<string | null>(keys.typing(userId), typeof name === 'string' ? name : '')
  setTimeout(() => cache.setQueryData(keys.typing(userId), null), TYPING_SHOWN)
}

const TYPING_SHOWN = 4_000

/** A frame of /topic/admin/system: either the progress of a run, or the state of the parts. */
export function applySystem(cache: QueryClient, body: string): void {
  const message = parse(body)
  if (!message) return
  if (typeof message.projection === 'string') {
    const progress = message as unknown as RunProgress
    cache.setQueryData<RunProgress>(keys.run(progress.projection), progress)
    if (progress.done >= progress.total)
      void cache.invalidateQueries({ queryKey: keys.projections })
  } else if (Array.isArray(message.roles)) {
    cache.setQueryData<System>(keys.system, (known) => ({
      ...(known as System),
      ...(message as unknown as System),
    }))
  } else {
    void cache.invalidateQueries({ queryKey: keys.system })
  }
}
