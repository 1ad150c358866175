// The period in four figures: the running hour or the average, the total, the highest bar, what is too high or missing.
import type { Resolution } from '@/api/types'
import { isMeasured, totalOf, type Bar } from '@/chart/buckets'
import { Figure } from '@/components/figure'
import { useWords } from '@/i18n'
import { formatEnergy, formatLimit, formatShare } from '@/units'

interface FiguresProps {
  bars: Bar[]
  step: Resolution
  limit: number | null
}

export function Figures({ bars, step, limit }: FiguresProps) {
  const w = useWords()
  const total = totalOf(bars)
  const known = bars.filter(({ amount, state }) => amount !== null && state !== 'ahead')
  const running = step === 'hour' ? bars.find((bar) => bar.running) : undefined
  const highest = bars.reduce<Bar | undefined>(
    (best, bar) => ((bar.amount ?? 0) > (best?.amount ?? 0) ? bar : best),
    undefined,
  )
  const per = {
    quarter: w.chart.perHour,
    hour: w.chart.perHour,
    day: w.chart.perDay,
    month: w.chart.perMonth,
  }
  const average = known.length > 0 ? (total / known.length) * (step === 'quarter' ? 4 : 1) : null
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
      {running ? (
        <ThisHour bar={running} />
      ) : (
        <Figure name={w.chart.average} amount={average}>
          {per[step]}
        </Figure>
      )}
      <Figure
        name={bars.some((bar) => bar.running) ? w.chart.soFar : w.chart.total}
        amount={total}
        testId="total"
      >
        {known.length > 0
          ? `${w.chart.average} ${formatEnergy(average ?? 0)} ${per[step]}`
          : w.chart.nothing}
      </Figure>
      <Figure
        name={w.chart.highest}
        amount={highest?.amount ?? null}
        warn={highest?.state === 'over'}
      >
        {highest ? highest.label : w.chart.nothing}
      </Figure>
      <Fourth bars={bars} step={step} limit={limit} />
    </dl>
  )
}

function ThisHour({ bar }: { bar: Bar }) {
  const w = useWords()
  const { amount, limit, projected, state } = bar
  return (
    <Figure
      name={w.overview.thisHour}
      testId="this-hour"
      warn={state === 'over'}
      amount={amount ?? 0}
    >
      {limit !== null && <>{w.chart.ofLimit(formatShare((amount ?? 0) / limit))}</>}
      {projected !== null && (
        <span className="block">{w.chart.byItsEnd(formatEnergy(projected))}</span>
      )}
    </Figure>
  )
}

/** Hours above the limit where a limit applies; else how much of the period is missing. */
function Fourth({ bars, step, limit }: FiguresProps) {
  const w = useWords()
  const gaps = bars.filter(({ state, running }) => state === 'gap' && !running).length
  const gapText = gaps > 0 ? w.chart.gapTime(gaps, w.chart.perStep[step]) : w.chart.complete
  if (step !== 'hour' || limit === null)
    return (
      <Figure name={w.chart.gaps} plain={String(gaps)} unit={`× ${w.chart.perStep[step]}`}>
        {bars.some(isMeasured) ? gapText : w.chart.nothing}
      </Figure>
    )
  const over = bars.filter(({ state }) => state === 'over').length
  const [count = '', unit = ''] = w.chart.hours(over).split(/ (.*)/s)
  return (
    <Figure name={w.chart.aboveTitle} warn={over > 0} plain={count} unit={unit}>
      {w.common.limit(formatLimit(limit))}
      {gaps > 0 && <span className="block">{`${w.chart.gaps}: ${gapText}`}</span>}
    </Figure>
  )
}
