// The part of the chart one can point at, focus and hear: one button for each hour, over its bar.
import { useState, type KeyboardEvent } from 'react'
import { cn } from '@/lib/cn'
import { HourBubble } from './hour-bubble'
import { describe, type HourView } from './hours'
import { FRAME } from './plot'

const MOVES: Partial<Record<string, (hour: number) => number>> = {
  ArrowLeft: (hour) => Math.max(0, hour - 1),
  ArrowRight: (hour) => Math.min(23, hour + 1),
  Home: () => 0,
  End: () => 23,
}

export function HourStrip({ hours, limit }: { hours: HourView[]; limit: number }) {
  const [active, setActive] = useState<number | null>(null)
  // One stop for the Tab key; the arrows go on from there.
  const stop = active ?? hours.find((hour) => hour.running)?.hour ?? 0
  const shown = active === null ? undefined : hours[active]

  function move(event: KeyboardEvent<HTMLElement>) {
    if (event.key === 'Escape') return setActive(null)
    const next = MOVES[event.key]?.(stop)
    if (next === undefined) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-hour="${next}"]`)?.focus()
  }

  return (
    <div
      role="group"
      aria-label="Hours of the day; use the arrow keys"
      onKeyDown={move}
      onMouseLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      className="absolute right-0 grid grid-cols-[repeat(24,minmax(0,1fr))]"
      style={{ left: FRAME.left, top: FRAME.top, bottom: FRAME.bottom }}
    >
      {hours.map((view) => (
        <button
          key={view.hour}
          type="button"
          data-hour={view.hour}
          data-value={view.consumption}
          data-state={view.state}
          aria-current={view.running ? 'time' : undefined}
          aria-label={describe(view, limit)}
          tabIndex={view.hour === stop ? 0 : -1}
          onFocus={() => setActive(view.hour)}
          onMouseEnter={() => setActive(view.hour)}
          onClick={() => setActive(view.hour)}
          className={cn(
            'relative min-w-0 rounded-md transition-colors',
            active === view.hour && 'bg-ink/7',
          )}
        >
          {view.running && (
            <span className="absolute inset-x-[12%] -bottom-1 h-1 rounded-full bg-brand" />
          )}
        </button>
      ))}
      {shown && <HourBubble view={shown} limit={limit} />}
    </div>
  )
}
