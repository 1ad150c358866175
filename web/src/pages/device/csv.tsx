// What is shown, as a CSV file: made by the server, or here where it has no such route.
import { Download } from 'lucide-react'
import { consumptionCsv, piecesOf } from '@/api/devices'
import type { Bar } from '@/chart/buckets'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { instantsOf } from '@/period'
import { energyUnit } from '@/units'
import type { PeriodControlsProps } from './controls'

export function CsvButton({
  deviceId,
  name,
  period,
  step,
  offered,
  zone,
  bars,
}: PeriodControlsProps) {
  const w = useWords()
  const file = `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${period.first}-${step}.csv`
  const asked = { ...instantsOf(period, zone), resolution: step, zone }
  if (offered && piecesOf(asked).length === 1)
    return (
      <Button asChild>
        <a href={consumptionCsv(deviceId, asked)} download={file} title={w.chart.csvHint}>
          <Download aria-hidden />
          {w.chart.csv}
        </a>
      </Button>
    )
  return (
    <Button
      title={w.chart.csvHint}
      disabled={!bars}
      onClick={() => bars && save(file, csvOf(bars, zone))}
    >
      <Download aria-hidden />
      {w.chart.csv}
    </Button>
  )
}

/** Unit and zone stand in the header; a gap is an empty field, never a zero. */
export function csvOf(bars: Bar[], zone: string): string {
  const text = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
  const rows = bars.map(({ start, end, amount }) =>
    [text(start), text(end), amount ?? ''].join(','),
  )
  return [`start,end,consumption (${energyUnit}; ${zone})`, ...rows, ''].join('\r\n')
}

function save(file: string, content: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv' }))
  link.download = file
  link.click()
  URL.revokeObjectURL(link.href)
}
