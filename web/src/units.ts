// The one place where a quantity becomes text for people: energy, shares, differences, counts.
import { currentLocale } from './locale'

const UNIT = 'kWh'

/** What was measured, with as many digits as help: 0.083, 3.20, 12.4, 180. */
export function formatEnergy(energy: number, locale?: string): string {
  return `${formatAmount(energy, locale)} ${UNIT}`
}

/** The measured number alone, for places where the unit stands beside it in another size. */
export function formatAmount(energy: number, locale?: string): string {
  const digits = digitsOf(energy)
  // Kept digits hold a growing number still; an empty hour is just 0.
  return format(energy, energy === 0 ? 0 : digits, digits, locale)
}

/** What someone set, as they wrote it: 3, 2.2, 0.15. */
export function formatLimit(limit: number, locale?: string): string {
  return `${formatTick(limit, locale)} ${UNIT}`
}

/** A step of an axis, without trailing zeros. */
export function formatTick(energy: number, locale?: string): string {
  return format(energy, 0, 3, locale)
}

function digitsOf(energy: number): number {
  const size = Math.abs(energy)
  return size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0
}

function format(energy: number, least: number, most: number, locale = currentLocale()): string {
  return numbers(locale, { minimumFractionDigits: least, maximumFractionDigits: most }).format(
    energy,
  )
}

/** The unit's name, for axes and headings. */
export const energyUnit = UNIT

/** A share of a limit, such as 62 %. Never says 100 % of something that is not yet reached. */
export function formatShare(share: number, locale = currentLocale()): string {
  if (!Number.isFinite(share)) return '–'
  // A hair is added first, because 0.29 × 100 is 28.999… in binary.
  const floored = Math.floor(share * 100 + 1e-9) / 100
  return numbers(locale, { style: 'percent', maximumFractionDigits: 0 }).format(floored)
}

/** How much more or less than before, with its sign: +12%, −3%. null where there is nothing to compare with. */
export function formatChange(now: number, before: number, locale = currentLocale()): string | null {
  if (!(before > 0)) return null
  const options = { style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' } as const
  return numbers(locale, options).format(now / before - 1)
}

/** How many of something: 12,345. */
export function formatCount(count: number, locale = currentLocale()): string {
  return numbers(locale, { maximumFractionDigits: 0 }).format(count)
}

/** How many in a second, with a digit where it is few. */
export function formatRate(rate: number, locale = currentLocale()): string {
  return `${numbers(locale, { maximumFractionDigits: rate < 10 ? 1 : 0 }).format(rate)}/s`
}

/** Adds amounts without the dust of binary fractions: the server counts in billionths. */
export function sumEnergy(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((sum, amount) => sum + amount, 0) * 1e9) / 1e9
}

const formatters = new Map<string, Intl.NumberFormat>()

/** Making a formatter costs more than using it, and a chart uses one thousands of times. */
function numbers(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(locale, options)
  formatters.set(key, made)
  return made
}
