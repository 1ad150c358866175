// Day, week, month and year as stretches of dates, and what each is compared with.
import { shiftDate, startOfDate } from './time'

export const VIEWS = ['day', 'week', 'month', 'year'] as const
export type View = (typeof VIEWS)[number]

/** From `first` to before `end`; both are plain dates. */
export interface Period {
  view: View
  first: string
  end: string
}

export const EARLIER = ['before', 'week', 'year'] as const
/** What a period is compared with: the one before it, the same a week earlier, the same a year earlier. */
export type Earlier = (typeof EARLIER)[number]

/** The period that contains a date; weeks begin on Monday. */
export function periodOf(view: View, date: string): Period {
  if (view === 'day') return { view, first: date, end: shiftDate(date, 1) }
  if (view === 'week') {
    const first = shiftDate(date, -((weekday(date) + 6) % 7))
    return { view, first, end: shiftDate(first, 7) }
  }
  const first = view === 'month' ? `${date.slice(0, 7)}-01` : `${date.slice(0, 4)}-01-01`
  return { view, first, end: shiftMonths(first, view === 'month' ? 1 : 12) }
}

/** The period `steps` later. */
export function shiftPeriod({ view, first }: Period, steps: number): Period {
  if (view === 'day' || view === 'week')
    return periodOf(view, shiftDate(first, steps * (view === 'day' ? 1 : 7)))
  return periodOf(view, shiftMonths(first, steps * (view === 'month' ? 1 : 12)))
}

/** What each view can sensibly be compared with. */
export function comparisons(view: View): Earlier[] {
  if (view === 'day') return ['before', 'week', 'year']
  return view === 'year' ? ['before'] : ['before', 'year']
}

export function earlierThan(period: Period, earlier: Earlier): Period {
  if (earlier === 'before') return shiftPeriod(period, -1)
  const { view, first } = period
  if (earlier === 'week') return periodOf(view, shiftDate(first, -7))
  // Of days and weeks the same weekday a year ago tells more than the same date.
  if (view === 'day' || view === 'week') return periodOf(view, shiftDate(first, -364))
  return periodOf(view, shiftMonths(first, -12))
}

/** The instants at which a period begins and ends in a zone, as the server is asked. */
export function instantsOf({ first, end }: Period, zone: string): { from: string; to: string } {
  const text = (date: string) =>
    new Date(startOfDate(date, zone)).toISOString().replace('.000Z', 'Z')
  return { from: text(first), to: text(end) }
}

export function contains({ first, end }: Period, date: string): boolean {
  return first <= date && date < end
}

function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

/** From the first of a month to the first of another. */
function shiftMonths(first: string, months: number): string {
  const moved = new Date(`${first}T00:00:00Z`)
  moved.setUTCMonth(moved.getUTCMonth() + months)
  return moved.toISOString().slice(0, 10)
}
