// The mock's live socket: as much of STOMP as the dashboard speaks, no more.
import type { IncomingMessage, Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import { userOf } from './api.ts'

type Subscriptions = Map<string, string>

const sockets = new Map<WebSocket, Subscriptions>()

function frame(command: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}`)
  return `${[command, ...lines].join('\n')}\n\n${body}\0`
}

/** Sends a message to everyone who listens to a destination. */
export function publish(destination: string, message: unknown): void {
  const body = JSON.stringify(message)
  for (const [socket, subscriptions] of sockets) {
    const subscription = subscriptions.get(destination)
    if (!subscription) continue
    const headers = { subscription, destination, 'message-id': crypto.randomUUID() }
    socket.send(frame('MESSAGE', { ...headers, 'content-type': 'application/json' }, body))
  }
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
  if (command === 'SUBSCRIBE') subscriptions.set(headers.get('destination') ?? '', id)
  if (command === 'UNSUBSCRIBE')
    for (const [destination, known] of subscriptions)
      if (known === id) subscriptions.delete(destination)
  if (command === 'DISCONNECT') {
    socket.send(frame('RECEIPT', { 'receipt-id': headers.get('receipt') ?? '' }))
    socket.close()
  }
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
