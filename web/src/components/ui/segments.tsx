// One choice of a few, side by side, each an address of its own.
import { Link, type LinkProps } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { cn } from '@/lib/cn'

interface SegmentsProps {
  label: string
  options: { key: string; text: string; link: LinkProps; chosen: boolean; count?: number }[]
}

export function Segments({ label, options }: SegmentsProps) {
  const box = useRef<HTMLElement>(null)
  const chosen = options.find((option) => option.chosen)?.key
  useEffect(() => {
    const row = box.current
    const link = row?.querySelector<HTMLElement>('[aria-current]')
    // On a narrow screen the chosen one may lie beyond the edge.
    if (row && link) row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2
  }, [chosen])
  return (
    <nav
      ref={box}
      aria-label={label}
      className="relative flex w-fit max-w-full gap-1 overflow-x-auto rounded-xl bg-sunken p-1"
    >
      {options.map(({ key, text, link, chosen, count }) => (
        <Link
          key={key}
          {...link}
          resetScroll={false}
          aria-current={chosen ? 'true' : undefined}
          className={cn(
            'inline-flex h-9 shrink-0 items-center gap-1.5 rounded-lg px-3 text-sm font-medium whitespace-nowrap transition-colors sm:px-3.5',
            chosen ? 'bg-surface text-ink shadow-sm' : 'text-ink-soft hover:text-ink',
          )}
        >
          {text}
          {count !== undefined && count > 0 && (
            <span className="rounded-full bg-over-soft px-1.5 text-xs font-semibold text-over-ink tabular-nums">
              {count}
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
