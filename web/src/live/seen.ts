// Remembers what has been handled, so that what is delivered twice is shown once, and where to resume.

/** The newest ids are kept; older ones cannot come again. */
const MOST = 500

export class Seen {
  readonly #ids = new Set<string>()
  readonly #positions = new Map<string, string>()

  /** True the first time; `position` is where the destination stands then. */
  isNew(destination: string, id: string, position: string | undefined): boolean {
    if (position && Number(position) >= Number(this.#positions.get(destination) ?? 0))
      this.#positions.set(destination, position)
    if (this.#ids.has(id)) return false
    this.#ids.add(id)
    const oldest = this.#ids.values().next().value
    if (this.#ids.size > MOST && oldest !== undefined) this.#ids.delete(oldest)
    return true
  }

  /** For SUBSCRIBE: the server sends what came after it. */
  resume(destination: string): Record<string, string> {
    const position = this.#positions.get(destination)
    return position ? { 'last-position': position } : {}
  }
}
