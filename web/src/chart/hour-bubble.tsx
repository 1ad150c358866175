// The small card above a bar with the numbers of its hour.
import { formatHour } from '@/time'
import { formatEnergy } from '@/units'
import { standing, type HourView } from './hours'

export function HourBubble({ view, limit }: { view: HourView; limit: number }) {
  const { hour, consumption, state, running, projected } = view
  const share = (hour + 0.5) / 24
  const measured = state === 'over' || state === 'within'
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 grid w-max max-w-52 gap-0.5 rounded-xl border border-line bg-surface-raised px-3.5 py-2.5 text-sm shadow-lg shadow-black/10"
      // Near the edges the bubble leans inwards, so that it stays inside the card.
      style={{ left: `${share * 100}%`, transform: `translateX(-${share * 100}%)` }}
    >
      <span className="text-xs text-ink-soft tabular-nums">
        {formatHour(hour)}
        {running && ' · now'}
      </span>
      {measured && (
        <span className="text-base font-semibold tabular-nums">{formatEnergy(consumption)}</span>
      )}
      <span className={state === 'over' ? 'font-medium text-over-ink' : 'text-ink-soft'}>
        {standing(view, limit)}
      </span>
      {projected !== null && (
        <span className="text-ink-soft">about {formatEnergy(projected)} by its end</span>
      )}
    </div>
  )
}
