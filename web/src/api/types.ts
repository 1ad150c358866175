// What the server says, as types: those of its document under short names, and those of the live messages.
import type { components } from './schema'

type Schemas = components['schemas']

/** Who is signed in, and in which zone their days begin. */
export type Session = Schemas['Session']
export type Role = Session['role']
export type User = Schemas['User']
export type Profile = Schemas['Profile']
export type PasswordReset = Schemas['PasswordReset']
export type Alert = Schemas['Alert']
export type HourConsumption = Schemas['Hour']
/** RFC 9457; `error` is the sentence for people. */
export type Problem = Schemas['Problem']

/** `maxConsumption` is the most that the device should use in one hour; null where nobody has set it. */
export type Device = Schemas['Device']

/** One bar of a chart. `consumption` is null where nothing was measured: that is not zero. */
export type Bucket = Schemas['Bucket']
export type Consumption = Schemas['Consumption']
export type Resolution = Consumption['resolution']
export type Summary = Schemas['Summary']
export type DeviceSummary = Schemas['DeviceSummary']

export type OwnSession = Schemas['SessionRow']

export type UnregisteredDevice = Schemas['UnregisteredDevice']
export type Conflict = Schemas['Conflict']
export type HeldReading = Schemas['HeldReading']
export type Quarantined = Schemas['Quarantined']
export type ParkedReading = Schemas['ParkedReading']

export type System = Schemas['System']
/** A process of the product. */
export type Part = Schemas['Role']
export type Projection = Schemas['Projection']

export type ChatMessage = Schemas['ChatMessage']
/** The numbers that an answer was made from. */
export type Basis = Schemas['Basis']
export type Conversation = Schemas['Conversation']
export type ListedConversation = Schemas['OpenConversation']

export type History = Schemas['History']
export type HistoryEvent = Schemas['HistoryEvent']
export type HistoryChange = Schemas['HistoryChange']

/** What an administrator writes of a device. */
export interface DeviceDraft {
  name: string
  maxConsumption: number
  description?: string
  userId?: string
  /** Adopts a meter that is already in the field. */
  id?: string
}

/** The total of one device's hour as it stands now; replaces what was known of that hour. */
export interface LiveReading {
  deviceId: string
  /** Start of the hour, RFC 3339 in UTC. */
  hour: string
  consumption: number
  /** Grows with each change of this hour. */
  revision?: number | null
  limit?: number | null
  /** Share of the hour that readings cover, 0 to 1. */
  coverage?: number | null
  /** What the hour will come to if it goes on like this. */
  projected?: number | null
}

export interface AlertNotice {
  userId: string
  deviceId: string
  message: string
  alertId?: string
  hour?: string
  consumption?: number
  limit?: number
}

/** A message of the support chat, as the live socket carries it. */
export interface ChatNotice {
  senderId: string
  senderName: string
  content: string
  /** True only for a person, not for a bot. */
  admin: boolean
  id?: string
  number?: number
  at?: string
  source?: ChatMessage['source']
  /** Whose conversation it is, where the destination does not tell. */
  userId?: string
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
