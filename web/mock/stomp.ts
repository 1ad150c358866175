// The mock's live socket: as much of STOMP as the dashboard speaks, no more.
import type { IncomingMessage, Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { userOf } from './http.ts'

type Subscriptions = Map<string, string>

const sockets = new Map<WebSocket, Subscriptions>()

function frame(command: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`)
  return `${[command, ...lines].join('\n')}\n\n${body}\0`
}

interface Kept {
  destination: string
  position: number
  body: string
}

/** What has a place in the log is kept for those who resume. */
const kept: Kept[] = []

/** Sends a message to everyone who listens to a destination. */
export function publish(destination: string, message: object, position?: number): void {
  const body = JSON.stringify(position ? { ...message, position } : message)
  if (position) kept.push({ destination, position, body })
  for (const [socket, subscriptions] of sockets) {
    const subscription = subscriptions.get(destination)
    if (subscription) deliver(socket, { subscription, destination, body, position })
  }
}

interface Delivery {
  subscription: string
  destination: string
  body: string
  position?: number
}

function deliver(socket: WebSocket, { subscription, destination, body, position }: Delivery): void {
  const headers = {
    subscription,
    destination,
    'message-id': crypto.randomUUID(),
    'content-type': 'application/json',
    ...(position ? { position: String(position) } : {}),
  }
  socket.send(frame('MESSAGE', headers, body))
}

/** The last one again and all after it: at least once is what the real server promises too. */
function resume(socket: WebSocket, subscription: string, destination: string, last: number): void {
  for (const message of kept)
    if (message.destination === destination && message.position >= last)
      deliver(socket, { ...message, subscription })
}

export function cutSockets(): void {
  for (const socket of sockets.keys()) socket.terminate()
}

function receive(socket: WebSocket, subscriptions: Subscriptions, text: string): void {
  const [command = '', ...lines] = text
    .replace(/\0[\s\S]*$/, '')
    .trimStart()
    .split('\n')
  const headers = new Map(lines.map((line) => line.split(/:(.*)/s).slice(0, 2) as [string, string]))
  const id = headers.get('id') ?? ''
  if (command === 'CONNECT')
    socket.send(frame('CONNECTED', { version: '1.2', 'heart-beat': '10000,10000' }))
  if (command === 'SUBSCRIBE') {
    const destination = headers.get('destination') ?? ''
    subscriptions.set(destination, id)
    const last = headers.get('last-position')
    if (last) resume(socket, id, destination, Number(last))
  }
  if (command === 'SEND' && headers.get('destination') === '/app/chat/typing')
    tellTyping(text.slice(text.indexOf('\n\n') + 2).replace(/\0[\s\S]*$/, ''))
  if (command === 'UNSUBSCRIBE')
    for (const [destination, known] of subscriptions)
      if (known === id) subscriptions.delete(destination)
  if (command === 'DISCONNECT') {
    socket.send(frame('RECEIPT', { 'receipt-id': headers.get('receipt') ?? '' }))
    socket.close()
  }
}

/** A customer's keys are told to administrators, an administrator's to the customer. */
function tellTyping(body: string): void {
  const { admin, recipientId, ...from } = JSON.parse(body) as Record<string, unknown>
  publish(admin ? `/topic/typing/${String(recipientId)}` : '/topic/admin/typing', from)
}

/** Opens /ws/websocket on the server that also serves the pages. */
export function openSockets(server: Pick<Server, 'on'>): void {
  const door = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request: IncomingMessage, socket, head) => {
    if (request.url !== '/ws/websocket') return
    if (!userOf(request)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
    door.handleUpgrade(request, socket, head, (opened) => {
      const subscriptions: Subscriptions = new Map()
      sockets.set(opened, subscriptions)
      const beat = setInterval(() => opened.send('\n'), 9_000)
      opened.on('message', (data: Buffer) => receive(opened, subscriptions, data.toString()))
      opened.on('close', () => {
        clearInterval(beat)
        sockets.delete(opened)
      })
    })
  })
}
