// What is drawn around the bars: gaps behind them, the limit over them, marks on those that were corrected.
import type uPlot from 'uplot'
import type { Bar } from './buckets'
import type { Palette } from './palette'

/** Bands where nothing was measured: that is not the same as nothing used. */
export function drawGaps(plot: uPlot, bars: Bar[], palette: Palette): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.fillStyle = palette.gap
  for (const [first, last] of gapsOf(bars)) {
    const left = plot.valToPos(first - 0.5, 'x', true)
    const right = plot.valToPos(last + 0.5, 'x', true)
    ctx.fillRect(left, bbox.top, right - left, bbox.height)
    hatchLines(ctx, palette.gapLine, { left, right, top: bbox.top, height: bbox.height })
  }
  ctx.restore()
}

/** Neighbouring gaps as one, from the first to the last bar of each. */
export function gapsOf(bars: Bar[]): [number, number][] {
  const gaps: [number, number][] = []
  for (const { index, state } of bars) {
    if (state !== 'gap') continue
    const open = gaps.at(-1)
    if (open?.[1] === index - 1) open[1] = index
    else gaps.push([index, index])
  }
  return gaps
}

interface Area {
  left: number
  right: number
  top: number
  height: number
}

function hatchLines(
  ctx: CanvasRenderingContext2D,
  colour: string,
  { left, right, top, height }: Area,
): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, top, right - left, height)
  ctx.clip()
  ctx.globalAlpha = 0.28
  ctx.strokeStyle = colour
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  const step = 7 * devicePixelRatio
  for (let x = left - height; x < right; x += step) {
    ctx.moveTo(x, top + height)
    ctx.lineTo(x + height, top)
  }
  ctx.stroke()
  ctx.restore()
}

export function drawLimit(plot: uPlot, limit: number | null, text: string, palette: Palette): void {
  if (limit === null || limit <= 0) return
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
  const label: [string, number, number] = [text, bbox.left + bbox.width, y - 5 * devicePixelRatio]
  // A halo keeps the label readable where a high bar stands behind it.
  ctx.setLineDash([])
  ctx.lineJoin = 'round'
  ctx.lineWidth = 5 * devicePixelRatio
  ctx.strokeStyle = palette.surface
  ctx.strokeText(...label)
  ctx.fillText(...label)
  ctx.restore()
}

/** A diamond over each bar that someone has corrected. */
export function drawMarks(plot: uPlot, bars: Bar[], palette: Palette): void {
  const { ctx } = plot
  const size = 4.5 * devicePixelRatio
  ctx.save()
  ctx.fillStyle = palette.mark
  ctx.strokeStyle = palette.surface
  ctx.lineWidth = 2 * devicePixelRatio
  for (const { index, corrected, amount } of bars) {
    if (!corrected) continue
    const x = plot.valToPos(index, 'x', true)
    const y = plot.valToPos(amount ?? 0, 'y', true) - size * 2
    ctx.beginPath()
    ctx.moveTo(x, y - size)
    ctx.lineTo(x + size, y)
    ctx.lineTo(x, y + size)
    ctx.lineTo(x - size, y)
    ctx.closePath()
    ctx.stroke()
    ctx.fill()
  }
  ctx.restore()
}
