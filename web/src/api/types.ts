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
  source?: string | null
  /** Whose conversation it is, where the destination does not tell. */
  userId?: string
}
