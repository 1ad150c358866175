// Dates and instants as text for people, by their language and their time zone.
import { currentLocale } from './locale'

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs more than using it. */
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLocale()
  const key = locale + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

const dateOf = (date: string) => new Date(`${date}T00:00:00Z`)

/** "Mon, 23 Nov": a day of a list or an axis. */
export function formatDay(date: string): string {
  return formatter({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(
    dateOf(date),
  )
}

/** "23 Nov": a day where its week is known. */
export function formatShortDay(date: string): string {
  return formatter({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(dateOf(date))
}

/** "November 2026". */
export function formatMonth(date: string): string {
  return formatter({ month: 'long', year: 'numeric', timeZone: 'UTC' }).format(dateOf(date))
}

/** "Nov": a month of an axis. */
export function formatShortMonth(date: string): string {
  return formatter({ month: 'short', timeZone: 'UTC' }).format(dateOf(date))
}

/** "17 – 23 November 2026": from a date to another, both included. */
export function formatRange(first: string, last: string): string {
  return formatter({ dateStyle: 'long', timeZone: 'UTC' }).formatRange(dateOf(first), dateOf(last))
}

/** "23 Nov 2026, 18:04": an instant of the past. */
export function formatInstant(instant: string | number, zone: string): string {
  return formatter({
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(instant))
}

/** "18:04" or, with seconds, "18:04:32". */
export function formatTime(instant: string | number, zone: string, seconds = false): string {
  return formatter({
    hour: '2-digit',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    hourCycle: 'h23',
    timeZone: zone,
  }).format(new Date(instant))
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
]

/** "3 minutes ago". */
export function formatAgo(instant: string | number, now: number): string {
  const past = Math.max(0, now - new Date(instant).getTime())
  const [unit, size] = STEPS.find(([, step]) => past >= step) ?? ['second', 1_000]
  return new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto', style: 'short' }).format(
    -Math.floor(past / size),
    unit,
  )
}

/** "12 s", "4 min", "2 h": a short age that ticks. */
export function formatAge(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1_000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  return `${Math.floor(seconds / 3_600)} h`
}
