// A day in 24 thin bars, as a decoration beside the numbers that say the same.
import type { HourConsumption } from '@/api/types'
import { cn } from '@/lib/cn'

interface MiniDayProps {
  hours: HourConsumption[]
  limit: number
  nowHour: number
}

export function MiniDay({ hours, limit, nowHour }: MiniDayProps) {
  const highest = Math.max(limit, ...hours.map((hour) => hour.consumption)) || 1
  return (
    <div aria-hidden className="flex h-12 items-end gap-[3px]">
      {hours.map(({ hour, consumption }) => (
        <div
          key={hour}
          className={cn(
            'min-h-[3px] flex-1 rounded-[2px] transition-[height] duration-500',
            consumption > limit ? 'bg-over' : consumption > 0 ? 'bg-bar' : 'bg-sunken',
            hour !== nowHour &&
              consumption > 0 &&
              (consumption > limit ? 'opacity-85' : 'opacity-55'),
          )}
          style={{ height: `${(consumption / highest) * 100}%` }}
        />
      ))}
    </div>
  )
}
