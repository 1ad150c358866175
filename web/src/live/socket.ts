// The one STOMP connection of the page: connects with the session cookie, reconnects, and resumes where it was.
import { Client, ReconnectionTimeMode, type IMessage, type StompSubscription } from '@stomp/stompjs'
import type { QueryClient } from '@tanstack/react-query'
import { sessionQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { refreshAfterGap } from './apply'
import { Seen } from './seen'

/** Shown in the frame: live, or since when not. */
export interface Connection {
  state: 'connecting' | 'live' | 'reconnecting'
  since: number
}

/** What a destination's messages do; `position` tells where in the log a message stands. */
export type Handler = (body: string, position: string | undefined) => void

export interface LiveSocket {
  /** Listens for as long as the returned function is not called; several may listen to one destination. */
  listen: (destination: string, handle: Handler) => () => void
  send: (destination: string, body: unknown) => void
  /** Connects at once instead of when the next attempt is due. */
  hurry: () => void
  start: () => void
  stop: () => void
}

interface Listening {
  handle: Handler
  listeners: number
  subscription?: StompSubscription
}

/** A server that does not know a destination answers ERROR soon after the SUBSCRIBE. */
const REFUSED_WITHIN = 5_000

export function makeLive(cache: QueryClient): LiveSocket {
  const wanted = new Map<string, Listening>()
  const unknown = new Set<string>()
  const seen = new Seen()
  let connectedAt = 0
  let stopped = true

  const client = new Client({
    brokerURL: `${location.origin.replace(/^http/, 'ws')}/ws/websocket`,
    reconnectDelay: 500,
    maxReconnectDelay: 30_000,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    connectionTimeout: 10_000,
    heartbeatIncoming: 5_000,
    // A network that swallows everything answers no farewell either: it is not waited for.
    discardWebsocketOnCommFailure: true,
    heartbeatOutgoing: 10_000,
  })

  const take = (destination: string, { body, headers }: IMessage, handle: Handler) => {
    cache.setQueryData<number>(keys.lastMessageAt, Date.now())
    const { position } = headers
    // Only what has a place in the log can come twice.
    if (position && !seen.isNew(destination, position, position)) return
    handle(body, position)
  }

  const subscribe = (destination: string, listening: Listening) => {
    if (!client.connected || listening.subscription || unknown.has(destination)) return
    listening.subscription = client.subscribe(
      destination,
      (message) => take(destination, message, listening.handle),
      seen.resume(destination),
    )
  }

  client.onConnect = () => {
    connectedAt = Date.now()
    for (const [destination, listening] of wanted) {
      listening.subscription = undefined
      subscribe(destination, listening)
    }
    setConnection(cache, 'live')
    refreshAfterGap(cache)
  }
  client.onWebSocketClose = () => {
    for (const listening of wanted.values()) listening.subscription = undefined
    if (!stopped) setConnection(cache, 'reconnecting')
  }
  client.onStompError = () => {
    // A server of before the chat closes on its destinations: then the page lives without them.
    if (Date.now() - connectedAt < REFUSED_WITHIN)
      for (const destination of wanted.keys()) if (!isBasic(destination)) unknown.add(destination)
    // The server also refuses a session that has ended; asking who is signed in leads to the sign-in page.
    void cache.query({ ...sessionQuery, staleTime: 0 })
  }

  const hurry = () => {
    if (client.active && !client.connected)
      void client.deactivate({ force: true }).then(() => {
        if (!stopped) client.activate()
      })
  }
  // Background tabs sleep through their timers: on return, do not wait for the next attempt.
  const onReturn = () => {
    if (document.visibilityState === 'visible') hurry()
  }

  return {
    listen: (destination, handle) => {
      const listening = wanted.get(destination) ?? { handle, listeners: 0 }
      listening.listeners += 1
      wanted.set(destination, listening)
      subscribe(destination, listening)
      return () => {
        listening.listeners -= 1
        if (listening.listeners > 0) return
        wanted.delete(destination)
        if (client.connected) listening.subscription?.unsubscribe()
      }
    },
    send: (destination, body) => {
      if (client.connected && unknown.size === 0)
        client.publish({ destination, body: JSON.stringify(body) })
    },
    hurry,
    start: () => {
      stopped = false
      document.addEventListener('visibilitychange', onReturn)
      window.addEventListener('online', hurry)
      setConnection(cache, 'connecting')
      client.activate()
    },
    stop: () => {
      stopped = true
      document.removeEventListener('visibilitychange', onReturn)
      window.removeEventListener('online', hurry)
      void client.deactivate()
    },
  }
}

/** Every server has these. */
const isBasic = (destination: string) => /^\/topic\/(live|notifications)\//.test(destination)

function setConnection(cache: QueryClient, state: Connection['state']): void {
  cache.setQueryData<Connection>(keys.connection, (before) =>
    // The first loss is when the reconnecting began; later failed attempts do not restart the count.
    before?.state === state ? before : { state, since: Date.now() },
  )
}
