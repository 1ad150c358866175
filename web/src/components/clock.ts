// The running day and hour in the user's zone, for components that move on with them.
import { nowIn } from '@/time'
import { useNow } from './use-now'

export function useToday(zone: string): { date: string; hour: number } {
  return nowIn(zone, useNow(5_000))
}
