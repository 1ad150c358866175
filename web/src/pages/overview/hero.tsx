// This hour of all devices against their limits with where it is heading, and today and the month beside it.
import { TrendingDown, TrendingUp, TriangleAlert } from 'lucide-react'
import type { DeviceSummary, Summary } from '@/api/types'
import { Figure } from '@/components/figure'
import { LimitMeter } from '@/components/limit-meter'
import { Badge } from '@/components/ui/badge'
import { formatTime } from '@/dates'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import {
  energyUnit,
  formatAmount,
  formatChange,
  formatEnergy,
  formatShare,
  sumEnergy,
} from '@/units'

/** null where nothing at all is known. */
function add(devices: DeviceSummary[], of: (device: DeviceSummary) => number | null) {
  const known = devices.map(of).filter((amount) => amount !== null)
  return known.length > 0 ? sumEnergy(known) : null
}

const isOver = ({ hour, limit }: DeviceSummary) => limit !== null && (hour.consumption ?? 0) > limit
const isHeading = (device: DeviceSummary) =>
  !isOver(device) && device.limit !== null && (device.hour.projected ?? 0) > device.limit

export function Hero({ summary: { devices, zone } }: { summary: Summary }) {
  const w = useWords()
  return (
    <dl className="grid gap-3 sm:gap-4 md:grid-cols-2 xl:grid-cols-[2fr_1fr_1fr]">
      <ThisHour devices={devices} zone={zone} />
      <Compared
        name={w.overview.today}
        now={add(devices, ({ today }) => today)}
        before={add(devices, ({ yesterdayByNow }) => yesterdayByNow)}
        than={w.overview.yesterday}
      />
      <Compared
        name={w.overview.month}
        now={add(devices, ({ month }) => month)}
        before={add(devices, ({ lastMonthByNow }) => lastMonthByNow)}
        than={w.overview.lastMonth}
      />
    </dl>
  )
}

function ThisHour({ devices, zone }: { devices: DeviceSummary[]; zone: string }) {
  const w = useWords()
  const now = add(devices, ({ hour }) => hour.consumption)
  const projected = add(devices, ({ hour }) => hour.projected ?? hour.consumption)
  const limit = add(devices, (device) => device.limit)
  const over = devices.filter(isOver).length
  const soon = devices.filter(isHeading).length
  const foretold = devices.some(({ hour }) => hour.projected !== null)
  const start = devices[0]?.hour.start
  return (
    <div className="card grid content-start gap-4 p-5 md:col-span-2 xl:col-span-1">
      <dt className="flex flex-wrap items-center justify-between gap-2 text-sm font-medium text-ink-soft">
        <span>
          {w.overview.thisHour}
          {start && <>, {w.overview.since(formatTime(start, zone))}</>}
        </span>
        {over > 0 && (
          <Badge look="warn">
            <TriangleAlert aria-hidden />
            {w.overview.overCount(over)}
          </Badge>
        )}
        {over === 0 && (
          <Badge look={soon > 0 ? 'warn' : 'calm'}>
            {soon > 0 ? w.overview.soonCount(soon) : w.overview.calm}
          </Badge>
        )}
      </dt>
      <dd className="tabular-nums">
        <data
          value={now ?? ''}
          data-testid="hour-total"
          className="text-5xl font-semibold tracking-tight"
        >
          {now === null ? '–' : formatAmount(now)}
        </data>{' '}
        <span className="text-base text-ink-soft">
          {energyUnit}
          {now !== null && limit !== null && (
            <> · {w.overview.ofLimits(formatShare(now / limit))}</>
          )}
        </span>
      </dd>
      <dd className="grid gap-2">
        <LimitMeter
          label={w.devices.meter}
          consumption={now ?? 0}
          limit={limit}
          projected={foretold ? projected : null}
        />
        <p className="min-h-5 text-sm text-ink-soft tabular-nums">
          {foretold &&
            projected !== null &&
            w.overview.heading(formatEnergy(projected), formatShare(projected / (limit ?? NaN)))}
        </p>
      </dd>
    </div>
  )
}

interface ComparedProps {
  name: string
  now: number | null
  before: number | null
  than: string
}

function Compared({ name, now, before, than }: ComparedProps) {
  const w = useWords()
  const change = now !== null && before !== null ? formatChange(now, before) : null
  const more = (now ?? 0) > (before ?? 0)
  const Icon = more ? TrendingUp : TrendingDown
  return (
    <Figure name={name} amount={now}>
      {change ? (
        <span className="grid gap-1 pt-1">
          <span
            className={cn(
              'inline-flex items-center gap-1.5 text-sm font-semibold',
              more ? 'text-over-ink' : 'text-brand',
            )}
          >
            <Icon aria-hidden className="size-4" />
            {change}
          </span>
          <span>
            {than} ({formatEnergy(before ?? 0)})
          </span>
        </span>
      ) : (
        w.overview.noEarlier
      )}
    </Figure>
  )
}
