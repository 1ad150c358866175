// The mock's support conversations: a bot that knows three answers, and people who take over.
import { publish } from './stomp.ts'
import { users, uuid, type MockUser } from './world.ts'

interface Message {
  id: string
  number: number
  from: 'customer' | 'bot' | 'person'
  name: string
  text: string
  at: string
  source: string | null
  based: string | null
  deliveredAt: string | null
  readAt: string | null
}

interface Conversation {
  userId: string
  number: number
  open: boolean
  onDuty: 'bot' | 'person'
  personRequested: boolean
  messages: Message[]
}

const conversations = new Map<string, Conversation>()
let position = 1_000

export function conversationOf(userId: string): Conversation {
  const known = conversations.get(userId)
  if (known) return known
  const made: Conversation = {
    userId,
    number: 1,
    open: false,
    onDuty: 'bot',
    personRequested: false,
    messages: [],
  }
  conversations.set(userId, made)
  return made
}

type Said = Pick<Message, 'from' | 'name' | 'text'> & Partial<Message>

function say(to: Conversation, said: Said): void {
  const number = to.messages.length + 1
  position += 1
  const at = said.at ?? new Date().toISOString()
  const id = crypto.randomUUID()
  const rest = { source: null, based: null, deliveredAt: at, readAt: null }
  const message: Message = { ...rest, ...said, id, number, at }
  to.messages.push(message)
  to.open = true
  const sender = { customer: to.userId, bot: 'SYSTEM', person: uuid(2) }
  const body = {
    senderId: sender[said.from],
    senderName: said.name,
    content: said.text,
    admin: said.from === 'person',
    id,
    number,
    at,
    source: message.source,
  }
  publish(`/topic/messages/${to.userId}`, body, position)
  if (said.from === 'customer') publish('/topic/admin/messages', body, position)
}

const RULES: [RegExp, string][] = [
  [/\b(hi|hello|salut)/i, 'Hello! How can I help you today?'],
  [/\b(bill|cost|price)/i, 'Your bill adds up the energy of all your devices in a month.'],
  [/\blimit/i, 'An administrator sets the limit of each device.'],
  [/\balert/i, 'An alert tells you that a device used more in an hour than its limit.'],
]

/** The customer writes, and the bot answers a moment later unless a person has taken over. */
export function customerWrites(customer: MockUser, text: string): void {
  const conversation = conversationOf(customer.userId)
  say(conversation, { from: 'customer', name: customer.username, text })
  if (conversation.onDuty === 'person') return
  publish(`/topic/typing/${customer.userId}`, { senderName: 'Auto-Bot' })
  const rule = RULES.find(([pattern]) => pattern.test(text))?.[1]
  setTimeout(() => {
    const answer = rule ?? 'Your boiler used most this week: about a third of everything.'
    say(conversation, {
      from: 'bot',
      name: rule ? 'Auto-Bot' : 'AI-Assistant',
      text: answer,
      source: rule ? 'rule' : 'model',
      based: rule ? null : '168 hours of 5 devices',
    })
  }, 400)
}

export function personWrites(customerId: string, person: MockUser, text: string): void {
  say(conversationOf(customerId), { from: 'person', name: person.name, text })
}

export function readUntil(userId: string, messageId: string, byCustomer: boolean): void {
  const { messages } = conversationOf(userId)
  const until = messages.find(({ id }) => id === messageId)?.number ?? 0
  for (const message of messages)
    if (message.number <= until && (message.from === 'customer') !== byCustomer)
      message.readAt ??= new Date().toISOString()
  publish(`/topic/receipts/${userId}`, { message: messageId })
}

const unreadBy = (conversation: Conversation, customer: boolean) =>
  conversation.messages.filter(({ from, readAt }) => (from === 'customer') !== customer && !readAt)
    .length

export const shown = (userId: string, customer: boolean) => {
  const conversation = conversationOf(userId)
  return { ...conversation, unread: unreadBy(conversation, customer) }
}

export function listed() {
  const open = [...conversations.values()].filter(({ messages }) => messages.length > 0)
  return open.map((one) => {
    const last = one.messages.at(-1)
    return {
      userId: one.userId,
      name: users.find(({ userId }) => userId === one.userId)?.name ?? '',
      number: one.number,
      onDuty: one.onDuty,
      personRequested: one.personRequested,
      waitingSince: one.personRequested && one.onDuty === 'bot' ? (last?.at ?? null) : null,
      lastAt: last?.at ?? '',
      lastText: last?.text ?? '',
      unread: unreadBy(one, false),
    }
  })
}

export const transcript = (userId: string) =>
  conversationOf(userId)
    .messages.map(({ at, name, text }) => `${at} ${name}: ${text}`)
    .join('\n')

/** Someone has been waiting for a person since before the mock began. */
function begin(): void {
  const mihai = conversationOf(uuid(3))
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
  say(mihai, {
    from: 'customer',
    name: 'mihai',
    text: 'My sauna shows nothing since Friday.',
    at: ago(9),
  })
  say(mihai, {
    from: 'bot',
    name: 'Auto-Bot',
    text: 'Please check that the meter is connected.',
    at: ago(9),
    source: 'rule',
  })
  say(mihai, {
    from: 'customer',
    name: 'mihai',
    text: 'It is. Can someone look at it?',
    at: ago(8),
  })
  mihai.personRequested = true
}
begin()
