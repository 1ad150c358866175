// Days and hours as the user's time zone has them: which local hour an instant belongs to, and how to say it.
import { currentLocale } from './locale'

const HOUR = 3_600_000

/** A local hour of the chart. `whole` is false where one UTC hour is not exactly one local hour. */
export interface LocalHour {
  date: string
  hour: number
  whole: boolean
}

export interface Clock {
  date: string
  hour: number
  minute: number
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterFor(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

export function clockAt(instant: number, zone: string): Clock {
  const parts = new Map(
    formatterFor(zone)
      .formatToParts(instant)
      .map((p) => [p.type, p.value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    hour: Number(part('hour')),
    minute: Number(part('minute')),
  }
}

/** The local hour that the UTC hour starting at `instant` falls into. */
export function localHourOf(instant: number, zone: string): LocalHour {
  const { date, hour, minute } = clockAt(instant, zone)
  // A day of 25 hours names one hour twice; the server sums the two, so neither alone may be shown.
  const repeated = [instant - HOUR, instant + HOUR].some((other) => {
    const clock = clockAt(other, zone)
    return clock.date === date && clock.hour === hour
  })
  return { date, hour, whole: minute === 0 && !repeated }
}

/** The zone of a session's days; the server's default where it names none that this browser knows. */
export function zoneOf(session: { timeZone?: string }): string {
  try {
    if (session.timeZone) formatterFor(session.timeZone)
    return session.timeZone ?? 'UTC'
  } catch {
    return 'UTC'
  }
}

/** The instant at which a date begins in a zone. */
export function startOfDate(date: string, zone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  const offsetAt = (instant: number) => {
    const clock = clockAt(instant, zone)
    return (
      Date.parse(`${clock.date}T${two(clock.hour)}:${two(clock.minute)}:00Z`) -
      Math.floor(instant / 60_000) * 60_000
    )
  }
  // Once with the offset of about then, and once more where clocks change in between.
  const near = midnight - offsetAt(midnight)
  return midnight - offsetAt(near)
}

/** Today's date and the running hour in a zone. */
export function nowIn(zone: string, now: number): { date: string; hour: number } {
  const { date, hour } = clockAt(now, zone)
  return { date, hour }
}

/** The date `days` later; dates are plain YYYY-MM-DD and know no clock changes. */
export function shiftDate(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`)
  moved.setUTCDate(moved.getUTCDate() + days)
  return moved.toISOString().slice(0, 10)
}

/** True for a real calendar date written YYYY-MM-DD. */
export function isDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const read = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)
}

/** A date for people, such as "Monday, 23 November 2026". */
export function formatDate(date: string, locale = currentLocale()): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
}

const two = (n: number) => String(n).padStart(2, '0')

/** "18:00–19:00": an hour as its start and end. */
export function formatHour(hour: number): string {
  return `${two(hour)}:00–${two((hour + 1) % 24)}:00`
}

/** "18:00": where an hour starts. */
export function formatHourStart(hour: number): string {
  return `${two(hour)}:00`
}
