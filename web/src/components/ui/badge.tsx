// A word in a pill: a state, a role, a count.
import type { ReactNode } from 'react'
import { cn } from '@/lib/cn'

const LOOKS = {
  calm: 'bg-brand-soft text-brand',
  warn: 'bg-over-soft text-over-ink',
  plain: 'bg-sunken text-ink-soft',
}

interface BadgeProps {
  look?: keyof typeof LOOKS
  className?: string
  children: ReactNode
}

export function Badge({ look = 'plain', className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-6 w-fit shrink-0 items-center gap-1.5 rounded-full px-2.5 text-xs font-semibold whitespace-nowrap [&_svg]:size-3.5',
        LOOKS[look],
        className,
      )}
    >
      {children}
    </span>
  )
}
