// What the server says, as types: the shapes of the REST answers and of the live messages.
export type Role = 'ADMIN' | 'CLIENT'

/** Who is signed in, and in which zone their days begin. */
export interface Session {
  userId: string
  username: string
  role: Role
  /** IANA name; the server's default zone counts where it is missing. */
  timeZone?: string
}

export interface Device {
  id: string
  name: string
  /** The most this device should use in one hour. */
  maxConsumption: number
  description: string | null
  userId: string | null
}

export interface HourConsumption {
  hour: number
  consumption: number
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

/** An hour that was above its device's limit. */
export interface Alert {
  alertId: string
  deviceId: string
  /** null for a device that is out of use by now. */
  deviceName: string | null
  /** Start of the hour, RFC 3339 in UTC. */
  hour: string
  consumption: number
  limit: number
  raisedAt: string
  /** Set when the hour was found not to be above its limit after all. */
  retractedAt: string | null
  acknowledgedAt: string | null
  comment: string | null
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

/** RFC 9457; `error` is the sentence for people. */
export interface Problem {
  title?: string
  detail?: string
  error?: string
  status?: number
  code?: string
  traceId?: string
}
