// Plays a meter: publishes readings the way meters in the field do.
import amqp from 'amqplib'

const QUEUE = 'device.measurements'

let last = 0

function bodyOf(deviceId, measurementValue) {
  // A device has one reading per instant: two in the same millisecond would be one.
  last = Math.max(Date.now(), last + 1)
  return JSON.stringify({ deviceId, measurementValue, timestamp: new Date(last).toISOString() })
}

/** Connects to the stack's broker; an http address stands for the mock backend, which takes readings by POST. */
export async function openMeter(address, web) {
  if (!address || address.startsWith('http')) return mockMeter(address || web)
  const connection = await amqp.connect(address)
  const channel = await connection.createConfirmChannel()
  await channel.assertQueue(QUEUE, { durable: true })
  return {
    publish: async (deviceId, value) => {
      const body = Buffer.from(bodyOf(deviceId, value))
      channel.sendToQueue(QUEUE, body, { contentType: 'application/json' })
      await channel.waitForConfirms()
    },
    close: () => connection.close(),
  }
}

function mockMeter(address) {
  return {
    publish: async (deviceId, value) => {
      const url = new URL('/mock/readings', address)
      const { ok, status } = await fetch(url, { method: 'POST', body: bodyOf(deviceId, value) })
      if (!ok) throw new Error(`the mock refused a reading with ${status}`)
    },
    close: async () => {},
  }
}
