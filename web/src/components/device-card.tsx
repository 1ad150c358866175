// One device at a glance: its running hour against the limit, and the day so far.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, TriangleAlert } from 'lucide-react'
import type { Device, HourConsumption } from '@/api/types'
import { dayQuery } from '@/queries'
import {
  energyUnit,
  formatAmount,
  formatEnergy,
  formatLimit,
  formatShare,
  sumEnergy,
} from '@/units'
import { LimitMeter } from './limit-meter'
import { MiniDay } from './mini-day'
import { Skeleton } from './ui/skeleton'

interface DeviceCardProps {
  device: Device
  date: string
  hour: number
  zone: string
}

export function DeviceCard({ device, date, hour, zone }: DeviceCardProps) {
  const { data, error } = useQuery(dayQuery(device.id, date, zone))
  return (
    <Link
      to="/devices/$deviceId"
      params={{ deviceId: device.id }}
      data-testid="device"
      data-device={device.id}
      className="card group grid content-start gap-4 p-5 transition-[border-color,box-shadow] hover:border-brand/60 hover:shadow-lg hover:shadow-black/5"
    >
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <h2 className="truncate font-semibold tracking-tight">{device.name}</h2>
          <p className="truncate text-sm text-ink-soft">{device.description ?? '\u00a0'}</p>
        </div>
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-5 shrink-0 text-ink-soft transition-transform group-hover:translate-x-0.5"
        />
      </div>
      {data && <ThisHour hours={data} limit={device.maxConsumption} hour={hour} />}
      {!data && !error && <Skeleton className="h-36" />}
      {error && !data && <p className="text-sm text-over-ink">{error.message}</p>}
    </Link>
  )
}

interface ThisHourProps {
  hours: HourConsumption[]
  limit: number
  hour: number
}

function ThisHour({ hours, limit, hour }: ThisHourProps) {
  const consumption = hours[hour]?.consumption ?? 0
  const over = consumption > limit
  return (
    <>
      <div className="grid gap-2.5">
        <div className="flex items-end justify-between gap-3">
          <p className="tabular-nums">
            <data value={consumption} className="text-3xl font-semibold tracking-tight">
              {formatAmount(consumption)}
            </data>{' '}
            <span className="text-sm text-ink-soft">{energyUnit} this hour</span>
          </p>
          {over && (
            <span className="inline-flex items-center gap-1.5 rounded-full bg-over-soft px-2.5 py-1 text-xs font-semibold text-over-ink">
              <TriangleAlert aria-hidden className="size-3.5" />
              Above limit
            </span>
          )}
        </div>
        <LimitMeter label="This hour against the limit" consumption={consumption} limit={limit} />
        <p className="flex justify-between text-xs text-ink-soft tabular-nums">
          <span>
            {over
              ? `${formatEnergy(consumption - limit)} too much`
              : `${formatShare(consumption / limit)} used`}
          </span>
          <span>Limit {formatLimit(limit)}</span>
        </p>
      </div>
      <div className="grid gap-2 border-t border-line pt-4">
        <MiniDay hours={hours} limit={limit} nowHour={hour} />
        <p className="text-xs text-ink-soft tabular-nums">
          Today {formatEnergy(sumEnergy(hours.map((h) => h.consumption)))}
        </p>
      </div>
    </>
  )
}
