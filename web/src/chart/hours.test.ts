// How an hour is judged and told.
import { expect, it } from 'vitest'
import { describe as tell, viewHours } from './hours'

const day = (used: Record<number, number>) =>
  Array.from({ length: 24 }, (_, hour) => ({ hour, consumption: used[hour] ?? 0 }))

it('an hour at its limit is within it, and one above is over', () => {
  const hours = viewHours(day({ 1: 3, 2: 3.001 }), { limit: 3, nowHour: null })
  expect(hours.map((hour) => hour.state).slice(0, 3)).toEqual(['none', 'within', 'over'])
})

it('hours after the running one are still to come', () => {
  const hours = viewHours(day({}), { limit: 3, nowHour: 10 })
  expect([hours[9]?.state, hours[10]?.state, hours[11]?.state]).toEqual(['none', 'none', 'ahead'])
})

it('readings from ahead of the clock are shown', () => {
  expect(viewHours(day({ 12: 1 }), { limit: 3, nowHour: 10 })[12]?.state).toBe('within')
})

it('only the running hour has an outlook', () => {
  const hours = viewHours(day({ 9: 1, 10: 1 }), { limit: 3, nowHour: 10, projected: 2 })
  expect(hours[9]?.projected).toBeNull()
  expect(hours[10]?.projected).toBe(2)
})

it('a screen reader hears that an hour is above the limit', () => {
  const [view] = viewHours([{ hour: 18, consumption: 3.2 }], { limit: 3, nowHour: null })
  expect(view && tell(view, 3)).toBe('18:00–19:00, 3.20 kWh, 0.200 kWh above the limit')
})
