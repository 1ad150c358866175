// The drawn part of the chart: keeps the plot in step with data, size, theme and language.
import { useEffect, useRef } from 'react'
import { useLanguage } from '@/locale'
import { useTheme } from '@/theme'
import type { Bar } from './buckets'
import { makePlot, MOST_BARS, type Plot } from './plot'
import { tween } from './tween'

export function Canvas({ bars, limitLabel }: { bars: Bar[]; limitLabel: string }) {
  const theme = useTheme()
  const language = useLanguage()
  const box = useRef<HTMLDivElement>(null)
  const plot = useRef<Plot | null>(null)
  const shown = useRef<number[]>([])
  const latest = useRef({ bars, limitLabel })
  // A plot of other bars is another plot; of the same bars only the numbers change.
  const shape = `${bars.length} ${bars[0]?.start ?? 0} ${bars.at(-1)?.end ?? 0}`

  useEffect(() => {
    latest.current = { bars, limitLabel }
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const { bars, limitLabel } = latest.current
    const began = performance.now()
    // Bars of as many glide over from what was there; a line is drawn as it is.
    if (shown.current.length !== bars.length)
      shown.current = bars.map(({ amount }) => (bars.length > MOST_BARS ? (amount ?? 0) : 0))
    const made = makePlot(element, { bars, amounts: shown.current, limitLabel }, () => {
      // The tests hold the first drawing against its bound.
      element.dataset.drawnMs ??= String(performance.now() - began)
    })
    plot.current = made
    const observer = new ResizeObserver(() => made.resize())
    observer.observe(element)
    // Labels on a canvas keep the font they were drawn with.
    void document.fonts.ready.then(() => plot.current === made && made.resize())
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
      delete element.dataset.drawnMs
    }
  }, [theme, language, shape])

  useEffect(() => {
    const amounts = bars.map(({ amount }) => amount ?? 0)
    const show = (values: number[]) => {
      shown.current = values
      plot.current?.show({ bars, amounts: values, limitLabel })
    }
    if (bars.length > MOST_BARS) return show(amounts)
    return tween(shown.current, amounts, show)
  }, [bars, limitLabel, theme, language])

  return <div ref={box} aria-hidden data-testid="plot" className="absolute inset-0" />
}
