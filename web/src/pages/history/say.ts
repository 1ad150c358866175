// What an event changed, in words: which member, and its value before and after.
import type { Role } from '@/api/types'
import { formatInstant } from '@/dates'
import type { Words } from '@/i18n'
import { formatLimit } from '@/units'

/** What a reader of histories knows beside the events. */
export interface Known {
  w: Words
  zone: string
  nameOf: (userId: string) => string | undefined
}

/** In the log a kilowatt-hour is so many micro-watt-hours. */
const KWH = 1e9
const ENERGIES = new Set(['limit', 'atLeast', 'atMost', 'corrections', 'total'])
/** What the server says in place of a hash. */
const SECRET = '(not shown)'
const INSTANTS = new Set(['expires_at', 'at'])

/** Every member but those of maps, whose names are keys, says by its last word what it is. */
function kindOf(pointer: string): string {
  const parts = pointer.split('/').slice(1)
  return ['corrections', 'verdicts'].find((map) => parts[0] === map) ?? parts.at(-1) ?? ''
}

export function memberOf(pointer: string, { w, zone }: Known): string {
  const kind = kindOf(pointer)
  const name = w.history.members[kind] ?? kind
  const instant = /^\/(?:corrections|verdicts)\/(\d+)/.exec(pointer)?.[1]
  return instant ? `${name} ${formatInstant(Number(instant), zone)}` : name
}

export function valueOf(pointer: string, value: unknown, known: Known): string {
  const { w, zone, nameOf } = known
  const kind = kindOf(pointer)
  if (value === null || value === undefined || value === '') return '–'
  if (kind === 'verdicts') return value === true ? w.history.accepted : w.history.rejected
  if (typeof value === 'boolean') return value ? w.history.yes : w.history.no
  if (typeof value === 'number' && ENERGIES.has(kind)) return formatLimit(value / KWH)
  if (typeof value === 'string') {
    if (value === SECRET) return w.history.secret
    if (kind === 'owner') return nameOf(value) ?? value
    if (kind === 'role' && isRole(value, w)) return w.common.roles[value]
    if (INSTANTS.has(kind)) return formatInstant(value, zone)
    return value
  }
  return typeof value === 'number' ? String(value) : JSON.stringify(value)
}

const isRole = (value: string, { common }: Words): value is Role => value in common.roles

/** "user:…" or "system:…" as people say it. */
export function actorOf(actor: string, { w, nameOf }: Known): string {
  const [kind, name = ''] = actor.split(/:(.*)/)
  return kind === 'user' ? (nameOf(name) ?? name) : w.history.part(name)
}

export const eventOf = (type: string, { w }: Known): string => w.history.events[type] ?? type
