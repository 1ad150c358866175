// At least once, and each thing shown once.
import { expect, it } from 'vitest'
import { Seen } from './seen'

it('what is delivered twice is new once', () => {
  const seen = new Seen()
  expect(seen.isNew('/a', 'x', '7')).toBe(true)
  expect(seen.isNew('/a', 'x', '7')).toBe(false)
})

it('resuming begins after the highest position of the destination', () => {
  const seen = new Seen()
  expect(seen.resume('/a')).toEqual({})
  seen.isNew('/a', 'x', '7')
  seen.isNew('/a', 'y', '12')
  seen.isNew('/a', 'z', '9')
  seen.isNew('/b', 'w', '99')
  expect(seen.resume('/a')).toEqual({ 'last-position': '12' })
})
