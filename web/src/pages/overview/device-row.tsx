// One device of the overview: its hour against its limit, and its share of all.
import { Link } from '@tanstack/react-router'
import type { DeviceSummary } from '@/api/types'
import { LimitMeter } from '@/components/limit-meter'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { formatEnergy, formatLimit, formatShare, sumEnergy } from '@/units'

export function DeviceRow({ device, all }: { device: DeviceSummary; all: DeviceSummary[] }) {
  const w = useWords()
  const { hour, limit, name } = device
  const total = sumEnergy(all.map((one) => one.hour.consumption ?? 0))
  const now = hour.consumption
  const over = limit !== null && (now ?? 0) > limit
  return (
    <Link
      to="/devices/$deviceId"
      params={{ deviceId: device.deviceId }}
      data-testid="device-row"
      className="-mx-3 grid gap-2 rounded-xl px-3 py-3.5 transition-colors hover:bg-sunken/60"
    >
      <span className="flex items-baseline justify-between gap-3">
        <span className="truncate text-sm font-medium">{name}</span>
        <span className="shrink-0 text-sm tabular-nums">
          {now === null ? (
            <span className="text-ink-soft">{w.overview.noData}</span>
          ) : (
            <>
              <strong className={cn('font-semibold', over && 'text-over-ink')}>
                {formatEnergy(now)}
              </strong>
              {limit !== null && (
                <span className="text-ink-soft"> · {formatShare(now / limit)}</span>
              )}
            </>
          )}
        </span>
      </span>
      <LimitMeter
        label={`${name}: ${w.devices.meter}`}
        consumption={now ?? 0}
        limit={limit}
        projected={hour.projected}
      />
      <span className="flex flex-wrap justify-between gap-x-3 text-xs text-ink-soft tabular-nums">
        <span>
          {limit === null ? w.common.noLimit : w.common.limit(formatLimit(limit))}
          {hour.projected !== null && <> · {w.overview.expected(formatEnergy(hour.projected))}</>}
        </span>
        {now !== null && total > 0 && <span>{w.overview.ofAll(formatShare(now / total))}</span>}
      </span>
    </Link>
  )
}
