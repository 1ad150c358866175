// One device's period: the drawing, the bars one can point at, a legend, and the same numbers as a table.
import type { Resolution } from '@/api/types'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { energyUnit, formatLimit } from '@/units'
import { BarStrip } from './bar-strip'
import { BarTable } from './bar-table'
import type { Bar } from './buckets'
import { Canvas } from './canvas'
import { LineCursor } from './line-cursor'
import { MOST_BARS } from './plot'

interface PeriodChartProps {
  title: string
  bars: Bar[]
  step: Resolution
  zone: string
  asked?: Bar
  open?: (bar: Bar) => void
}

export default function PeriodChart({ title, bars, step, zone, asked, open }: PeriodChartProps) {
  const w = useWords()
  const limit = bars[0]?.limit ?? null
  const amount = limit === null ? '' : formatLimit(limit)
  const label = step === 'quarter' ? w.chart.quarterOfLimit(amount) : w.common.limit(amount)
  return (
    <figure aria-label={title} className="card relative grid gap-3 p-4 sm:p-6">
      <figcaption className="flex flex-wrap items-center gap-x-5 gap-y-2 text-xs text-ink-soft">
        <Swatch className="bg-bar">{limit === null ? w.chart.amount : w.chart.within}</Swatch>
        {limit !== null && <Swatch className="hatched">{w.chart.over}</Swatch>}
        {bars.some(({ projected }) => projected !== null) && (
          <Swatch className="border border-dashed border-brand bg-brand/10">
            {w.chart.expected}
          </Swatch>
        )}
        {bars.some(({ earlier }) => earlier !== null) && (
          <Swatch className="border border-earlier bg-earlier/20">{w.chart.earlier}</Swatch>
        )}
        {bars.some(({ state }) => state === 'gap') && (
          <Swatch className="gapped">{w.chart.gap}</Swatch>
        )}
        {bars.some(({ corrected }) => corrected) && (
          <Swatch className="size-2 rotate-45 rounded-none bg-ink">{w.chart.correctedMark}</Swatch>
        )}
        <span className="sm:ml-auto">{w.chart.axis(energyUnit, w.chart.perStep[step], zone)}</span>
      </figcaption>
      <div className="relative h-72 sm:h-96">
        <Canvas bars={bars} limitLabel={label} />
        {bars.length > MOST_BARS ? (
          <LineCursor bars={bars} />
        ) : (
          <BarStrip key={asked?.start} bars={bars} asked={asked} open={open} />
        )}
      </div>
      <BarTable key={bars.length} title={title} bars={bars} />
    </figure>
  )
}

function Swatch({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={cn('size-3 rounded-[4px]', className)} />
      {children}
    </span>
  )
}
