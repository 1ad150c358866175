// Readings outside the plausible range of their device: accepted or rejected.
import { useQuery } from '@tanstack/react-query'
import { acceptHeld, rejectHeld } from '@/api/waiting'
import { useSession } from '@/components/session'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { heldQuery } from '@/queries/admin'
import { zoneOf } from '@/time'
import { formatEnergy } from '@/units'
import { Order, useDeviceName, WaitingCard, WaitingList } from './list'

export function Held() {
  const w = useWords()
  const zone = zoneOf(useSession())
  const nameOf = useDeviceName()
  const query = useQuery(heldQuery)
  return (
    <WaitingList query={query} keyOf={({ position }) => String(position)}>
      {(held) => (
        <WaitingCard
          title={nameOf(held.deviceId)}
          facts={
            <>
              <p>{formatInstant(held.measuredAt, zone)}</p>
              <p>
                <strong className="text-over-ink">{formatEnergy(held.consumption)}</strong> ·{' '}
                {w.review.plausible(said(held.lowest), said(held.highest))}
              </p>
            </>
          }
        >
          <Order
            text={w.review.reject}
            done={w.review.rejected}
            order={() => rejectHeld(held, w.review.rejectedReason)}
          />
          <Order
            primary
            text={w.review.accept}
            done={w.review.accepted}
            order={() => acceptHeld(held, w.review.acceptedReason)}
          />
        </WaitingCard>
      )}
    </WaitingList>
  )
}

/** A side of the range; an open one has no number. */
const said = (energy: number | null) => (energy === null ? '–' : formatEnergy(energy))
