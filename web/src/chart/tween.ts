// Lets numbers glide to their new values, or jump where people asked for less motion.
const DURATION = 500

/** Calls `show` with values on their way from `from` to `to`; returns how to stop it. */
export function tween(from: number[], to: number[], show: (values: number[]) => void): () => void {
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const same = to.every((value, index) => value === from[index])
  if (still || same) {
    show(to)
    return () => undefined
  }
  const started = performance.now()
  let frame = 0
  const step = (now: number) => {
    const done = Math.min(1, Math.max(0, (now - started) / DURATION))
    const eased = 1 - (1 - done) ** 3
    show(to.map((value, index) => (from[index] ?? 0) + (value - (from[index] ?? 0)) * eased))
    if (done < 1) frame = requestAnimationFrame(step)
    // The last frame shows the very numbers, free of rounding on the way.
    else show(to)
  }
  frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}
