// The day in four figures: the running hour or the average, the total, the highest hour, hours too high.
import type { ReactNode } from 'react'
import type { HourView } from '@/chart/hours'
import { cn } from '@/lib/cn'
import { formatHour } from '@/time'
import {
  energyUnit,
  formatAmount,
  formatEnergy,
  formatLimit,
  formatShare,
  sumEnergy,
} from '@/units'

export function DayFigures({ hours, limit }: { hours: HourView[]; limit: number }) {
  const total = sumEnergy(hours.map((hour) => hour.consumption))
  const highest = hours.reduce((best, hour) => (hour.consumption > best.consumption ? hour : best))
  const over = hours.filter((hour) => hour.state === 'over').length
  const running = hours.find((hour) => hour.running)
  return (
    <dl className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
      {running ? (
        <Figure
          name="This hour"
          testId="this-hour"
          warn={running.state === 'over'}
          amount={running.consumption}
        >
          {running.projected !== null
            ? `about ${formatEnergy(running.projected)} by its end`
            : `${formatShare(running.consumption / limit)} of the limit`}
        </Figure>
      ) : (
        <Figure name="Average hour" amount={total / 24}>
          over the whole day
        </Figure>
      )}
      <Figure name={running ? 'Today so far' : 'Day total'} amount={total}>
        {running ? 'since midnight' : '24 hours'}
      </Figure>
      <Figure name="Highest hour" amount={highest.consumption} warn={highest.state === 'over'}>
        {highest.consumption > 0 ? formatHour(highest.hour) : 'nothing measured'}
      </Figure>
      <Figure
        name="Above the limit"
        warn={over > 0}
        plain={String(over)}
        unit={over === 1 ? 'hour' : 'hours'}
      >
        limit {formatLimit(limit)}
      </Figure>
    </dl>
  )
}

interface FigureProps {
  name: string
  amount?: number
  plain?: string
  unit?: string
  warn?: boolean
  testId?: string
  children: ReactNode
}

function Figure({
  name,
  amount = 0,
  plain,
  unit = energyUnit,
  warn,
  testId,
  children,
}: FigureProps) {
  return (
    <div className="card grid content-start gap-1 px-4 py-3.5 sm:px-5 sm:py-4">
      <dt className="text-xs font-medium text-ink-soft sm:text-sm">{name}</dt>
      <dd className="tabular-nums">
        <data
          value={plain ?? amount}
          data-testid={testId}
          className={cn('text-2xl font-semibold tracking-tight', warn && 'text-over-ink')}
        >
          {plain ?? formatAmount(amount)}
        </data>{' '}
        <span className="text-sm text-ink-soft">{unit}</span>
      </dd>
      <dd className="text-xs text-ink-soft tabular-nums">{children}</dd>
    </div>
  )
}
