// Messages that could not be read, and readings that could not be counted.
import { useQuery } from '@tanstack/react-query'
import { dropQuarantined, retryQuarantined } from '@/api/waiting'
import { useSession } from '@/components/session'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { parkedQuery, quarantineQuery } from '@/queries/admin'
import { zoneOf } from '@/time'
import { Order, useDeviceName, WaitingCard, WaitingList } from './list'

export function Quarantine() {
  const w = useWords()
  const zone = zoneOf(useSession())
  const query = useQuery(quarantineQuery)
  return (
    <WaitingList query={query} keyOf={({ position }) => String(position)}>
      {({ position, source, reason, at, length, text }) => (
        <WaitingCard
          title={<span lang="en">{reason}</span>}
          facts={
            <>
              <p>
                {formatInstant(at, zone)} · {w.review.source(source)} · {w.review.bytes(length)}
              </p>
              <code className="mt-1 line-clamp-3 rounded-lg bg-sunken px-3 py-2 text-xs break-all text-ink">
                {text}
              </code>
            </>
          }
        >
          <Order
            text={w.review.drop}
            done={w.review.dropped}
            order={() => dropQuarantined(position)}
          />
          <Order
            primary
            text={w.review.retry}
            done={w.review.retried}
            order={() => retryQuarantined(position)}
          />
        </WaitingCard>
      )}
    </WaitingList>
  )
}

export function Parked() {
  const zone = zoneOf(useSession())
  const nameOf = useDeviceName()
  const query = useQuery(parkedQuery)
  return (
    <WaitingList query={query} keyOf={({ position }) => String(position)}>
      {({ deviceId, measuredAt, reason }) => (
        <WaitingCard
          title={nameOf(deviceId)}
          facts={
            <>
              {measuredAt && <p>{formatInstant(measuredAt, zone)}</p>}
              <p lang="en" className="break-words">
                {reason}
              </p>
            </>
          }
        >
          {null}
        </WaitingCard>
      )}
    </WaitingList>
  )
}
