// Which period is shown, in which steps, beside which other one. All of it changes the address.
import { Link, useNavigate, type LinkProps } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { Resolution } from '@/api/types'
import type { Bar } from '@/chart/buckets'
import { Button } from '@/components/ui/button'
import { Input, Select } from '@/components/ui/input'
import { Segments } from '@/components/ui/segments'
import { useWords } from '@/i18n'
import { comparisons, contains, shiftPeriod, VIEWS, type Earlier, type Period } from '@/period'
import { usualStep } from '@/queries/period'
import type { DeviceSearch } from '@/search'
import { isDate } from '@/time'
import { CsvButton } from './csv'

export interface PeriodControlsProps {
  deviceId: string
  name: string
  period: Period
  step: Resolution
  steps: Resolution[]
  vs: Earlier | undefined
  /** Whether this server knows more than single days. */
  offered: boolean
  zone: string
  today: string
  bars: Bar[] | undefined
}

export function PeriodControls(props: PeriodControlsProps) {
  const w = useWords()
  const navigate = useNavigate()
  const { deviceId, period, step, steps, vs, offered, today } = props
  const { view, first } = period
  const current: DeviceSearch = {
    view: view === 'day' ? undefined : view,
    date: contains(period, today) ? undefined : first,
    step: step === usualStep(view) ? undefined : step,
    vs,
  }
  const to = (change: DeviceSearch) =>
    ({
      to: '/devices/$deviceId',
      params: { deviceId },
      search: { ...current, ...change },
      resetScroll: false,
    }) as const
  const go = (change: DeviceSearch) => void navigate(to(change))
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        {offered ? (
          <Segments
            label={w.chart.view}
            options={VIEWS.map((one) => ({
              key: one,
              text: w.chart.views[one],
              chosen: one === view,
              link: to({ view: one === 'day' ? undefined : one, step: undefined, vs: undefined }),
            }))}
          />
        ) : (
          <p className="order-last w-full text-xs text-ink-soft">{w.chart.onlyDays}</p>
        )}
        <Stepper {...{ period, today, to, go }} />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {steps.length > 1 && (
          <Select
            aria-label={w.chart.step}
            value={step}
            className="h-10 w-auto"
            onChange={({ target }) => go({ step: target.value as Resolution })}
          >
            {steps.map((one) => (
              <option key={one} value={one}>
                {w.chart.steps[one]}
              </option>
            ))}
          </Select>
        )}
        <label className="order-1 flex items-center gap-2 text-sm text-ink-soft sm:order-none">
          {w.chart.compare}
          <Select
            value={vs ?? ''}
            className="h-10 w-auto text-ink"
            onChange={({ target }) =>
              go({ vs: (target.value || undefined) as Earlier | undefined })
            }
          >
            <option value="">{w.chart.compareWith.none}</option>
            {comparisons(view).map((one) => (
              <option key={one} value={one}>
                {one === 'before' ? w.chart.compareWith.before[view] : w.chart.compareWith[one]}
              </option>
            ))}
          </Select>
        </label>
        <CsvButton {...props} />
      </div>
    </div>
  )
}

interface StepperProps {
  period: Period
  today: string
  to: (change: DeviceSearch) => LinkProps
  go: (change: DeviceSearch) => void
}

function Stepper({ period, today, to, go }: StepperProps) {
  const w = useWords()
  const next = shiftPeriod(period, 1)
  const dated = (other: Period) => ({ date: contains(other, today) ? undefined : other.first })
  return (
    <div role="group" aria-label={w.chart.shown} className="flex items-center gap-1.5 sm:gap-2">
      <Button asChild size="icon">
        <Link
          {...to(dated(shiftPeriod(period, -1)))}
          aria-label={w.chart.previous}
          title={w.chart.previous}
        >
          <ChevronLeft aria-hidden />
        </Link>
      </Button>
      <Input
        type="date"
        aria-label={w.chart.shown}
        value={period.first}
        max={today}
        className="h-10 w-auto min-w-0 tabular-nums"
        onChange={({ target }) => {
          if (isDate(target.value) && target.value <= today) go({ date: target.value })
        }}
      />
      {next.first <= today ? (
        <Button asChild size="icon">
          <Link {...to(dated(next))} aria-label={w.chart.next} title={w.chart.next}>
            <ChevronRight aria-hidden />
          </Link>
        </Button>
      ) : (
        <Button size="icon" disabled aria-label={w.chart.next}>
          <ChevronRight aria-hidden />
        </Button>
      )}
      <Button disabled={contains(period, today)} onClick={() => go({ date: undefined })}>
        {w.chart.now}
      </Button>
    </div>
  )
}
