// Types of routes that the API's document does not have yet; a type goes when the document has its route.

export type Resolution = 'quarter' | 'hour' | 'day' | 'month'

/** One bar of a chart. `consumption` is null where nothing was measured: that is not zero. */
export interface Bucket {
  start: string
  end: string
  consumption: number | null
  /** Share of the time that readings cover, 0 to 1. */
  coverage: number
  /** How often the total has changed since its first reading. */
  revision: number
  corrected: boolean
}

export interface Consumption {
  deviceId: string
  zone: string
  unit: string
  resolution: Resolution
  buckets: Bucket[]
}

export interface SummaryHour {
  start: string
  consumption: number | null
  projected: number | null
  coverage: number
}

export interface DeviceSummary {
  deviceId: string
  name: string
  limit: number | null
  hour: SummaryHour
  today: number | null
  yesterdayByNow: number | null
  month: number | null
  lastMonthByNow: number | null
  lastReadingAt: string | null
}

export interface Summary {
  zone: string
  at: string
  devices: DeviceSummary[]
}

export interface OwnSession {
  id: string
  createdAt: string
  lastUsedAt: string
  address: string | null
  userAgent: string | null
  current: boolean
}

export interface UnregisteredDevice {
  deviceId: string
  firstSeenAt: string
  lastSeenAt: string
  readings: number
  lastConsumption: number | null
}

export interface Conflict {
  deviceId: string
  measuredAt: string
  counted: number
  other: number
  recordedAt: string
}

export interface HeldReading {
  deviceId: string
  measuredAt: string
  consumption: number
  lowest: number
  highest: number
  position: number
}

export interface Quarantined {
  position: number
  source: string
  reason: string
  at: string
  length: number
  text: string
}

export interface ParkedReading {
  deviceId: string
  measuredAt: string
  reason: string
  position: number
}

export interface RoleState {
  role: string
  replica: string
  version: string | null
  ready: boolean
  since: string | null
  lag: number | null
  lagSeconds: number | null
  rate: number | null
  causes: string[]
}

export interface System {
  roles: RoleState[]
  queue: { depth: number } | null
  quarantine: number
  parked: number
  held: number
  conflicts: number
  unregistered: number
}

export interface Projection {
  name: string
  position: number
  lag: number
  rate: number | null
  replicas: number
  parked: number
  state: string
}

/** How far a rebuild, a verification or a rollback is; comes over the live socket. */
export interface RunProgress {
  projection: string
  run: string
  kind: string
  done: number
  total: number
  state: string
  differences: number | null
}

export interface ChatMessage {
  id: string
  number: number
  from: 'customer' | 'bot' | 'person'
  name: string | null
  text: string
  at: string
  /** Of a bot's answer: a rule, or a language model. */
  source: string | null
  /** What an answer's figures rest on. */
  based: string | null
  deliveredAt: string | null
  readAt: string | null
}

export interface Conversation {
  number: number
  open: boolean
  onDuty: 'bot' | 'person'
  personRequested: boolean
  messages: ChatMessage[]
  unread: number
}

export interface ListedConversation {
  userId: string
  name: string
  number: number
  onDuty: 'bot' | 'person'
  personRequested: boolean
  waitingSince: string | null
  lastAt: string
  lastText: string
  unread: number
}
