// What a live message does to the numbers on screen.
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Alert, Device, HourConsumption, LiveReading } from '@/api/types'
import { applyAlert, applyReading, readAlert, readLive, refreshAfterGap } from './apply'
import { withReading } from '@/queries/devices'
import { keys } from '@/queries/keys'

const boiler: Device = {
  id: 'boiler',
  name: 'Boiler',
  maxConsumption: 3,
  description: null,
  userId: 'ana',
}
const day = () => Array.from({ length: 24 }, (_, hour) => ({ hour, consumption: 1 }))
const reading = (change: Partial<LiveReading> = {}): LiveReading => ({
  deviceId: 'boiler',
  hour: '2026-11-23T18:00:00Z',
  consumption: 2.5,
  ...change,
})

let cache: QueryClient
const hourOf = (date: string, hour: number) =>
  cache.getQueryData<HourConsumption[]>(keys.day('boiler', date))?.[hour]?.consumption

beforeEach(() => {
  cache = new QueryClient()
  cache.setQueryData(keys.day('boiler', '2026-11-23'), day())
  cache.setQueryData(keys.devices, [boiler])
})

describe('a live total', () => {
  it('replaces the hour it belongs to and leaves the others alone', () => {
    applyReading(cache, 'UTC', reading())
    applyReading(cache, 'UTC', reading())
    expect(hourOf('2026-11-23', 18)).toBe(2.5)
    expect(hourOf('2026-11-23', 17)).toBe(1)
  })

  it('may be lower than before, because corrections exist', () => {
    applyReading(cache, 'UTC', reading({ consumption: 0.2 }))
    expect(hourOf('2026-11-23', 18)).toBe(0.2)
  })

  it('that was overtaken by a higher revision of its hour changes nothing', () => {
    applyReading(cache, 'UTC', reading({ consumption: 2, revision: 8, limit: 4 }))
    applyReading(cache, 'UTC', reading({ consumption: 1, revision: 7, limit: 3 }))
    expect(hourOf('2026-11-23', 18)).toBe(2)
    expect(cache.getQueryData<LiveReading>(keys.latest('boiler'))?.consumption).toBe(2)
    expect(cache.getQueryData<Device[]>(keys.devices)?.[0]?.maxConsumption).toBe(4)
    applyReading(cache, 'UTC', reading({ consumption: 1.5, revision: 9 }))
    expect(hourOf('2026-11-23', 18)).toBe(1.5)
  })

  it('is compared with the revisions of its own device and hour only', () => {
    applyReading(cache, 'UTC', reading({ revision: 8 }))
    applyReading(cache, 'UTC', reading({ deviceId: 'oven', revision: 8 }))
    applyReading(cache, 'UTC', reading({ hour: '2026-11-23T17:00:00Z', revision: 1 }))
    expect(hourOf('2026-11-23', 17)).toBe(2.5)
  })

  it('without a revision counts as it comes', () => {
    applyReading(cache, 'UTC', reading({ revision: 8 }))
    applyReading(cache, 'UTC', reading({ consumption: 1.5 }))
    expect(hourOf('2026-11-23', 18)).toBe(1.5)
  })

  it('goes to the local hour of the zone', () => {
    applyReading(cache, 'Europe/Bucharest', reading())
    expect(hourOf('2026-11-23', 20)).toBe(2.5)
  })

  it('does not invent a day that nobody has asked for', () => {
    applyReading(cache, 'UTC', reading({ hour: '2026-11-22T18:00:00Z' }))
    expect(cache.getQueryData(keys.day('boiler', '2026-11-22'))).toBeUndefined()
  })

  it('asks the server for the day when the local hour is repeated', () => {
    const repeated = keys.day('boiler', '2026-10-25')
    cache.setQueryData(repeated, day())
    applyReading(cache, 'Europe/Bucharest', reading({ hour: '2026-10-25T00:00:00Z' }))
    expect(hourOf('2026-10-25', 3)).toBe(1)
    expect(cache.getQueryState(repeated)?.isInvalidated).toBe(true)
  })

  it('carries a changed limit to the device', () => {
    applyReading(cache, 'UTC', reading({ limit: 4 }))
    expect(cache.getQueryData<Device[]>(keys.devices)?.[0]?.maxConsumption).toBe(4)
  })

  it('of an older hour changes neither the limit nor the latest hour', () => {
    applyReading(cache, 'UTC', reading({ limit: 4 }))
    applyReading(cache, 'UTC', reading({ hour: '2026-11-23T03:00:00Z', limit: 2 }))
    expect(cache.getQueryData<Device[]>(keys.devices)?.[0]?.maxConsumption).toBe(4)
    expect(cache.getQueryData<LiveReading>(keys.latest('boiler'))?.hour).toContain('T18')
    expect(hourOf('2026-11-23', 3)).toBe(2.5)
  })
})

describe('after a gap', () => {
  it('every day and every device is asked for again', () => {
    refreshAfterGap(cache)
    expect(cache.getQueryState(keys.day('boiler', '2026-11-23'))?.isInvalidated).toBe(true)
    expect(cache.getQueryState(keys.devices)?.isInvalidated).toBe(true)
  })
})

describe('an answer that was overtaken by a message', () => {
  it('takes the total of the message', () => {
    const merged = withReading(day(), reading(), '2026-11-23', 'UTC')
    expect(merged[18]?.consumption).toBe(2.5)
  })

  it('stays as it is when the message belongs to another day', () => {
    expect(withReading(day(), reading(), '2026-11-24', 'UTC')).toEqual(day())
  })
})

describe('reading messages', () => {
  it('accepts missing and unknown members', () => {
    const body = JSON.stringify({ ...reading(), limit: null, later: true })
    expect(readLive(body)).toMatchObject({ deviceId: 'boiler', consumption: 2.5 })
  })

  it('drops what is not a total', () => {
    expect(readLive('not json')).toBeNull()
    expect(readLive('null')).toBeNull()
    expect(readLive(JSON.stringify(reading({ hour: 'soon' })))).toBeNull()
    expect(readLive('{"deviceId":"boiler","hour":"2026-11-23T18:00:00Z"}')).toBeNull()
  })

  it('drops an alert without a sentence', () => {
    expect(readAlert('{"deviceId":"boiler"}')).toBeNull()
    expect(readAlert('{"deviceId":"boiler","message":"High"}')?.message).toBe('High')
  })
})

describe('a fresh alert', () => {
  const notice = {
    userId: 'ana',
    deviceId: 'boiler',
    message: 'High',
    alertId: 'a1',
    hour: '2026-11-23T18:00:00Z',
    consumption: 3.2,
    limit: 3,
  }

  it('is on top of the list, once', () => {
    const cache = new QueryClient()
    cache.setQueryData(keys.devices, [{ id: 'boiler', name: 'Boiler' }])
    cache.setQueryData<Alert[]>(keys.alerts('ana'), [])
    applyAlert(cache, notice)
    applyAlert(cache, notice)
    const list = cache.getQueryData<Alert[]>(keys.alerts('ana'))
    expect(list?.map(({ alertId, deviceName }) => [alertId, deviceName])).toEqual([
      ['a1', 'Boiler'],
    ])
  })

  it('waits for the list when nobody has asked for it yet', () => {
    const cache = new QueryClient()
    applyAlert(cache, notice)
    expect(cache.getQueryData(keys.alerts('ana'))).toBeUndefined()
  })
})
