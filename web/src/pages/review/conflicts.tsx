// Two values for one instant: which one counts, and a correction if it is the wrong one.
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Conflict } from '@/api/types'
import { correctReading } from '@/api/devices'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { conflictsQuery } from '@/queries/admin'
import { localHourOf, zoneOf } from '@/time'
import { formatEnergy } from '@/units'
import { Order, useDeviceName, WaitingCard, WaitingList } from './list'

export function Conflicts() {
  const query = useQuery(conflictsQuery)
  return (
    <WaitingList
      query={query}
      keyOf={({ deviceId, measuredAt, other, recordedAt }) =>
        [deviceId, measuredAt, other, recordedAt].join(' ')
      }
    >
      {(conflict) => <Card conflict={conflict} />}
    </WaitingList>
  )
}

function Card({ conflict }: { conflict: Conflict }) {
  const w = useWords()
  const zone = zoneOf(useSession())
  const nameOf = useDeviceName()
  const { deviceId, measuredAt, counted, other } = conflict
  const { date, hour } = localHourOf(Date.parse(measuredAt), zone)
  return (
    <WaitingCard
      title={nameOf(deviceId)}
      facts={
        <>
          <p>{formatInstant(measuredAt, zone)}</p>
          <p>
            {w.review.counted} <strong className="text-ink">{formatEnergy(counted)}</strong> ·{' '}
            {w.review.other} <strong className="text-ink">{formatEnergy(other)}</strong>
          </p>
        </>
      }
    >
      <Button asChild variant="ghost">
        <Link to="/devices/$deviceId" params={{ deviceId }} search={{ date, hour }}>
          {w.review.showHour}
        </Link>
      </Button>
      <Order
        text={w.review.useOther}
        done={w.devices.corrected}
        order={() =>
          correctReading(deviceId, {
            measuredAt,
            measurementValue: other,
            reason: w.review.correctedReason,
          })
        }
      />
    </WaitingCard>
  )
}
