// The cursor over a line of many points: moves with the pointer and the arrow keys, and says where it stands.
import { useState, type KeyboardEvent, type PointerEvent } from 'react'
import { useWords } from '@/i18n'
import { Bubble } from './bubble'
import { describe, totalOf, type Bar } from './buckets'
import { moved } from './keys'
import { FRAME } from './plot'

export function LineCursor({ bars }: { bars: Bar[] }) {
  const w = useWords()
  const [active, setActive] = useState<number | null>(null)
  const total = totalOf(bars)
  const at = active ?? 0
  const bar = bars[at]

  function point(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const share = (event.clientX - left) / width
    setActive(Math.min(bars.length - 1, Math.max(0, Math.floor(share * bars.length))))
  }

  function move(event: KeyboardEvent<HTMLElement>) {
    if (event.key === 'Escape') return setActive(null)
    const next = moved(event, at, bars.length)
    if (next === undefined) return
    event.preventDefault()
    setActive(next)
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={w.chart.cursor}
      aria-valuemin={0}
      aria-valuemax={bars.length - 1}
      aria-valuenow={at}
      aria-valuetext={bar && describe(bar, total, w)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setActive(null)}
      onFocus={() => setActive((known) => known ?? bars.length - 1)}
      onBlur={() => setActive(null)}
      onKeyDown={move}
      className="absolute right-0 touch-pan-y rounded-md"
      style={{ left: FRAME.left, top: FRAME.top, bottom: FRAME.bottom }}
    >
      {active !== null && bar && (
        <>
          <span
            aria-hidden
            className="absolute inset-y-0 w-px bg-ink/60"
            style={{ left: `${((at + 0.5) / bars.length) * 100}%` }}
          />
          <Bubble bar={bar} of={bars.length} total={total} />
        </>
      )}
    </div>
  )
}
