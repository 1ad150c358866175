// How instants become days and hours of a time zone, also on the days when clocks change.
import { describe, expect, it } from 'vitest'
import { formatDate, formatHour, isDate, localHourOf, nowIn, shiftDate, zoneOf } from './time'

const at = (text: string) => Date.parse(text)

describe('the local hour of an instant', () => {
  it('is the UTC hour in UTC', () => {
    expect(localHourOf(at('2026-11-23T18:00:00Z'), 'UTC')).toEqual({
      date: '2026-11-23',
      hour: 18,
      whole: true,
    })
  })

  it('may fall on the next day', () => {
    expect(localHourOf(at('2026-11-23T22:00:00Z'), 'Europe/Bucharest')).toEqual({
      date: '2026-11-24',
      hour: 0,
      whole: true,
    })
  })

  it('is not whole for either half of the hour that a 25-hour day repeats', () => {
    const hours = ['00:00', '01:00', '02:00'].map((time) =>
      localHourOf(at(`2026-10-25T${time}:00Z`), 'Europe/Bucharest'),
    )
    expect(hours.map(({ hour }) => hour)).toEqual([3, 3, 4])
    expect(hours.map(({ whole }) => whole)).toEqual([false, false, true])
  })

  it('jumps over the hour that a 23-hour day lacks', () => {
    const hours = ['00:00', '01:00'].map((time) =>
      localHourOf(at(`2026-03-29T${time}:00Z`), 'Europe/Bucharest'),
    )
    expect(hours.map(({ hour, whole }) => [hour, whole])).toEqual([
      [2, true],
      [4, true],
    ])
  })

  it('is not whole in a zone whose hours begin at half past', () => {
    expect(localHourOf(at('2026-11-23T18:00:00Z'), 'Asia/Kolkata')).toEqual({
      date: '2026-11-23',
      hour: 23,
      whole: false,
    })
  })
})

describe('days', () => {
  it('begin at midnight of the zone', () => {
    expect(nowIn('Europe/Bucharest', at('2026-11-23T22:30:00Z'))).toEqual({
      date: '2026-11-24',
      hour: 0,
    })
  })

  it('shift over the ends of months and years', () => {
    expect(shiftDate('2026-12-31', 1)).toBe('2027-01-01')
    expect(shiftDate('2028-03-01', -1)).toBe('2028-02-29')
  })

  it('are real dates only', () => {
    expect(isDate('2026-11-23')).toBe(true)
    expect(isDate('2026-02-30')).toBe(false)
    expect(isDate('23.11.2026')).toBe(false)
    expect(isDate(undefined)).toBe(false)
  })

  it('are told in full', () => {
    expect(formatDate('2026-11-23', 'en-GB')).toMatch(/^Monday,? 23 November 2026$/)
  })
})

describe('zones and hours', () => {
  it('fall back to UTC where the browser does not know the zone', () => {
    expect(zoneOf({ timeZone: 'Mars/Olympus' })).toBe('UTC')
    expect(zoneOf({})).toBe('UTC')
    expect(zoneOf({ timeZone: 'Europe/Bucharest' })).toBe('Europe/Bucharest')
  })

  it('end the last hour of the day at midnight', () => {
    expect(formatHour(23)).toBe('23:00–00:00')
  })
})
