// A bar that says how much of the hour's limit is used, and by how much it is exceeded.
import { cn } from '@/lib/cn'
import { formatEnergy, formatLimit } from '@/units'

interface LimitMeterProps {
  label: string
  consumption: number
  limit: number
}

export function LimitMeter({ label, consumption, limit }: LimitMeterProps) {
  const over = consumption > limit
  const scale = Math.max(consumption, limit) || 1
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={scale}
      aria-valuenow={consumption}
      aria-valuetext={`${formatEnergy(consumption)} of ${formatLimit(limit)}`}
      className="relative h-2.5 rounded-full bg-sunken"
    >
      <div
        className={cn(
          'h-full rounded-full transition-[width] duration-500',
          over ? 'hatched' : 'bg-bar',
        )}
        style={{ width: `${(consumption / scale) * 100}%` }}
      />
      {over && (
        <div
          className="absolute -inset-y-1 w-0.5 rounded-full bg-ink ring-2 ring-surface"
          style={{ left: `${(limit / scale) * 100}%` }}
        />
      )}
    </div>
  )
}
