// Lets charts of any step and the summary follow a fresh total of an hour.
import type { QueryClient } from '@tanstack/react-query'
import type { Bucket, DeviceSummary, LiveReading, Summary } from '@/api/types'
import { keys } from '@/queries/keys'
import { sumEnergy } from '@/units'

const HOUR = 3_600_000
/** Sums of which the hour is only a part are asked for again, but not at every reading. */
const CALM = 4_000

export function applyToConsumption(cache: QueryClient, reading: LiveReading): void {
  const { deviceId, consumption, coverage, revision } = reading
  const start = Date.parse(reading.hour)
  const known = cache.getQueriesData<Bucket[]>({ queryKey: keys.consumptionOf(deviceId) })
  for (const [key, buckets] of known) {
    const holds = ({ start: from, end }: Bucket) =>
      Date.parse(from) <= start && start < Date.parse(end)
    const index = buckets?.findIndex(holds) ?? -1
    const bucket = buckets?.[index]
    if (!buckets || !bucket) continue
    const isTheHour = Date.parse(bucket.start) === start && Date.parse(bucket.end) - start === HOUR
    if (!isTheHour) {
      askSoon(cache, key)
      continue
    }
    const fresh = {
      ...bucket,
      consumption,
      coverage: coverage ?? bucket.coverage,
      revision: revision ?? bucket.revision,
    }
    cache.setQueryData<Bucket[]>(key, buckets.with(index, fresh))
  }
}

export function applyToSummaries(cache: QueryClient, reading: LiveReading, at: number): void {
  for (const [key, summary] of cache.getQueriesData<Summary>({ queryKey: keys.summaries })) {
    if (!summary) continue
    const device = summary.devices.find(({ deviceId }) => deviceId === reading.deviceId)
    if (!device) continue
    if (Date.parse(device.hour.start) !== Date.parse(reading.hour)) {
      askSoon(cache, key)
      continue
    }
    const devices = summary.devices.map((one) =>
      one === device ? withHour(device, reading, at) : one,
    )
    cache.setQueryData<Summary>(key, { ...summary, devices })
  }
}

function withHour(device: DeviceSummary, reading: LiveReading, at: number): DeviceSummary {
  const added = reading.consumption - (device.hour.consumption ?? 0)
  const plus = (sum: number | null) => sumEnergy([sum ?? 0, added])
  return {
    ...device,
    limit: reading.limit ?? device.limit,
    hour: {
      ...device.hour,
      consumption: reading.consumption,
      projected: reading.projected ?? null,
      coverage: reading.coverage ?? device.hour.coverage,
    },
    today: plus(device.today),
    month: plus(device.month),
    lastReadingAt: new Date(at).toISOString(),
  }
}

const waiting = new Set<string>()

function askSoon(cache: QueryClient, queryKey: readonly unknown[]): void {
  const name = JSON.stringify(queryKey)
  if (waiting.has(name)) return
  waiting.add(name)
  setTimeout(() => {
    waiting.delete(name)
    void cache.invalidateQueries({ queryKey })
  }, CALM)
}
