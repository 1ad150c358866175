// Turns live messages into updates of the query cache, so that pages never ask where a number came from.
import type { QueryClient } from '@tanstack/react-query'
import type { Alert, AlertNotice, Device, HourConsumption, LiveReading } from '@/api/types'
import { withReading, type Latest } from '@/queries/devices'
import { keys } from '@/queries/keys'
import { localHourOf } from '@/time'
import { applyToConsumption, applyToSummaries } from './totals'

/** Reads a message of /topic/live; null when it is not one. Members may be missing, more may follow. */
export function readLive(body: string): LiveReading | null {
  const message = parse(body)
  if (!message) return null
  const { deviceId, hour, consumption } = message
  if (typeof deviceId !== 'string' || typeof hour !== 'string') return null
  if (typeof consumption !== 'number' || !Number.isFinite(consumption)) return null
  if (Number.isNaN(Date.parse(hour))) return null
  return message as unknown as LiveReading
}

/** Reads a message of /topic/notifications; null when it is not one. */
export function readAlert(body: string): AlertNotice | null {
  const message = parse(body)
  if (!message || typeof message.deviceId !== 'string' || typeof message.message !== 'string')
    return null
  return message as unknown as AlertNotice
}

/** Puts a fresh total where the pages look: the day it belongs to, and the device's latest hour. */
export function applyReading(
  cache: QueryClient,
  zone: string,
  reading: LiveReading,
  receivedAt = Date.now(),
): void {
  if (isOvertaken(cache, reading)) return
  applyToConsumption(cache, reading)
  applyToSummaries(cache, reading, receivedAt)
  const known = cache.getQueryData<Latest | null>(keys.latest(reading.deviceId))
  const newest = !known || Date.parse(reading.hour) >= Date.parse(known.hour)
  if (newest) {
    cache.setQueryData<Latest>(keys.latest(reading.deviceId), { ...reading, receivedAt })
    applyLimit(cache, reading)
  }
  const { date, whole } = localHourOf(Date.parse(reading.hour), zone)
  const day = keys.day(reading.deviceId, date)
  if (!whole) {
    // The chart's hour is a sum of which this is only a part: only the server knows the whole.
    void cache.invalidateQueries({ queryKey: day })
    return
  }
  cache.setQueryData<HourConsumption[]>(day, (hours) =>
    hours ? withReading(hours, reading, date, zone) : hours,
  )
}

/** The name of a device, wherever the pages have it from. */
export function deviceNameIn(cache: QueryClient, deviceId: string): string | undefined {
  const listed = cache.getQueryData<Device[]>(keys.devices)?.find(({ id }) => id === deviceId)
  return (listed ?? cache.getQueryData<Device>(keys.device(deviceId)))?.name
}

/** Puts a fresh alert on top of the list; the read model may be a moment behind the message. */
export function applyAlert(cache: QueryClient, notice: AlertNotice, receivedAt = Date.now()): void {
  const { alertId, deviceId, hour, consumption, limit, userId } = notice
  if (!alertId || !hour || consumption === undefined || limit === undefined) return
  const fresh: Alert = {
    alertId,
    deviceId,
    deviceName: deviceNameIn(cache, deviceId) ?? null,
    hour,
    consumption,
    limit,
    raisedAt: new Date(receivedAt).toISOString(),
    retractedAt: null,
    acknowledgedAt: null,
    comment: null,
  }
  cache.setQueryData<Alert[]>(keys.alerts(userId), (list) =>
    list ? [fresh, ...list.filter((known) => known.alertId !== alertId)] : list,
  )
}

/** After a gap nobody knows what was missed, so everything on screen is asked for again. */
export function refreshAfterGap(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: keys.devices })
  void cache.invalidateQueries({ queryKey: keys.days })
  void cache.invalidateQueries({ queryKey: keys.allAlerts })
  void cache.invalidateQueries({ queryKey: keys.allConsumption })
  void cache.invalidateQueries({ queryKey: keys.summaries })
  void cache.invalidateQueries({ queryKey: keys.allConversation })
  void cache.invalidateQueries({ queryKey: keys.conversations })
  void cache.invalidateQueries({ queryKey: keys.allWaiting })
  void cache.invalidateQueries({ queryKey: keys.system })
  // The server may count revisions anew after a loss of its database.
  cache.removeQueries({ queryKey: keys.revisions })
}

/** Two replicas may tell of an hour in the wrong order: what a higher revision said stays. */
function isOvertaken(cache: QueryClient, { deviceId, hour, revision }: LiveReading): boolean {
  if (typeof revision !== 'number') return false
  const key = keys.revision(deviceId, hour)
  if (revision < (cache.getQueryData<number>(key) ?? revision)) return true
  cache.setQueryData<number>(key, revision)
  return false
}

function applyLimit(cache: QueryClient, { deviceId, limit }: LiveReading): void {
  if (typeof limit !== 'number') return
  const changed = (device: Device) =>
    device.id === deviceId ? { ...device, maxConsumption: limit } : device
  cache.setQueryData<Device[]>(keys.devices, (list) => list?.map(changed))
  cache.setQueryData<Device>(keys.device(deviceId), (device) => device && changed(device))
}

export function parse(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
