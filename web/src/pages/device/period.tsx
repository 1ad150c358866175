// The chart of a device's period with its figures, live, and beside an earlier one if asked.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { Device } from '@/api/types'
import { useCapabilities } from '@/capabilities'
import { viewBars, type Bar } from '@/chart/buckets'
import { useToday } from '@/components/clock'
import { Asked } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useNow } from '@/components/use-now'
import { formatMonth, formatRange } from '@/dates'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { comparisons, earlierThan, periodOf, type Period } from '@/period'
import { latestQuery } from '@/queries/devices'
import { STEPS_OF, useBuckets, usualStep } from '@/queries/period'
import { formatDate, shiftDate } from '@/time'
import { PeriodControls } from './controls'
import { Delta } from './delta'
import { Figures } from './figures'

const PeriodChart = lazy(() => import('@/chart/period-chart'))
const route = getRouteApi('/signed-in/devices/$deviceId')

export function DevicePeriod({ device, zone }: { device: Device; zone: string }) {
  const w = useWords()
  const search = route.useSearch()
  const navigate = useNavigate()
  const offered = useCapabilities().has('consumption')
  const today = useToday(zone)
  const now = useNow(5_000)

  const view = offered ? (search.view ?? 'day') : 'day'
  const period = periodOf(view, search.date ?? today.date)
  const steps = offered ? STEPS_OF[view] : STEPS_OF.day.slice(0, 1)
  const step = steps.find((one) => one === search.step) ?? usualStep(view)
  const vs = comparisons(view).find((one) => one === search.vs)
  const before = earlierThan(period, vs ?? 'before')

  const shown = useBuckets(device.id, period, step, zone)
  const earlier = useBuckets(device.id, before, step, zone, Boolean(vs))
  const { data: latest } = useQuery(latestQuery(device.id))

  const bars = (() => {
    if (!shown.data) return undefined
    const all = viewBars(shown.data, {
      step,
      zone,
      limit: device.maxConsumption,
      now,
      severalDays: view !== 'day',
      earlier: vs ? earlier.data : undefined,
    })
    const at = latest && step === 'hour' ? Date.parse(latest.hour) : null
    const running = all.find((bar) => bar.running && bar.start === at)
    if (running) running.projected = latest?.projected ?? null
    return all
  })()

  const asked =
    step === 'hour' && search.hour !== undefined
      ? bars?.find(({ date, hour }) => date === period.first && hour === search.hour)
      : undefined
  const open = (bar: Bar) =>
    void navigate({
      to: '/devices/$deviceId',
      params: { deviceId: device.id },
      search: { view: step === 'month' ? 'month' : 'day', date: bar.date },
      resetScroll: false,
    })

  return (
    <>
      <PeriodControls
        deviceId={device.id}
        {...{ period, step, steps, vs, offered, zone }}
        today={today.date}
        bars={bars}
        name={device.name}
      />
      <h2 className="text-base font-medium" aria-live="polite">
        {titleOf(period)}
      </h2>
      <Asked
        query={{ data: bars, error: shown.error, refetch: shown.refetch }}
        loading={<Skeleton className="h-[30rem] rounded-2xl" />}
      >
        {(bars) => (
          <div
            aria-busy={shown.isPlaceholderData}
            className={cn('grid gap-6 transition-opacity', shown.isPlaceholderData && 'opacity-50')}
          >
            <Figures bars={bars} step={step} limit={device.maxConsumption} />
            <Suspense fallback={<Skeleton className="h-96 rounded-2xl" />}>
              <PeriodChart
                title={w.chart.title(device.name, titleOf(period))}
                bars={bars}
                step={step}
                zone={zone}
                asked={asked}
                open={step === 'day' || step === 'month' ? open : undefined}
              />
            </Suspense>
            {vs && earlier.data && <Delta bars={bars} title={titleOf(before)} step={step} />}
          </div>
        )}
      </Asked>
    </>
  )
}

/** A period for people. */
export function titleOf({ view, first, end }: Period): string {
  if (view === 'day') return formatDate(first)
  if (view === 'week') return formatRange(first, shiftDate(end, -1))
  return view === 'month' ? formatMonth(first) : first.slice(0, 4)
}
