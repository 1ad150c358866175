// The period beside the earlier one in numbers: what was used, and how much more or less that is.
import type { Resolution } from '@/api/types'
import { totalOf, type Bar } from '@/chart/buckets'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { formatChange, formatEnergy, sumEnergy } from '@/units'

export function Delta({ bars, title }: { bars: Bar[]; title: string; step: Resolution }) {
  const w = useWords()
  // A running period is compared up to now, or it would always look frugal.
  const past = bars.filter(({ state, running }) => state !== 'ahead' && !running)
  if (past.length === 0) return null
  const now = totalOf(past)
  const before = sumEnergy(past.map(({ earlier }) => earlier ?? 0))
  const change = formatChange(now, before)
  return (
    <section aria-label={w.chart.deltaTitle} className="card grid gap-3 p-5">
      <h3 className="text-sm font-semibold">{w.chart.deltaTitle}</h3>
      <dl className="grid gap-3 text-sm tabular-nums sm:grid-cols-3">
        <Entry name={w.chart.thisPeriod}>{formatEnergy(now)}</Entry>
        <Entry name={title}>{formatEnergy(before)}</Entry>
        <Entry name={w.chart.difference}>
          <span className={cn(now > before ? 'text-over-ink' : 'text-brand')}>
            {now > before ? '+' : ''}
            {formatEnergy(sumEnergy([now, -before]))}
            {change && <> · {change}</>}
          </span>
        </Entry>
      </dl>
    </section>
  )
}

function Entry({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="text-base font-semibold">{children}</dd>
    </div>
  )
}
