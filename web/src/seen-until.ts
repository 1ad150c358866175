// Up to when a person has looked at their notifications, remembered in this browser.
import { useState } from 'react'

const key = (userId: string) => `ems-seen-${userId}`

function read(userId: string): number {
  try {
    return Number(localStorage.getItem(key(userId)) ?? 0)
  } catch {
    return 0
  }
}

/** Where the last visit ended; it stays so for the whole of this visit, until all is marked as seen. */
export function useSeenUntil(userId: string): [number, () => void] {
  const [until, setUntil] = useState(() => read(userId))
  const mark = () => {
    const now = Date.now()
    try {
      localStorage.setItem(key(userId), String(now))
    } catch {
      // Without storage it is remembered until the page is closed.
    }
    setUntil(now)
  }
  return [until, mark]
}
