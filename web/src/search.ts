// Reads the state that addresses hold; what makes no sense is dropped, so that any link opens.
import { EARLIER, VIEWS, type Earlier, type View } from './period'
import type { Resolution } from './api/types'
import { isDate } from './time'

type Raw = Record<string, unknown>

export const STEPS = ['quarter', 'hour', 'day', 'month'] as const satisfies Resolution[]

/** What the page of a device shows; whatever is missing has its usual value. */
export interface DeviceSearch {
  view?: View
  date?: string
  step?: Resolution
  vs?: Earlier
  /** An hour that the chart begins at, as an alert points to it. */
  hour?: number
}

export function deviceSearch(search: Raw): DeviceSearch {
  return {
    view: oneOf(VIEWS, search.view),
    date: isDate(search.date) ? search.date : undefined,
    step: oneOf(STEPS, search.step),
    vs: oneOf(EARLIER, search.vs),
    hour: isHour(search.hour) ? search.hour : undefined,
  }
}

export const ALERT_FILTERS = ['open', 'all', 'retracted'] as const
export type AlertFilter = (typeof ALERT_FILTERS)[number]

export const alertSearch = (search: Raw): { show?: AlertFilter } => ({
  show: oneOf(ALERT_FILTERS, search.show),
})

export const REVIEW_KINDS = ['unregistered', 'conflicts', 'held', 'quarantine', 'parked'] as const
export type ReviewKind = (typeof REVIEW_KINDS)[number]

export const reviewSearch = (search: Raw): { kind?: ReviewKind } => ({
  kind: oneOf(REVIEW_KINDS, search.kind),
})

export const HISTORY_KINDS = ['device', 'user', 'alert'] as const
export type HistoryKind = (typeof HISTORY_KINDS)[number]

export const historySearch = (search: Raw): { alert?: string } => ({
  alert: typeof search.alert === 'string' ? search.alert : undefined,
})

export const textSearch = (search: Raw): { q?: string } => ({
  q: typeof search.q === 'string' && search.q ? search.q : undefined,
})

/** A path of this site to return to after signing in; anything else is dropped. */
export const ownPath = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\/(?![/\\])/.test(value) ? value : undefined

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((one) => one === value)
}

function isHour(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 24
}
