// The old route's days as bars, also where clocks change.
import { expect, it } from 'vitest'
import { bucketsOfDay } from './period'

const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, consumption: hour }))
const barsOf = (date: string) => bucketsOfDay(hours, date, 'Europe/Bucharest')

it('a plain day has 24 bars of an hour each', () => {
  const bars = barsOf('2026-11-23')
  expect(bars).toHaveLength(24)
  expect(bars[0]).toMatchObject({ start: '2026-11-22T22:00:00Z', end: '2026-11-22T23:00:00Z' })
})

it('a day of 23 hours lacks one, and keeps the others in their place', () => {
  const bars = barsOf('2026-03-29')
  expect(bars).toHaveLength(23)
  expect(bars.map(({ consumption }) => consumption)).not.toContain(3)
})

it('on a day of 25 hours the repeated one is a bar of two hours, as the server sums it', () => {
  const long = barsOf('2026-10-25').find(
    ({ start, end }) => Date.parse(end) - Date.parse(start) > 3_600_000,
  )
  expect(long).toMatchObject({ consumption: 3, start: '2026-10-25T00:00:00Z' })
})
