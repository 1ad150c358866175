// One event of a history: what it is, who ordered it, what led to it, and each member that it changed.
import type { HistoryEvent } from '@/api/types'
import { formatInstant } from '@/dates'
import { formatCount } from '@/units'
import { actorOf, eventOf, memberOf, valueOf, type Known } from './say'

interface EventProps {
  event: HistoryEvent
  /** To name the event that caused it, where that is one of the same history. */
  all: HistoryEvent[]
  known: Known
}

export function Event({ event, all, known }: EventProps) {
  const { w, zone } = known
  const { type, at, actor, cause, position, changed, intact, data } = event
  const causedBy = all.find((one) => one.event === cause)
  const said = [data.reason, data.comment].find((text) => typeof text === 'string' && text)
  return (
    <li
      data-testid="event"
      data-type={type}
      className="grid gap-3 py-5 md:grid-cols-[15rem_minmax(0,1fr)] md:gap-6"
    >
      <div className="grid content-start gap-1 text-sm">
        <h2 className="font-medium">{eventOf(type, known)}</h2>
        <p className="text-ink-soft">
          <time dateTime={at}>{formatInstant(at, zone)}</time>
        </p>
        <p className="break-words text-ink-soft">{w.history.by(actorOf(actor, known))}</p>
        {cause && (
          <p className="text-xs text-ink-soft" title={cause}>
            {causedBy ? w.history.causeHere(eventOf(causedBy.type, known)) : w.history.cause}
          </p>
        )}
        <p className="text-xs text-ink-soft tabular-nums">
          {w.history.position(formatCount(position))}
        </p>
        {!intact && <p className="text-xs font-semibold text-over-ink">{w.history.broken}</p>}
      </div>
      <div className="grid min-w-0 content-start gap-2 text-sm">
        {typeof said === 'string' && (
          <p lang="" className="break-words">
            {w.history.why(said)}
          </p>
        )}
        {changed.length > 0 ? (
          <Changes changed={changed} known={known} />
        ) : (
          <p className="text-ink-soft">{w.history.nothing}</p>
        )}
      </div>
    </li>
  )
}

function Changes({ changed, known }: { changed: HistoryEvent['changed']; known: Known }) {
  const { w } = known
  return (
    <table className="w-full table-fixed border-collapse text-left">
      <thead className="text-xs text-ink-soft">
        <tr>
          <th className="w-1/3 pb-1 font-medium">{w.history.member}</th>
          <th className="pb-1 font-medium">{w.history.before}</th>
          <th className="pb-1 font-medium">{w.history.after}</th>
        </tr>
      </thead>
      <tbody className="align-top [&_td]:py-1 [&_td]:pr-3 [&_td]:break-words">
        {changed.map(({ member, before, after }) => (
          <tr key={member} className="border-t border-line/60">
            <td className="text-ink-soft">{memberOf(member, known)}</td>
            <td className="text-ink-soft">{valueOf(member, before, known)}</td>
            <td className="font-medium">{valueOf(member, after, known)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
