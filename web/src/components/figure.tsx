// One number in a card: what it is, how much, and what that means.
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'
import { energyUnit, formatAmount } from '@/units'

interface FigureProps {
  name: string
  /** null where it is not known, which is not nought. */
  amount?: number | null
  plain?: string
  unit?: string
  warn?: boolean
  testId?: string
  children: ReactNode
}

export function Figure({
  name,
  amount,
  plain,
  unit = energyUnit,
  warn,
  testId,
  children,
}: FigureProps) {
  const unknown = plain === undefined && (amount === null || amount === undefined)
  return (
    <div className="card grid content-start gap-1 px-4 py-3.5 sm:px-5 sm:py-4">
      <dt className="text-xs font-medium text-ink-soft sm:text-sm">{name}</dt>
      <dd className="tabular-nums">
        <data
          value={plain ?? amount ?? ''}
          data-testid={testId}
          className={cn('text-2xl font-semibold tracking-tight', warn && 'text-over-ink')}
        >
          {unknown ? '–' : (plain ?? formatAmount(amount ?? 0))}
        </data>{' '}
        {!unknown && <span className="text-sm text-ink-soft">{unit}</span>}
      </dd>
      <dd className="text-xs text-ink-soft tabular-nums">{children}</dd>
    </div>
  )
}
