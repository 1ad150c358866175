// How a bar is judged and told.
import { expect, it } from 'vitest'
import type { Bucket } from '@/api/types'
import { words } from '@/i18n'
import { describe as tell, limitOf, notesOf, viewBars, type Setting } from './buckets'

const MIDNIGHT = Date.parse('2026-11-23T00:00:00Z')
const HOUR = 3_600_000
const at = (hour: number) => new Date(MIDNIGHT + hour * HOUR).toISOString()

const day = (used: Record<number, number | null>, change: Partial<Bucket> = {}): Bucket[] =>
  Array.from({ length: 24 }, (_, hour) => ({
    start: at(hour),
    end: at(hour + 1),
    consumption: hour in used ? (used[hour] ?? null) : 0,
    coverage: 1,
    revision: 1,
    corrected: false,
    ...change,
  }))

const setting = (change: Partial<Setting> = {}): Setting => ({
  step: 'hour',
  zone: 'UTC',
  limit: 3,
  now: MIDNIGHT + 48 * HOUR,
  severalDays: false,
  ...change,
})
const atTen = { now: MIDNIGHT + 10.5 * HOUR }

it('an hour at its limit is within it, and one above is over', () => {
  const bars = viewBars(day({ 1: 3, 2: 3.001 }), setting())
  expect(bars.map(({ state }) => state).slice(0, 3)).toEqual(['none', 'within', 'over'])
})

it('hours after the running one are still to come', () => {
  const bars = viewBars(day({}), setting(atTen))
  expect([bars[9]?.state, bars[10]?.state, bars[11]?.state]).toEqual(['none', 'none', 'ahead'])
})

it('an hour without readings is a gap and not zero', () => {
  const bars = viewBars(day({ 3: null, 12: null }), setting(atTen))
  expect([bars[3]?.state, bars[4]?.state, bars[12]?.state]).toEqual(['gap', 'none', 'ahead'])
})

it('readings from ahead of the clock are shown', () => {
  expect(viewBars(day({ 12: 1 }), setting(atTen))[12]?.state).toBe('within')
})

it('only the running hour has an outlook', () => {
  const bars = viewBars(day({ 9: 1, 10: 1 }), setting({ ...atTen, projected: 2 }))
  expect(bars[9]?.projected).toBeNull()
  expect(bars[10]?.projected).toBe(2)
})

it('a quarter-hour has a quarter of the limit, and a day has none', () => {
  expect([limitOf('quarter', 3), limitOf('hour', 3), limitOf('day', 3)]).toEqual([0.75, 3, null])
})

it('a screen reader hears that an hour is above the limit', () => {
  const bar = viewBars(day({ 18: 3.2 }), setting())[18]
  expect(bar && tell(bar, 3.2, words())).toBe('18:00–19:00, 3.20 kWh, 0.200 kWh above the limit')
})

it('corrections, revisions and thin readings are told', () => {
  const notes = (change: Partial<Bucket>) => {
    const bar = viewBars(day({ 5: 1 }, change), setting())[5]
    return bar && notesOf(bar, words())
  }
  expect(notes({ corrected: true, revision: 3 })).toEqual(['corrected by hand'])
  expect(notes({ revision: 2 })).toEqual(['revision 2'])
  expect(notes({ coverage: 0.5 })).toEqual(['readings cover 50%'])
})
