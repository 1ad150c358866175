// One alert: what happened, the way to its hour on the chart, and that someone has seen it.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartColumn, Check, MessageSquareText, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { acknowledge } from '@/api/devices'
import type { Alert } from '@/api/types'
import { formatInstant } from '@/dates'
import { useWords } from '@/i18n'
import { sayError } from '@/i18n/say'
import { cn } from '@/lib/cn'
import { keys } from '@/queries/keys'
import { formatDate, formatHour, localHourOf, zoneOf } from '@/time'
import { formatEnergy, formatLimit, formatShare } from '@/units'
import { alertHistoryOf, HistoryLink } from './history-link'
import { useSession } from './session'
import { Badge } from './ui/badge'
import { Button } from './ui/button'
import { Dialog } from './ui/dialog'
import { Form } from './ui/form'
import { LongText } from './ui/input'

interface AlertRowProps {
  alert: Alert
  /** Whose list it stands in; without it, the reader's own. */
  ownerId?: string
}

export function AlertRow({ alert, ownerId }: AlertRowProps) {
  const w = useWords()
  const session = useSession()
  const zone = zoneOf(session)
  const { date, hour } = localHourOf(Date.parse(alert.hour), zone)
  const when = `${formatDate(date)}, ${formatHour(hour)}`
  const name = alert.deviceName ?? w.alerts.gone
  const { retractedAt, comment } = alert
  return (
    <article className="card flex flex-wrap items-center gap-x-4 gap-y-3 p-4 sm:p-5">
      <span
        aria-hidden
        className={cn('h-12 w-1.5 shrink-0 rounded-full', retractedAt ? 'bg-sunken' : 'hatched')}
      />
      <div className="grid min-w-0 flex-1 basis-60 gap-1">
        <h2 className="flex flex-wrap items-center gap-2 font-medium break-words">
          {name}
          {retractedAt && (
            <Badge>
              <Undo2 aria-hidden />
              {w.alerts.retracted}
            </Badge>
          )}
        </h2>
        <p className="text-sm text-ink-soft">
          <time dateTime={alert.hour}>{when}</time>
        </p>
        <p className={cn('text-sm tabular-nums', retractedAt && 'text-ink-soft line-through')}>
          {w.alerts.amount(
            formatEnergy(alert.consumption),
            formatShare(alert.consumption / alert.limit),
          )}
          {' · '}
          {w.common.limit(formatLimit(alert.limit))}
        </p>
        {retractedAt && (
          <p className="max-w-prose text-sm text-ink-soft">
            {w.alerts.retractedHint(formatInstant(retractedAt, zone))}
          </p>
        )}
        {comment && (
          <p className="flex items-start gap-2 text-sm break-words text-ink-soft">
            <MessageSquareText aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span lang="">{comment}</span>
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button asChild variant="ghost">
          <Link
            to="/devices/$deviceId"
            params={{ deviceId: alert.deviceId }}
            search={{ date, hour }}
            aria-label={w.alerts.showHourOf(name, when)}
          >
            <ChartColumn aria-hidden />
            {w.alerts.showHour}
          </Link>
        </Button>
        <HistoryLink
          kind="alert"
          id={alertHistoryOf(alert.deviceId, alert.hour)}
          of={`${name}, ${when}`}
          alert={alert.alertId}
          icon
        />
        {!retractedAt && session.role !== 'AUDITOR' && (
          <Acknowledge alert={alert} ownerId={ownerId ?? session.userId} />
        )}
      </div>
    </article>
  )
}

function Acknowledge({ alert, ownerId }: { alert: Alert; ownerId: string }) {
  const w = useWords()
  const cache = useQueryClient()
  const [commenting, setCommenting] = useState(false)
  const refresh = () => cache.invalidateQueries({ queryKey: keys.alerts(ownerId) })
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => acknowledge(alert),
    onSettled: refresh,
  })
  if (alert.acknowledgedAt)
    return (
      <span className="inline-flex h-10 items-center gap-1.5 px-2 text-sm text-ink-soft">
        <Check aria-hidden className="size-4" /> {w.alerts.seen}
      </span>
    )
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setCommenting(true)}>
        <MessageSquareText aria-hidden />
        {w.alerts.withComment}
      </Button>
      <Button variant="primary" disabled={isPending} onClick={() => mutate()}>
        {w.alerts.gotIt}
      </Button>
      {error && (
        <span role="alert" className="text-sm text-over-ink">
          {sayError(error, w)}
        </span>
      )}
      {commenting && (
        <Dialog title={w.alerts.acknowledge} close={() => setCommenting(false)}>
          <Form
            submit={(filled) => acknowledge(alert, filled('comment'))}
            done={() => {
              setCommenting(false)
              void refresh()
            }}
            label={w.alerts.acknowledge}
            cancel={() => setCommenting(false)}
          >
            <LongText
              label={w.alerts.comment}
              hint={w.alerts.commentHint}
              name="comment"
              maxLength={500}
              autoFocus
            />
          </Form>
        </Dialog>
      )}
    </>
  )
}
