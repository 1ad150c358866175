// The keys that move along a chart, for bars and for the cursor of a line.
import type { KeyboardEvent } from 'react'

/** Where a key leads from `index`; undefined for keys that are not about moving. */
export function moved(
  { key, shiftKey }: KeyboardEvent,
  index: number,
  count: number,
): number | undefined {
  const big = Math.max(1, Math.round(count / 12))
  const step = shiftKey ? big : 1
  const last = count - 1
  const to: Partial<Record<string, number>> = {
    ArrowLeft: index - step,
    ArrowRight: index + step,
    PageUp: index - big,
    PageDown: index + big,
    Home: 0,
    End: last,
  }
  const target = to[key]
  return target === undefined ? undefined : Math.min(last, Math.max(0, target))
}
