// Meters that report but belong to no device: adopted by creating one with the meter's id.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '@/components/session'
import { Button } from '@/components/ui/button'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { NewDevice } from '@/pages/devices'
import { unregisteredQuery } from '@/queries/admin'
import { zoneOf } from '@/time'
import { formatEnergy } from '@/units'
import { WaitingCard, WaitingList } from './list'

export function Unregistered() {
  const w = useWords()
  const zone = zoneOf(useSession())
  const query = useQuery(unregisteredQuery)
  const [adopting, setAdopting] = useState<string | null>(null)
  return (
    <>
      <WaitingList query={query} keyOf={({ deviceId }) => deviceId}>
        {({ deviceId, firstSeenAt, lastSeenAt, readings, lastConsumption }) => (
          <WaitingCard
            title={<span className="font-mono text-[0.8125rem]">{deviceId}</span>}
            facts={
              <>
                <p>
                  {w.review.readings(readings)}
                  {lastConsumption !== null && (
                    <> · {w.review.lastAmount(formatEnergy(lastConsumption))}</>
                  )}
                </p>
                <p>
                  {w.review.seen(formatInstant(firstSeenAt, zone), formatInstant(lastSeenAt, zone))}
                </p>
              </>
            }
          >
            <Button variant="primary" aria-haspopup="dialog" onClick={() => setAdopting(deviceId)}>
              {w.review.adopt}
            </Button>
          </WaitingCard>
        )}
      </WaitingList>
      {adopting && <NewDevice meterId={adopting} close={() => setAdopting(null)} />}
    </>
  )
}
