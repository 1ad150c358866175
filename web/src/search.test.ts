// Any address opens: what makes no sense in it is dropped.
import { expect, it } from 'vitest'
import { deviceSearch, ownPath } from './search'

it('the state of the chart is read from the address', () => {
  const search = { view: 'month', date: '2026-11-23', step: 'day', vs: 'year', hour: 18 }
  expect(deviceSearch(search)).toEqual(search)
})

it('what makes no sense is dropped', () => {
  const nonsense = { view: 'decade', date: '2026-02-30', step: 7, vs: '', hour: 24 }
  expect(Object.values(deviceSearch(nonsense)).every((value) => value === undefined)).toBe(true)
})

it('the way back after signing in stays on this site', () => {
  expect(ownPath('/devices?q=oven')).toBe('/devices?q=oven')
  for (const foreign of ['//evil.example', '/\\evil.example', 'https://evil.example', 7])
    expect(ownPath(foreign)).toBeUndefined()
})
