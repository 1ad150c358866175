// Who is signed in, for every component inside the frame.
import { createContext, use } from 'react'
import type { Session } from '@/api/types'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = use(SessionContext)
  if (!session) throw new Error('useSession is used outside the frame')
  return session
}

/** Administrators and auditors see everybody's devices; auditors change nothing. */
export const readsAll = ({ role }: Session): boolean => role !== 'CLIENT'
export const mayChange = ({ role }: Session): boolean => role === 'ADMIN'
