// Keeps the live connection open while someone is signed in, and lets pages listen to more.
import { useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react'
import type { Session } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { showAlert, showMessage } from '@/components/toasts'
import { zoneOf } from '@/time'
import { applyAlert, applyReading, deviceNameIn, readAlert, readLive } from './apply'
import { applyChat, applySystem, applyTyping, readChat } from './messages'
import { deviceQuery } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { makeLive, type LiveSocket } from './socket'

const LiveContext = createContext<LiveSocket | null>(null)

export function LiveProvider({ session, children }: { session: Session; children: ReactNode }) {
  const cache = useQueryClient()
  const can = useCapabilities()
  const socket = useMemo(() => makeLive(cache), [cache])
  useEffect(() => {
    socket.start()
    return () => socket.stop()
  }, [socket])

  const { userId, role } = session
  const zone = zoneOf(session)
  useEffect(() => {
    const ends = [
      socket.listen(`/topic/live/${userId}`, (body) => {
        const reading = readLive(body)
        if (reading) applyReading(cache, zone, reading)
      }),
      socket.listen(`/topic/notifications/${userId}`, (body) => {
        const alert = readAlert(body)
        if (!alert) return
        const tell = () => {
          applyAlert(cache, alert)
          showAlert(alert, cache)
        }
        tell()
        // Told at once, and again in the reader's own words when the device is known by name.
        if (deviceNameIn(cache, alert.deviceId) === undefined)
          void cache.query(deviceQuery(alert.deviceId)).then(tell, () => undefined)
      }),
    ]
    return () => ends.forEach((end) => end())
  }, [socket, cache, userId, zone])

  const chats = can.has('conversation') && role === 'CLIENT'
  useEffect(() => {
    if (!chats) return
    const end = listenToChat(socket, userId, (topic, body) => {
      const chat = topic === 'messages' ? readChat(body) : null
      if (chat) applyChat(cache, userId, chat)
      if (chat && chat.senderId !== userId) showMessage(chat, '/chat')
      if (topic === 'typing') applyTyping(cache, userId, body)
      if (topic === 'receipts')
        void cache.invalidateQueries({ queryKey: keys.conversation(userId) })
    })
    return end
  }, [socket, cache, userId, chats])

  const helps = can.has('inbox') && role === 'ADMIN'
  useEffect(() => {
    if (!helps) return
    const ends = [
      socket.listen('/topic/admin/messages', (body) => {
        const chat = readChat(body)
        if (!chat) return
        applyChat(cache, chat.senderId, chat)
        void cache.invalidateQueries({ queryKey: keys.conversations })
        showMessage(chat, `/inbox/${chat.senderId}`)
      }),
      socket.listen('/topic/admin/typing', (body) => {
        const from = readTyping(body)
        if (from) applyTyping(cache, from, body)
      }),
    ]
    return () => ends.forEach((end) => end())
  }, [socket, cache, helps])

  const runs = can.has('system') && role === 'ADMIN'
  useEffect(
    () =>
      runs ? socket.listen('/topic/admin/system', (body) => applySystem(cache, body)) : undefined,
    [socket, cache, runs],
  )
  return <LiveContext value={socket}>{children}</LiveContext>
}

export function useLive(): LiveSocket | null {
  return use(LiveContext)
}

/** Listens to the totals of another user's devices for as long as the component is shown. */
export function useLiveOf(userId: string | null | undefined, zone: string): void {
  const socket = use(LiveContext)
  const cache = useQueryClient()
  useEffect(() => {
    if (!socket || !userId) return
    return socket.listen(`/topic/live/${userId}`, (body) => {
      const reading = readLive(body)
      if (reading) applyReading(cache, zone, reading)
    })
  }, [socket, cache, userId, zone])
}

/** Listens to a customer's conversation: an administrator who has it open. */
export function useChatOf(userId: string): void {
  const socket = use(LiveContext)
  const cache = useQueryClient()
  useEffect(() => {
    if (!socket) return
    return listenToChat(socket, userId, (topic, body) => {
      const chat = topic === 'messages' ? readChat(body) : null
      if (chat) applyChat(cache, userId, chat)
      if (topic === 'receipts')
        void cache.invalidateQueries({ queryKey: keys.conversation(userId) })
    })
  }, [socket, cache, userId])
}

type Topic = 'messages' | 'typing' | 'receipts'

function listenToChat(
  socket: LiveSocket,
  userId: string,
  handle: (topic: Topic, body: string) => void,
): () => void {
  const topics: Topic[] = ['messages', 'typing', 'receipts']
  const ends = topics.map((topic) =>
    socket.listen(`/topic/${topic}/${userId}`, (body) => handle(topic, body)),
  )
  return () => ends.forEach((end) => end())
}

function readTyping(body: string): string | null {
  const from = (JSON.parse(body) as { senderId?: unknown }).senderId
  return typeof from === 'string' ? from : null
}
