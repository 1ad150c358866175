// The part of the chart one can point at, focus and hear: one button for each bar, over it.
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '@/i18n'
import { cn } from '@/lib/cn'
import { Bubble } from './bubble'
import { describe, totalOf, type Bar } from './buckets'
import { moved } from './keys'
import { FRAME } from './plot'

interface StripProps {
  bars: Bar[]
  /** A bar that the page was opened for. */
  asked: Bar | undefined
  /** Where a bar leads: to the period it stands for. */
  open?: (bar: Bar) => void
}

export function BarStrip({ bars, asked, open }: StripProps) {
  const w = useWords()
  const [active, setActive] = useState<number | null>(asked?.index ?? null)
  const strip = useRef<HTMLDivElement>(null)
  // One stop for the Tab key; the arrows go on from there.
  const stop = Math.min(active ?? bars.find(({ running }) => running)?.index ?? 0, bars.length - 1)
  const shown = active === null ? undefined : bars[active]
  const total = totalOf(bars)

  const wanted = asked?.index
  useEffect(() => {
    if (wanted === undefined) return
    strip.current?.scrollIntoView({ block: 'center' })
    strip.current?.querySelector<HTMLElement>(`[data-index="${wanted}"]`)?.focus()
  }, [wanted])

  function move(event: KeyboardEvent<HTMLElement>) {
    if (event.key === 'Escape') return setActive(null)
    const next = moved(event, stop, bars.length)
    if (next === undefined) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus()
  }

  return (
    <div
      ref={strip}
      role="group"
      aria-label={w.chart.bars}
      onKeyDown={move}
      onMouseLeave={() => setActive(null)}
      onBlur={() => setActive(null)}
      className="absolute right-0 grid auto-cols-fr grid-flow-col"
      style={{ left: FRAME.left, top: FRAME.top, bottom: FRAME.bottom }}
    >
      {bars.map((bar) => (
        <button
          key={bar.start}
          type="button"
          data-index={bar.index}
          data-hour={bar.hour}
          data-value={bar.amount ?? undefined}
          data-state={bar.state}
          data-corrected={bar.corrected || undefined}
          aria-current={bar.running ? 'time' : undefined}
          aria-label={describe(bar, total, w)}
          tabIndex={bar.index === stop ? 0 : -1}
          onFocus={() => setActive(bar.index)}
          onMouseEnter={() => setActive(bar.index)}
          onClick={() => (open ? open(bar) : setActive(bar.index))}
          className={cn(
            'relative min-w-0 rounded-md transition-colors',
            active === bar.index && 'bg-ink/7',
          )}
        >
          {bar.running && (
            <span className="absolute inset-x-[12%] -bottom-1 h-1 rounded-full bg-brand" />
          )}
        </button>
      ))}
      {shown && <Bubble bar={shown} of={bars.length} total={total} />}
    </div>
  )
}
