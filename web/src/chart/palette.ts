// The chart's colours, taken from the style sheet so that both themes have one source.
export interface Palette {
  bar: string
  over: string
  ghost: string
  limit: string
  grid: string
  text: string
  surface: string
  gap: string
  gapLine: string
  earlier: string
  mark: string
}

export function readPalette(element: HTMLElement): Palette {
  // A custom property reads back as written; only a real colour reads back as what is shown, and on an
  // element of its own, since one that changes its colour may be on the way from the one before.
  const colour = (name: string) => {
    const probe = document.createElement('span')
    probe.style.color = `var(--${name})`
    element.append(probe)
    const { color } = getComputedStyle(probe)
    probe.remove()
    return color
  }
  return {
    bar: colour('bar'),
    over: colour('over'),
    ghost: colour('brand'),
    limit: colour('limit'),
    grid: colour('line'),
    text: colour('ink-soft'),
    surface: colour('surface'),
    gap: colour('gap'),
    gapLine: colour('line-strong'),
    earlier: colour('earlier'),
    mark: colour('ink'),
  }
}

/** Stripes over a colour: more than the limit must not be told by colour alone. */
export function hatch(colour: string): CanvasPattern | string {
  const size = Math.round(7 * devicePixelRatio)
  const tile = document.createElement('canvas')
  tile.width = tile.height = size
  const pen = tile.getContext('2d')
  if (!pen) return colour
  pen.fillStyle = colour
  pen.fillRect(0, 0, size, size)
  pen.strokeStyle = 'rgb(255 255 255 / 0.42)'
  pen.lineWidth = 1.8 * devicePixelRatio
  pen.lineCap = 'square'
  // Three strokes, so that the stripes meet at the tile's corners.
  for (const shift of [-size, 0, size]) {
    pen.beginPath()
    pen.moveTo(shift, size)
    pen.lineTo(shift + size, 0)
    pen.stroke()
  }
  return pen.createPattern(tile, 'repeat') ?? colour
}
