// Today of all devices together, hour by hour, as a small picture with its total.
import { useQueries } from '@tanstack/react-query'
import type { DeviceSummary } from '@/api/types'
import { useToday } from '@/components/clock'
import { MiniDay } from '@/components/mini-day'
import { useSession } from '@/components/session'
import { Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { dayQuery } from '@/queries/devices'
import { formatHour, zoneOf } from '@/time'
import { formatEnergy, sumEnergy } from '@/units'

/** More devices than these are too many questions for a picture. */
const MOST = 30

export function Today({ devices }: { devices: DeviceSummary[] }) {
  const w = useWords()
  const zone = zoneOf(useSession())
  const { date, hour } = useToday(zone)
  const days = useQueries({
    queries: devices.slice(0, MOST).map(({ deviceId }) => dayQuery(deviceId, date, zone)),
  })
  if (devices.length > MOST) return null
  const hours = Array.from({ length: 24 }, (_, n) => ({
    hour: n,
    consumption: sumEnergy(days.map(({ data }) => data?.[n]?.consumption ?? 0)),
  }))
  const highest = hours.reduce((best, one) => (one.consumption > best.consumption ? one : best))
  return (
    <Section title={w.overview.todayByHour}>
      <div className="card grid gap-3 p-5">
        <MiniDay hours={hours} limit={null} nowHour={hour} className="h-24" />
        <p aria-hidden className="flex justify-between text-xs text-ink-soft tabular-nums">
          <span>0</span>
          <span>6</span>
          <span>12</span>
          <span>18</span>
          <span>24</span>
        </p>
        {highest.consumption > 0 && (
          <p className="text-xs text-ink-soft tabular-nums">
            {w.chart.highest}: {formatHour(highest.hour)}, {formatEnergy(highest.consumption)}
          </p>
        )}
      </div>
    </Section>
  )
}
