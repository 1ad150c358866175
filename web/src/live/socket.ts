// The one STOMP connection of the page: connects with the session cookie, reconnects, and feeds live.ts.
import { Client, ReconnectionTimeMode, type StompSubscription } from '@stomp/stompjs'
import type { QueryClient } from '@tanstack/react-query'
import type { AlertNotice, Session } from '../api/types'
import { applyAlert, applyReading, readAlert, readLive, refreshAfterGap } from '../live'
import { keys, sessionQuery } from '../queries'
import { zoneOf } from '../time'

/** Shown in the header: live, or since when not. */
export interface Connection {
  state: 'connecting' | 'live' | 'reconnecting'
  since: number
}

export interface LiveSocket {
  /** Also listens to another user's totals (an administrator looking at their device). */
  watch: (userId: string) => () => void
  start: () => void
  stop: () => void
}

export type OnAlert = (alert: AlertNotice, position: string | undefined) => void

export function makeLive(cache: QueryClient, session: Session, onAlert: OnAlert): LiveSocket {
  const zone = zoneOf(session)
  const watched = new Map<string, number>([[session.userId, 1]])
  const subscriptions = new Map<string, StompSubscription>()
  let stopped = true

  const client = new Client({
    brokerURL: `${location.origin.replace(/^http/, 'ws')}/ws/websocket`,
    reconnectDelay: 500,
    maxReconnectDelay: 30_000,
    reconnectTimeMode: ReconnectionTimeMode.EXPONENTIAL,
    connectionTimeout: 10_000,
    heartbeatIncoming: 10_000,
    heartbeatOutgoing: 10_000,
  })

  const listenTo = (userId: string) => {
    if (!client.connected || subscriptions.has(userId)) return
    const subscription = client.subscribe(`/topic/live/${userId}`, ({ body }) => {
      const reading = readLive(body)
      if (reading) applyReading(cache, zone, reading)
    })
    subscriptions.set(userId, subscription)
  }

  client.onConnect = () => {
    client.subscribe(`/topic/notifications/${session.userId}`, ({ body, headers }) => {
      const alert = readAlert(body)
      if (alert) {
        applyAlert(cache, alert)
        onAlert(alert, headers.position)
      }
    })
    subscriptions.clear()
    for (const userId of watched.keys()) listenTo(userId)
    setConnection(cache, 'live')
    refreshAfterGap(cache)
  }
  client.onWebSocketClose = () => {
    if (!stopped) setConnection(cache, 'reconnecting')
  }
  // The server refuses a session that has ended; asking who is signed in leads to the sign-in page.
  client.onStompError = () => void cache.query({ ...sessionQuery, staleTime: 0 })

  const hurry = () => {
    // Background tabs sleep through their timers: on return, do not wait for the next attempt.
    if (document.visibilityState === 'visible' && client.active && !client.connected)
      void client.deactivate({ force: true }).then(() => {
        if (!stopped) client.activate()
      })
  }

  return {
    start: () => {
      stopped = false
      document.addEventListener('visibilitychange', hurry)
      window.addEventListener('online', hurry)
      setConnection(cache, 'connecting')
      client.activate()
    },
    watch: (userId) => {
      watched.set(userId, (watched.get(userId) ?? 0) + 1)
      listenTo(userId)
      return () => {
        const left = (watched.get(userId) ?? 1) - 1
        if (left > 0) return void watched.set(userId, left)
        watched.delete(userId)
        if (client.connected) subscriptions.get(userId)?.unsubscribe()
        subscriptions.delete(userId)
      }
    },
    stop: () => {
      stopped = true
      document.removeEventListener('visibilitychange', hurry)
      window.removeEventListener('online', hurry)
      void client.deactivate()
    },
  }
}

function setConnection(cache: QueryClient, state: Connection['state']): void {
  cache.setQueryData<Connection>(keys.connection, (before) =>
    // The first loss is when the reconnecting began; later failed attempts do not restart the count.
    before?.state === state ? before : { state, since: Date.now() },
  )
}
