// The mock's alerts: some of the last days, and those that readings raise while it runs.
import { publish } from './stomp.ts'
import { devices, HOUR, totalOf, uuid, type MockDevice } from './world.ts'

export interface MockAlert {
  alertId: string
  deviceId: string
  deviceName: string
  hour: string
  consumption: number
  limit: number
  raisedAt: string
  retractedAt: string | null
  acknowledgedAt: string | null
  comment: string | null
}

const alerts: MockAlert[] = []
let position = 5_000

function alertOf(device: MockDevice, start: number, consumption: number): MockAlert {
  return {
    alertId: crypto.randomUUID(),
    deviceId: device.id,
    deviceName: device.name,
    hour: new Date(start).toISOString().replace('.000Z', 'Z'),
    consumption,
    limit: device.maxConsumption,
    raisedAt: new Date(Math.min(Date.now(), start + HOUR / 2)).toISOString(),
    retractedAt: null,
    acknowledgedAt: null,
    comment: null,
  }
}

export function raise(device: MockDevice, start: number, consumption: number): void {
  const alert = alertOf(device, start, consumption)
  if (alerts.some(({ deviceId, hour }) => deviceId === device.id && hour === alert.hour)) return
  alerts.unshift({ ...alert, raisedAt: new Date().toISOString() })
  position += 1
  const { deviceId, hour, limit, alertId } = alert
  const message = `High energy usage detected for '${device.name}'! Current: ${consumption.toFixed(2)} kWh (Limit: ${limit.toFixed(2)} kWh)`
  const userId = String(device.userId)
  const body = { userId, deviceId, message, alertId, hour, consumption, limit }
  publish(`/topic/notifications/${userId}`, body, position)
}

/** After a correction an alert may have no ground any more. */
export function retractIfBelow(device: MockDevice, start: number): void {
  const hour = new Date(start).toISOString().replace('.000Z', 'Z')
  const alert = alerts.find((one) => one.deviceId === device.id && one.hour === hour)
  const { total } = totalOf(device, start, start + HOUR)
  if (alert && (total ?? 0) <= device.maxConsumption) alert.retractedAt = new Date().toISOString()
}

export function alertsOf(userId: string): MockAlert[] {
  const own = new Set(devices.filter((device) => device.userId === userId).map(({ id }) => id))
  return alerts.filter(({ deviceId }) => own.has(deviceId))
}

export function acknowledge(deviceId: string, hour: string, comment: string | null): boolean {
  const alert = alerts.find((one) => one.deviceId === deviceId && one.hour === hour)
  if (!alert) return false
  alert.acknowledgedAt ??= new Date().toISOString()
  alert.comment ??= comment
  return true
}

/** Found by looking at the last three days, so that lists and charts agree. */
function begin(): void {
  const now = Math.floor(Date.now() / HOUR) * HOUR
  for (let start = now - HOUR; start > now - 72 * HOUR; start -= HOUR)
    for (const device of devices.filter(({ userId }) => userId === uuid(1))) {
      const { total } = totalOf(device, start, start + HOUR)
      if ((total ?? 0) > device.maxConsumption) alerts.push(alertOf(device, start, total ?? 0))
    }
  const [, second, third] = alerts
  if (second) {
    second.acknowledgedAt = new Date().toISOString()
    second.comment = 'Guests over the weekend.'
  }
  if (third) third.retractedAt = new Date().toISOString()
}
begin()
