// One device at a glance: its running hour against the limit, and the day so far.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, TriangleAlert } from 'lucide-react'
import type { Device, HourConsumption } from '@/api/types'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { dayQuery, latestQuery } from '@/queries/devices'
import { startOfDate } from '@/time'
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
import { Badge } from './ui/badge'
import { Skeleton } from './ui/skeleton'

interface DeviceCardProps {
  device: Device
  /** Shown to administrators. */
  owner?: string
  date: string
  hour: number
  zone: string
}

export function DeviceCard({ device, owner, date, hour, zone }: DeviceCardProps) {
  const w = useWords()
  const { data, error } = useQuery(dayQuery(device.id, date, zone))
  const { data: latest } = useQuery(latestQuery(device.id))
  const start = startOfDate(date, zone) + hour * 3_600_000
  const projected = latest && Date.parse(latest.hour) === start ? latest.projected : null
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
          <p className="truncate text-sm text-ink-soft">
            {[owner, device.description].filter(Boolean).join(' · ') || '\u00a0'}
          </p>
        </div>
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-5 shrink-0 text-ink-soft transition-transform group-hover:translate-x-0.5"
        />
      </div>
      {data && (
        <ThisHour hours={data} limit={device.maxConsumption} hour={hour} projected={projected} />
      )}
      {!data && !error && <Skeleton className="h-36" />}
      {error && !data && <p className="text-sm text-over-ink">{sayError(error, w)}</p>}
    </Link>
  )
}

interface ThisHourProps {
  hours: HourConsumption[]
  limit: number | null
  hour: number
  projected: number | null | undefined
}

function ThisHour({ hours, limit, hour, projected }: ThisHourProps) {
  const w = useWords()
  const consumption = hours[hour]?.consumption ?? 0
  const over = limit !== null && consumption > limit
  return (
    <>
      <div className="grid gap-2.5">
        <div className="flex items-end justify-between gap-3">
          <p className="tabular-nums">
            <data value={consumption} className="text-3xl font-semibold tracking-tight">
              {formatAmount(consumption)}
            </data>{' '}
            <span className="text-sm text-ink-soft">
              {energyUnit} {w.devices.thisHour}
            </span>
          </p>
          {over && (
            <Badge look="warn">
              <TriangleAlert aria-hidden />
              {w.overview.above}
            </Badge>
          )}
        </div>
        <LimitMeter {...{ consumption, limit, projected }} label={w.devices.meter} />
        <p className="flex justify-between gap-3 text-xs text-ink-soft tabular-nums">
          <span>
            {over
              ? w.devices.tooMuch(formatEnergy(consumption - limit))
              : limit !== null && w.devices.used(formatShare(consumption / limit))}
          </span>
          <span>{limit === null ? w.common.noLimit : w.common.limit(formatLimit(limit))}</span>
        </p>
      </div>
      <div className="grid gap-2 border-t border-line pt-4">
        <MiniDay hours={hours} limit={limit} nowHour={hour} />
        <p className="text-xs text-ink-soft tabular-nums">
          {w.devices.today(formatEnergy(sumEnergy(hours.map((h) => h.consumption))))}
        </p>
      </div>
    </>
  )
}
