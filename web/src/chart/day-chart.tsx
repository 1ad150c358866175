// One device's day: the drawing, the hours one can point at, a legend, and the same numbers as a table.
import { cn } from '@/lib/cn'
import { formatHour } from '@/time'
import { energyUnit, formatEnergy, formatLimit } from '@/units'
import { Canvas } from './canvas'
import { HourStrip } from './hour-strip'
import { standing, type HourView } from './hours'

interface DayChartProps {
  title: string
  hours: HourView[]
  limit: number
  zone: string
}

export default function DayChart({ title, hours, limit, zone }: DayChartProps) {
  return (
    <figure aria-label={title} className="card relative p-4 sm:p-6">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-5 gap-y-2 text-xs text-ink-soft">
        <Swatch className="bg-bar">Within the limit</Swatch>
        <Swatch className="hatched">Above the limit</Swatch>
        {hours.some((hour) => hour.projected !== null) && (
          <Swatch className="border border-dashed border-brand bg-brand/10">
            Expected by the end of the hour
          </Swatch>
        )}
        <span className="sm:ml-auto">
          {energyUnit} per hour, {zone} time
        </span>
      </figcaption>
      <div className="relative h-72 sm:h-96">
        <Canvas hours={hours} limit={limit} />
        <HourStrip hours={hours} limit={limit} />
      </div>
      <div className="sr-only">
        <HourTable title={title} hours={hours} limit={limit} />
      </div>
    </figure>
  )
}

function Swatch({ className, children }: { className: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={cn('size-3 rounded-[4px]', className)} />
      {children}
    </span>
  )
}

/** For screen readers: what the bars show, row by row. */
function HourTable({ title, hours, limit }: Omit<DayChartProps, 'zone'>) {
  return (
    <table>
      <caption>
        {title}. The limit is {formatLimit(limit)} in one hour.
      </caption>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col">Consumption</th>
          <th scope="col">Against the limit</th>
        </tr>
      </thead>
      <tbody>
        {hours.map((view) => (
          <tr key={view.hour}>
            <th scope="row">{formatHour(view.hour)}</th>
            <td>
              <data value={view.consumption}>{formatEnergy(view.consumption)}</data>
            </td>
            <td>{standing(view, limit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
