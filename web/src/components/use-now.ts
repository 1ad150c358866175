// The current time for components that must change when it does.
import { useEffect, useState } from 'react'

/** Milliseconds since the epoch, renewed every `period` milliseconds. */
export function useNow(period: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), period)
    return () => clearInterval(timer)
  }, [period])
  return now
}
