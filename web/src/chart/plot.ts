// Draws the 24 bars and the limit line with uPlot; knows nothing of React.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatHourStart } from '@/time'
import { formatLimit, formatTick } from '@/units'
import { hatch, readPalette, type Palette } from './palette'

/** Where the plot lies inside its box; the hour strip above it must have the same edges. */
export const FRAME = { left: 46, bottom: 26, top: 26 }

export interface PlotData {
  amounts: number[]
  projected: (number | null)[]
  limit: number
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const FONT = '12px Inter, system-ui, sans-serif'

export function makePlot(box: HTMLElement, first: PlotData) {
  const palette = readPalette(box)
  const striped = hatch(palette.over)
  let shown = first

  const bars = uPlot.paths.bars?.({ size: [0.68, 40], radius: 0.22 })
  const series = (fill: string | CanvasPattern, stroke?: string, dash?: number[]) => ({
    paths: bars,
    points: { show: false },
    // uPlot hands this to the canvas as it is, which takes patterns as well as colours.
    fill: () => fill as string,
    ...(stroke ? { stroke, width: 1.5, dash } : { width: 0 }),
  })

  const plot = new uPlot(
    {
      ...sizeOf(box),
      padding: [FRAME.top, 0, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: [-0.5, 23.5] },
        y: { range: () => [0, ceiling(shown)] },
      },
      axes: [
        {
          size: FRAME.bottom,
          font: FONT,
          stroke: palette.text,
          grid: { show: false },
          ticks: { show: false },
          splits: ({ width }) => HOURS.filter((hour) => hour % (width < 560 ? 6 : 3) === 0),
          values: (_, splits) => splits.map(formatHourStart),
        },
        {
          size: FRAME.left,
          space: 42,
          gap: 10,
          font: FONT,
          stroke: palette.text,
          grid: { stroke: palette.grid, width: 1 },
          ticks: { show: false },
          values: (_, splits) => splits.map((amount) => formatTick(amount)),
        },
      ],
      series: [
        {},
        series(withAlpha(palette.ghost, 0.1), withAlpha(palette.ghost, 0.55), [3, 3]),
        series(palette.bar),
        series(striped),
      ],
      hooks: { draw: [(u) => drawLimit(u, shown.limit, palette)] },
    },
    dataOf(first),
    box,
  )

  return {
    show: (data: PlotData) => {
      shown = data
      plot.setData(dataOf(data))
    },
    resize: () => plot.setSize(sizeOf(box)),
    destroy: () => plot.destroy(),
  }
}

export type Plot = ReturnType<typeof makePlot>

const sizeOf = (box: HTMLElement) => ({ width: box.clientWidth, height: box.clientHeight })

function dataOf({ amounts, projected, limit }: PlotData): uPlot.AlignedData {
  const within = amounts.map((amount) => (amount > 0 && amount <= limit ? amount : null))
  const over = amounts.map((amount) => (amount > limit ? amount : null))
  return [HOURS, projected, within, over]
}

function ceiling({ amounts, projected, limit }: PlotData): number {
  const highest = Math.max(...amounts, ...projected.map((amount) => amount ?? 0))
  return Math.max(limit * 1.12, highest * 1.08) || 1
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${alpha * 100}%, transparent)`
}

function drawLimit(plot: uPlot, limit: number, palette: Palette): void {
  if (limit <= 0) return
  const { ctx, bbox } = plot
  const y = Math.round(plot.valToPos(limit, 'y', true)) + 0.5
  ctx.save()
  ctx.strokeStyle = ctx.fillStyle = palette.limit
  ctx.lineWidth = 1.5 * devicePixelRatio
  ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(bbox.left, y)
  ctx.lineTo(bbox.left + bbox.width, y)
  ctx.stroke()
  ctx.font = `600 ${12 * devicePixelRatio}px Inter, system-ui, sans-serif`
  ctx.textAlign = 'right'
  ctx.textBaseline = 'bottom'
  const label: [string, number, number] = [
    `Limit ${formatLimit(limit)}`,
    bbox.left + bbox.width,
    y - 5 * devicePixelRatio,
  ]
  // A halo keeps the label readable where a high bar stands behind it.
  ctx.setLineDash([])
  ctx.lineJoin = 'round'
  ctx.lineWidth = 5 * devicePixelRatio
  ctx.strokeStyle = palette.surface
  ctx.strokeText(...label)
  ctx.fillText(...label)
  ctx.restore()
}
