// The alerts of one device, for those who look after other people's devices.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { AlertRow } from '@/components/alert-row'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/page'
import { useWords } from '@/i18n'
import { alertsOfQuery } from '@/queries/devices'
import { formatCount } from '@/units'

const PIECE = 5

export function DeviceAlerts({ deviceId, ownerId }: { deviceId: string; ownerId: string }) {
  const w = useWords()
  const { data } = useQuery(alertsOfQuery(ownerId))
  const [shown, setShown] = useState(PIECE)
  const alerts = data?.filter((alert) => alert.deviceId === deviceId) ?? []
  if (alerts.length === 0) return null
  return (
    <Section title={w.alerts.title}>
      <ul className="grid gap-3">
        {alerts.slice(0, shown).map((alert) => (
          <li key={alert.alertId}>
            <AlertRow alert={alert} ownerId={ownerId} />
          </li>
        ))}
      </ul>
      {alerts.length > shown && (
        <Button className="justify-self-center" onClick={() => setShown(shown + PIECE)}>
          {w.common.showMore(formatCount(alerts.length))}
        </Button>
      )}
    </Section>
  )
}
