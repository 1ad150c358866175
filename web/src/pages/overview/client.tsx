// A home at a glance: this hour and where it is heading, today, this month, and which device it is.
import { Link } from '@tanstack/react-router'
import { PlugZap } from 'lucide-react'
import type { DeviceSummary, Summary } from '@/api/types'
import { useToday } from '@/components/clock'
import { useSession } from '@/components/session'
import { Notice } from '@/components/ui/notice'
import { Asked, PageHead, Section } from '@/components/ui/page'
import { Skeleton } from '@/components/ui/skeleton'
import { useWords } from '@/i18n'
import { useSummary } from '@/queries/summary'
import { formatDate, zoneOf } from '@/time'
import { DeviceRow } from './device-row'
import { Hero } from './hero'
import { LatestAlerts } from './latest-alerts'
import { Today } from './today'

export function ClientOverview() {
  const w = useWords()
  const session = useSession()
  const { hour, date } = useToday(zoneOf(session))
  const summary = useSummary(session)
  return (
    <div className="grid gap-6">
      <PageHead title={w.overview.hello(hour, session.username)} hint={formatDate(date)} />
      <Asked query={summary} loading={<Loading />}>
        {(known) =>
          known.devices.length === 0 ? (
            <Notice icon={PlugZap} title={w.devices.none}>
              {w.devices.noneHint}
            </Notice>
          ) : (
            <Home summary={known} />
          )
        }
      </Asked>
    </div>
  )
}

function Home({ summary }: { summary: Summary }) {
  const w = useWords()
  const ranked = [...summary.devices].sort(byWeight)
  return (
    <>
      <Hero summary={summary} />
      <div className="grid gap-6 xl:grid-cols-[3fr_2fr]">
        <Section
          title={w.overview.byDevice}
          action={
            <Link
              to="/devices"
              className="rounded-md text-sm font-medium text-brand underline-offset-4 hover:underline"
            >
              {w.overview.allDevices}
            </Link>
          }
        >
          <ul className="card divide-y divide-line px-5">
            {ranked.map((device) => (
              <li key={device.deviceId}>
                <DeviceRow device={device} all={ranked} />
              </li>
            ))}
          </ul>
        </Section>
        <div className="grid content-start gap-6">
          <Today devices={summary.devices} />
          <LatestAlerts />
        </div>
      </div>
    </>
  )
}

/** Those nearest to their limit, or above it, come first. */
function byWeight(a: DeviceSummary, b: DeviceSummary): number {
  const weight = ({ hour, limit }: DeviceSummary) =>
    limit ? Math.max(hour.consumption ?? 0, hour.projected ?? 0) / limit : 0
  return weight(b) - weight(a) || a.name.localeCompare(b.name)
}

function Loading() {
  return (
    <>
      <Skeleton className="h-48 rounded-2xl" />
      <Skeleton className="h-72 rounded-2xl" />
    </>
  )
}
