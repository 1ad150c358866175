// What each bar means for people: over the limit, within it, nothing measured, a gap, or still ahead.
import type { Bucket, Resolution } from '@/api/types'
import { formatDay, formatMonth, formatShortDay, formatShortMonth, formatTime } from '@/dates'
import type { Words } from '@/i18n'
import { clockAt } from '@/time'
import { formatEnergy, formatShare, sumEnergy } from '@/units'

export type BarState = 'over' | 'within' | 'none' | 'gap' | 'ahead'

export interface Bar {
  index: number
  start: number
  end: number
  /** Where the bar begins, as its zone's clock has it. */
  date: string
  hour: number
  label: string
  short: string
  amount: number | null
  limit: number | null
  state: BarState
  running: boolean
  /** Only for the running hour, and only where the server foretells it. */
  projected: number | null
  earlier: number | null
  coverage: number
  revision: number
  corrected: boolean
}

export interface Setting {
  step: Resolution
  zone: string
  /** In one hour; null where nobody has set it. */
  limit: number | null
  now: number
  /** Bars name their day too where the chart shows several. */
  severalDays: boolean
  projected?: number | null
  earlier?: Bucket[]
}

export function viewBars(buckets: Bucket[], setting: Setting): Bar[] {
  const { step, zone, now, earlier } = setting
  const limit = limitOf(step, setting.limit)
  return buckets.map((bucket, index) => {
    const start = Date.parse(bucket.start)
    const end = Date.parse(bucket.end)
    const running = start <= now && now < end
    return {
      index,
      start,
      end,
      // Said only when asked for: a year has 35,040 bars, and a date costs more than a bar.
      get date() {
        return clockAt(start, zone).date
      },
      get hour() {
        return clockAt(start, zone).hour
      },
      get label() {
        return labelOf(start, end, setting)
      },
      get short() {
        return shortOf(start, setting)
      },
      amount: bucket.consumption,
      limit,
      state: stateOf(bucket, limit, start > now),
      running,
      projected: running && step === 'hour' ? (setting.projected ?? null) : null,
      earlier: earlier?.[index]?.consumption ?? null,
      coverage: bucket.coverage,
      revision: bucket.revision,
      corrected: bucket.corrected,
    }
  })
}

/** A limit is of one hour: a quarter-hour has a quarter of it, and days have none. */
export function limitOf(step: Resolution, limit: number | null): number | null {
  if (limit === null || step === 'day' || step === 'month') return null
  return step === 'quarter' ? limit / 4 : limit
}

function stateOf({ consumption }: Bucket, limit: number | null, ahead: boolean): BarState {
  if (consumption === null) return ahead ? 'ahead' : 'gap'
  if (limit !== null && consumption > limit) return 'over'
  if (consumption > 0) return 'within'
  return ahead ? 'ahead' : 'none'
}

function labelOf(start: number, end: number, { step, zone, severalDays }: Setting): string {
  const { date } = clockAt(start, zone)
  if (step === 'month') return formatMonth(date)
  if (step === 'day') return formatDay(date)
  const time = `${formatTime(start, zone)}–${formatTime(end, zone)}`
  return severalDays ? `${formatDay(date)}, ${time}` : time
}

function shortOf(start: number, { step, zone, severalDays }: Setting): string {
  if (step !== 'month' && step !== 'day' && !severalDays) return formatTime(start, zone)
  const { date } = clockAt(start, zone)
  return step === 'month' ? formatShortMonth(date) : formatShortDay(date)
}

/** How a bar stands to its limit or to the whole, as half a sentence. */
export function standing(bar: Bar, total: number, { chart }: Words): string {
  const { state, amount, limit, running } = bar
  if (state === 'ahead') return chart.ahead
  if (state === 'gap') return running ? chart.nothingYet : chart.noReadings
  if (state === 'none') return running ? chart.nothingYet : formatEnergy(0)
  if (state === 'over') return chart.aboveLimit(formatEnergy((amount ?? 0) - (limit ?? 0)))
  if (limit !== null) return chart.ofLimit(formatShare((amount ?? 0) / limit))
  return chart.ofTotal(formatShare((amount ?? 0) / total))
}

/** What else is worth knowing of a bar. */
export function notesOf(bar: Bar, { chart }: Words): string[] {
  const notes: string[] = []
  if (bar.projected !== null) notes.push(chart.byItsEnd(formatEnergy(bar.projected)))
  if (bar.corrected) notes.push(chart.corrected)
  else if (isRevised(bar)) notes.push(chart.revised(bar.revision))
  if (bar.amount !== null && !bar.running && bar.coverage < 0.995)
    notes.push(chart.partly(formatShare(bar.coverage)))
  if (bar.earlier !== null) notes.push(chart.earlierWas(formatEnergy(bar.earlier)))
  return notes
}

/** Each reading of a running hour makes a revision: only of an hour that is over is it worth a word. */
function isRevised({ revision, running, state }: Bar): boolean {
  return revision > 1 && !running && state !== 'ahead'
}

export const isMeasured = ({ state }: Bar) => state === 'over' || state === 'within'

export const totalOf = (bars: Bar[]) => sumEnergy(bars.map(({ amount }) => amount ?? 0))

/** The whole of a bar in words, for screen readers. */
export function describe(bar: Bar, total: number, w: Words): string {
  const parts = [bar.label]
  if (isMeasured(bar)) parts.push(formatEnergy(bar.amount ?? 0))
  parts.push(standing(bar, total, w))
  if (bar.running) parts.push(w.chart.running)
  return [...parts, ...notesOf(bar, w)].join(', ')
}
