// One line over the list: what all devices together use in the running hour.
import { useQueries } from '@tanstack/react-query'
import type { Device } from '@/api/types'
import { dayQuery } from '@/queries'
import { formatHour } from '@/time'
import { formatEnergy, sumEnergy } from '@/units'

interface HourSummaryProps {
  devices: Device[]
  /** False where only a part of the devices is shown, so that a sum would mislead. */
  all: boolean
  date: string
  hour: number
  zone: string
}

export function HourSummary({ devices, all, date, hour, zone }: HourSummaryProps) {
  const days = useQueries({ queries: devices.map(({ id }) => dayQuery(id, date, zone)) })
  const amounts = days.map(({ data }) => data?.[hour]?.consumption)
  const known = amounts.filter((amount) => amount !== undefined)
  const over = devices.filter((device, n) => (amounts[n] ?? 0) > device.maxConsumption).length
  const complete = all && devices.length > 0 && known.length === devices.length
  return (
    <p className="text-sm text-ink-soft tabular-nums">
      This hour, {formatHour(hour)}
      {complete && (
        <>
          {': '}
          <strong className="font-semibold text-ink">{formatEnergy(sumEnergy(known))}</strong> in
          all
          {over > 0 && <>, {over === 1 ? 'one device' : `${over} devices`} above the limit</>}
        </>
      )}
    </p>
  )
}
