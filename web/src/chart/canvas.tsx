// The drawn part of the chart: keeps the plot in step with data, size and theme.
import { useEffect, useRef } from 'react'
import { useTheme } from '@/theme'
import type { HourView } from './hours'
import { makePlot, type Plot } from './plot'
import { tween } from './tween'

const FLAT = Array.from({ length: 24 }, () => 0)

export function Canvas({ hours, limit }: { hours: HourView[]; limit: number }) {
  const theme = useTheme()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | null>(null)
  const shown = useRef(FLAT)

  useEffect(() => {
    if (!box.current) return
    const none = FLAT.map(() => null)
    const made = makePlot(box.current, { amounts: shown.current, projected: none, limit: 0 })
    plot.current = made
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(box.current)
    // Labels on a canvas keep the font they were drawn with.
    void document.fonts.ready.then(() => plot.current === made && made.resize())
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [theme])

  useEffect(() => {
    const projected = hours.map((hour) => hour.projected)
    const amounts = hours.map((hour) => hour.consumption)
    return tween(shown.current, amounts, (values) => {
      shown.current = values
      plot.current?.show({ amounts: values, projected, limit })
    })
  }, [hours, limit, theme])

  return <div ref={box} aria-hidden className="absolute inset-0" />
}
