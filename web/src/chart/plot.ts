// Draws bars, or a line where there are too many for bars, with uPlot; knows nothing of React.
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatTick } from '@/units'
import type { Bar } from './buckets'
import { drawGaps, drawLimit, drawMarks } from './overlays'
import { hatch, readPalette } from './palette'

/** Where the plot lies inside its box; the strip above it must have the same edges. */
export const FRAME = { left: 46, bottom: 26, top: 26 }

/** More than these would be thinner than a pixel or two each. */
export const MOST_BARS = 200

export interface PlotData {
  bars: Bar[]
  /** What is drawn of each bar; on its way while it glides. */
  amounts: number[]
  limitLabel: string
}

const FONT = '12px Inter, system-ui, sans-serif'

export function makePlot(box: HTMLElement, first: PlotData, drawn: () => void) {
  const palette = readPalette(box)
  const striped = hatch(palette.over)
  let shown = first
  const dense = first.bars.length > MOST_BARS

  const bars = uPlot.paths.bars?.({ size: [first.bars.length > 48 ? 0.8 : 0.68, 44], radius: 0.2 })
  const series = (fill: string | CanvasPattern, stroke?: string, dash?: number[]) => ({
    paths: bars,
    points: { show: false },
    // uPlot hands this to the canvas as it is, which takes patterns as well as colours.
    fill: () => fill as string,
    ...(stroke ? { stroke, width: 1.5, dash } : { width: 0 }),
  })
  const line = (stroke: string, share: number) => ({
    points: { show: false },
    stroke,
    width: 1.25,
    fill: withAlpha(stroke, share),
  })

  const plot = new uPlot(
    {
      ...sizeOf(box),
      padding: [FRAME.top, 0, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [-0.5, shown.bars.length - 0.5] },
        y: { range: () => [0, ceiling(shown)] },
      },
      axes: [
        {
          size: FRAME.bottom,
          font: FONT,
          stroke: palette.text,
          grid: { show: false },
          ticks: { show: false },
          splits: ({ width }) => splitsOf(shown.bars, width - FRAME.left),
          values: (_, splits) => splits.map((index) => shown.bars[index]?.short ?? ''),
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
      series: dense
        ? [
            {},
            line(palette.earlier, 0.12),
            { show: false },
            line(palette.bar, 0.22),
            line(palette.over, 0.4),
          ]
        : [
            {},
            series(withAlpha(palette.earlier, 0.22), withAlpha(palette.earlier, 0.8)),
            series(withAlpha(palette.ghost, 0.1), withAlpha(palette.ghost, 0.55), [3, 3]),
            series(palette.bar),
            series(striped),
          ],
      hooks: {
        drawClear: [(u) => drawGaps(u, shown.bars, palette)],
        draw: [
          (u) => drawLimit(u, shown.bars[0]?.limit ?? null, shown.limitLabel, palette),
          (u) => drawMarks(u, shown.bars, palette),
          drawn,
        ],
      },
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

function dataOf({ bars, amounts }: PlotData): uPlot.AlignedData {
  const part = (of: (bar: Bar, amount: number) => number | null) =>
    bars.map((bar, index) => of(bar, amounts[index] ?? 0))
  const isOver = ({ limit }: Bar, amount: number) => limit !== null && amount > limit
  const dense = bars.length > MOST_BARS
  return [
    bars.map(({ index }) => index),
    part(({ earlier }) => earlier),
    part(({ projected }) => projected),
    part((bar, amount) => {
      if (bar.amount === null) return null
      // A line goes on through nought; a bar of nothing is no bar.
      return (amount > 0 || dense) && (dense || !isOver(bar, amount)) ? amount : null
    }),
    part((bar, amount) => (isOver(bar, amount) ? amount : null)),
  ]
}

function ceiling({ bars, amounts }: PlotData): number {
  let highest = (bars[0]?.limit ?? 0) * 1.12
  bars.forEach(({ projected, earlier }, index) => {
    highest = Math.max(
      highest,
      (amounts[index] ?? 0) * 1.08,
      (projected ?? 0) * 1.08,
      (earlier ?? 0) * 1.08,
    )
  })
  return highest || 1
}

/** As many labels as fit, at equal distances that people count in. */
function splitsOf(bars: Bar[], width: number): number[] {
  const room = Math.max(1, Math.floor(width / 62))
  const steps = [1, 2, 3, 4, 6, 7, 12, 14, 24, 48, 96, 168, 336, 672, 1344, 2920, 5840]
  const step = steps.find((size) => bars.length / size <= room) ?? bars.length
  return bars.map(({ index }) => index).filter((index) => index % step === 0)
}

function withAlpha(colour: string, alpha: number): string {
  return `color-mix(in srgb, ${colour} ${alpha * 100}%, transparent)`
}
