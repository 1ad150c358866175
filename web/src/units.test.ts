// What people can rely on when they read a quantity of energy.
import { describe, expect, it } from 'vitest'
import { formatAmount, formatEnergy, formatLimit, formatShare, sumEnergy } from './units'

describe('energy as text', () => {
  it('keeps three digits below one and fewer above', () => {
    expect(formatEnergy(0.083, 'en')).toBe('0.083 kWh')
    expect(formatEnergy(3.2, 'en')).toBe('3.20 kWh')
    expect(formatEnergy(12.44, 'en')).toBe('12.4 kWh')
    expect(formatEnergy(1800, 'en')).toBe('1,800 kWh')
  })

  it('says a plain zero', () => {
    expect(formatAmount(0, 'en')).toBe('0')
  })

  it('shows a limit as it was set', () => {
    expect(formatLimit(3, 'en')).toBe('3 kWh')
    expect(formatLimit(0.15, 'en')).toBe('0.15 kWh')
  })

  it('follows the locale', () => {
    expect(formatEnergy(3.2, 'ro')).toBe('3,20 kWh')
  })
})

describe('shares', () => {
  it('never says that a limit is reached before it is', () => {
    expect(formatShare(0.999, 'en')).toBe('99%')
    expect(formatShare(1, 'en')).toBe('100%')
  })

  it('has no number where there is no limit', () => {
    expect(formatShare(Number.NaN, 'en')).toBe('–')
  })
})

describe('sums', () => {
  it('are free of the dust of binary fractions', () => {
    expect(sumEnergy([0.1, 0.2])).toBe(0.3)
  })
})
