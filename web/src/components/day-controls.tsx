// Which day is shown: back, forward, any, today. All of them change the address.
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { isDate, shiftDate } from '@/time'
import { Button } from './ui/button'
import { Input } from './ui/input'

interface DayControlsProps {
  deviceId: string
  date: string
  today: string
}

export function DayControls({ deviceId, date, today }: DayControlsProps) {
  const navigate = useNavigate()
  const to = (day: string) =>
    ({
      to: '/devices/$deviceId',
      params: { deviceId },
      // Today is the address without a date, so that a bookmark of it stays today.
      search: { date: day === today ? undefined : day },
      resetScroll: false,
    }) as const
  const next = shiftDate(date, 1)
  return (
    <div role="group" aria-label="Day" className="flex flex-wrap items-center gap-2">
      <Button asChild size="icon">
        <Link {...to(shiftDate(date, -1))} aria-label="Previous day" title="Previous day">
          <ChevronLeft aria-hidden />
        </Link>
      </Button>
      <Input
        type="date"
        aria-label="Day shown"
        value={date}
        max={today}
        className="h-10 w-auto tabular-nums"
        onChange={({ target }) => {
          if (isDate(target.value) && target.value <= today) void navigate(to(target.value))
        }}
      />
      {next <= today ? (
        <Button asChild size="icon">
          <Link {...to(next)} aria-label="Next day" title="Next day">
            <ChevronRight aria-hidden />
          </Link>
        </Button>
      ) : (
        <Button size="icon" disabled aria-label="Next day">
          <ChevronRight aria-hidden />
        </Button>
      )}
      <Button disabled={date === today} onClick={() => void navigate(to(today))}>
        Today
      </Button>
    </div>
  )
}
