// What each hour of a day means for people: over the limit, within it, nothing measured, or still ahead.
import type { HourConsumption } from '@/api/types'
import { formatEnergy, formatShare } from '@/units'
import { formatHour } from '@/time'

export type HourState = 'over' | 'within' | 'none' | 'ahead'

export interface HourView {
  hour: number
  consumption: number
  state: HourState
  running: boolean
  /** Only for the running hour, and only where the server foretells it. */
  projected: number | null
}

export interface DaySetting {
  limit: number
  /** The running hour if the day is today, null on other days. */
  nowHour: number | null
  projected?: number | null
}

export function viewHours(hours: HourConsumption[], setting: DaySetting): HourView[] {
  return hours.map(({ hour, consumption }) => {
    const running = hour === setting.nowHour
    return {
      hour,
      consumption,
      state: stateOf(hour, consumption, setting),
      running,
      projected: running ? (setting.projected ?? null) : null,
    }
  })
}

function stateOf(hour: number, consumption: number, { limit, nowHour }: DaySetting): HourState {
  if (consumption > limit) return 'over'
  if (consumption > 0) return 'within'
  return nowHour !== null && hour > nowHour ? 'ahead' : 'none'
}

/** How an hour stands to the limit, as half a sentence. */
export function standing({ state, consumption, running }: HourView, limit: number): string {
  if (state === 'over') return `${formatEnergy(consumption - limit)} above the limit`
  if (state === 'within') return `${formatShare(consumption / limit)} of the limit`
  if (state === 'ahead') return 'still to come'
  return running ? 'nothing measured yet' : 'nothing measured'
}

/** The whole of an hour in words, for screen readers. */
export function describe(view: HourView, limit: number): string {
  const parts = [formatHour(view.hour)]
  if (view.state === 'over' || view.state === 'within') parts.push(formatEnergy(view.consumption))
  parts.push(standing(view, limit))
  if (view.running) parts.push('running hour')
  if (view.projected !== null) parts.push(`about ${formatEnergy(view.projected)} at its end`)
  return parts.join(', ')
}
