// A bar that says how much of the hour's limit is used, where it is heading, and by how much it is exceeded.
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { formatEnergy, formatLimit } from '@/units'

interface LimitMeterProps {
  label: string
  consumption: number
  limit: number | null
  projected?: number | null
}

export function LimitMeter({ label, consumption, limit, projected }: LimitMeterProps) {
  const w = useWords()
  const most = limit ?? Math.max(consumption, projected ?? 0)
  const over = limit !== null && consumption > limit
  const heading = Math.max(projected ?? 0, consumption)
  const scale = Math.max(consumption, most, projected ?? 0) || 1
  const text =
    limit === null
      ? formatEnergy(consumption)
      : `${formatEnergy(consumption)} / ${formatLimit(limit)}`
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={scale}
      aria-valuenow={consumption}
      aria-valuetext={projected ? `${text}, ${w.chart.byItsEnd(formatEnergy(projected))}` : text}
      className="relative h-2.5 rounded-full bg-sunken"
    >
      {heading > consumption && (
        <div
          className={cn(
            'absolute inset-y-0 left-0 rounded-full border border-dashed transition-[width] duration-500',
            limit !== null && heading > limit
              ? 'border-over bg-over/15'
              : 'border-brand/70 bg-brand/12',
          )}
          style={{ width: `${(heading / scale) * 100}%` }}
        />
      )}
      <div
        className={cn(
          'relative h-full rounded-full transition-[width] duration-500',
          over ? 'hatched' : 'bg-bar',
        )}
        style={{ width: `${(consumption / scale) * 100}%` }}
      />
      {limit !== null && scale > limit && (
        <div
          className="absolute -inset-y-1 w-0.5 rounded-full bg-ink ring-2 ring-surface"
          style={{ left: `${(limit / scale) * 100}%` }}
        />
      )}
    </div>
  )
}
