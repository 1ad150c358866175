// How dates become periods, also over the ends of months, years and clock changes.
import { expect, it } from 'vitest'
import { earlierThan, instantsOf, periodOf, shiftPeriod } from './period'

it('a week begins on Monday and holds its Sunday', () => {
  expect(periodOf('week', '2026-11-29')).toMatchObject({ first: '2026-11-23', end: '2026-11-30' })
  expect(periodOf('week', '2026-11-30').first).toBe('2026-11-30')
})

it('months and years end where the next begins', () => {
  expect(periodOf('month', '2028-02-10')).toMatchObject({ first: '2028-02-01', end: '2028-03-01' })
  expect(shiftPeriod(periodOf('month', '2026-12-31'), 1).first).toBe('2027-01-01')
  expect(shiftPeriod(periodOf('year', '2026-07-01'), -1).first).toBe('2025-01-01')
})

it('a year earlier is the same weekday for a day and the same month for a month', () => {
  expect(earlierThan(periodOf('day', '2026-11-23'), 'year').first).toBe('2025-11-24')
  expect(earlierThan(periodOf('month', '2026-11-23'), 'year').first).toBe('2025-11-01')
})

it('days are as long as the clocks of the zone make them', () => {
  const hours = (date: string) => {
    const { from, to } = instantsOf(periodOf('day', date), 'Europe/Bucharest')
    return (Date.parse(to) - Date.parse(from)) / 3_600_000
  }
  expect([hours('2026-10-25'), hours('2026-03-29'), hours('2026-11-23')]).toEqual([25, 23, 24])
})

it('midnight is the local one', () => {
  const day = periodOf('day', '2026-11-24')
  expect(instantsOf(day, 'Europe/Bucharest').from).toBe('2026-11-23T22:00:00Z')
  expect(instantsOf(day, 'America/New_York').from).toBe('2026-11-24T05:00:00Z')
})
