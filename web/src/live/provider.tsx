// Keeps the live connection open while someone is signed in, and lets pages listen to other users' devices.
import { useQueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, type ReactNode } from 'react'
import type { Session } from '../api/types'
import { showAlert } from '../components/alert-toast'
import { makeLive, type LiveSocket } from './socket'

const LiveContext = createContext<LiveSocket | null>(null)

export function LiveProvider({ session, children }: { session: Session; children: ReactNode }) {
  const cache = useQueryClient()
  const socket = useMemo(() => makeLive(cache, session, showAlert), [cache, session])
  useEffect(() => {
    socket.start()
    return () => socket.stop()
  }, [socket])
  return <LiveContext value={socket}>{children}</LiveContext>
}

/** Listens to the totals of this user's devices for as long as the component is shown. */
export function useLiveOf(userId: string | null | undefined): void {
  const socket = use(LiveContext)
  useEffect(() => {
    if (socket && userId) return socket.watch(userId)
  }, [socket, userId])
}
