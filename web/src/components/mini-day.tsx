// A day in 24 thin bars, as a decoration beside the numbers that say the same.
import type { HourConsumption } from '@/api/types'
import { cn } from '@/lib/cn'

interface MiniDayProps {
  hours: HourConsumption[]
  limit: number | null
  nowHour: number
  className?: string
}

export function MiniDay({ hours, limit, nowHour, className }: MiniDayProps) {
  const most = limit ?? Infinity
  const highest = Math.max(limit ?? 0, ...hours.map((hour) => hour.consumption)) || 1
  return (
    <div aria-hidden className={cn('flex h-12 items-end gap-[3px]', className)}>
      {hours.map(({ hour, consumption }) => (
        <div
          key={hour}
          className={cn(
            'min-h-[3px] flex-1 rounded-[2px] transition-[height] duration-500',
            consumption > most ? 'bg-over' : consumption > 0 ? 'bg-bar' : 'bg-sunken',
            hour !== nowHour &&
              consumption > 0 &&
              (consumption > most ? 'opacity-85' : 'opacity-55'),
          )}
          style={{ height: `${(consumption / highest) * 100}%` }}
        />
      ))}
    </div>
  )
}
