// Behind each chart the same numbers as a table: for screen readers always, for everyone on request.
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { useWords } from '@/i18n'
import { formatCount, formatEnergy } from '@/units'
import { notesOf, standing, totalOf, type Bar } from './buckets'

/** A long table comes in pieces, so that a year does not bring a browser to its knees. */
const PIECE = 96

export function BarTable({ title, bars }: { title: string; bars: Bar[] }) {
  const w = useWords()
  const [open, setOpen] = useState(false)
  const [page, setPage] = useState(0)
  const total = totalOf(bars)
  const first = Math.min(page * PIECE, Math.max(0, bars.length - 1))
  const rows = bars.slice(first, first + PIECE)
  return (
    <div>
      <details
        open={open}
        onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
        className="text-sm"
      >
        <summary className="w-fit cursor-pointer rounded-md py-1 font-medium text-ink-soft hover:text-ink">
          {w.chart.table}
        </summary>
        {open && <Table title={title} rows={rows} total={total} />}
      </details>
      {!open && (
        <div className="sr-only">
          <Table title={title} rows={rows} total={total} />
        </div>
      )}
      {bars.length > PIECE && (
        <div className={open ? 'mt-3 flex flex-wrap items-center gap-3 text-sm' : 'sr-only'}>
          <Button size="small" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {w.chart.previous}
          </Button>
          <span aria-live="polite" className="text-ink-soft tabular-nums">
            {w.chart.rows(first + 1, first + rows.length, bars.length)}
          </span>
          <Button
            size="small"
            disabled={first + PIECE >= bars.length}
            onClick={() => setPage(page + 1)}
          >
            {w.chart.next}
          </Button>
        </div>
      )}
    </div>
  )
}

function Table({ title, rows, total }: { title: string; rows: Bar[]; total: number }) {
  const w = useWords()
  const limited = rows.some(({ limit }) => limit !== null)
  return (
    <table className="mt-2 w-full border-collapse text-left tabular-nums [&_td]:border-t [&_td]:border-line [&_td]:py-1.5 [&_td]:pr-4 [&_th]:py-1.5 [&_th]:pr-4 [&_th]:font-medium [&_tbody_th]:border-t [&_tbody_th]:border-line">
      <caption className="sr-only">
        {title}, {formatCount(rows.length)}
      </caption>
      <thead className="text-ink-soft">
        <tr>
          <th scope="col">{w.chart.period}</th>
          <th scope="col">{w.chart.amount}</th>
          <th scope="col">{limited ? w.chart.againstLimit : w.chart.share}</th>
          <th scope="col">{w.chart.notes}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((bar) => (
          <tr key={bar.start}>
            <th scope="row">{bar.label}</th>
            <td>
              {bar.amount === null ? (
                '–'
              ) : (
                <data value={bar.amount}>{formatEnergy(bar.amount)}</data>
              )}
            </td>
            <td>{standing(bar, total, w)}</td>
            <td>{notesOf(bar, w).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
