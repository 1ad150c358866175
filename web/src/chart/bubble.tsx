// The small card above a bar with its numbers.
import { useWords } from '@/i18n'
import { formatEnergy } from '@/units'
import { isMeasured, notesOf, standing, type Bar } from './buckets'

export function Bubble({ bar, of, total }: { bar: Bar; of: number; total: number }) {
  const w = useWords()
  const share = (bar.index + 0.5) / of
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 grid w-max max-w-56 gap-0.5 rounded-xl border border-line bg-surface-raised px-3.5 py-2.5 text-sm shadow-lg shadow-black/10"
      // Near the edges the bubble leans inwards, so that it stays inside the card.
      style={{ left: `${share * 100}%`, transform: `translateX(-${share * 100}%)` }}
    >
      <span className="text-xs text-ink-soft tabular-nums">
        {bar.label}
        {bar.running && ` · ${w.chart.running}`}
      </span>
      {isMeasured(bar) && (
        <span className="text-base font-semibold tabular-nums">
          {formatEnergy(bar.amount ?? 0)}
        </span>
      )}
      <span className={bar.state === 'over' ? 'font-medium text-over-ink' : 'text-ink-soft'}>
        {standing(bar, total, w)}
      </span>
      {notesOf(bar, w).map((note) => (
        <span key={note} className="text-ink-soft">
          {note}
        </span>
      ))}
    </div>
  )
}
