// What the proof does as programs do: over REST, and as a meter over AMQP.
import amqp from 'amqplib'

const QUEUE = 'device.measurements'

export async function signIn(api, login) {
  const send = async (method, path, body, token) => {
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!answer.ok)
      throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const { token, userId } = await (await send('POST', '/auth/login', login)).json()
  return {
    userId,
    get: async (path) => (await send('GET', path, undefined, token)).json(),
    order: async (method, path, body) => void (await send(method, path, body, token)),
    create: async (path, body) => {
      const made = await send('POST', path, body, token)
      return made.headers.get('location').split('/').pop()
    },
  }
}

/** A meter; `readings` are [instant, kWh] pairs. */
export async function openMeter(address) {
  const connection = await amqp.connect(address)
  const channel = await connection.createConfirmChannel()
  await channel.assertQueue(QUEUE, { durable: true })
  const send = (text) =>
    channel.sendToQueue(QUEUE, Buffer.from(text), { contentType: 'application/json' })
  return {
    publish: async (deviceId, readings) => {
      for (const [instant, value] of readings) {
        const timestamp = new Date(instant).toISOString()
        send(JSON.stringify({ deviceId, measurementValue: value, timestamp }))
      }
      await channel.waitForConfirms()
    },
    garble: async (text) => {
      send(text)
      await channel.waitForConfirms()
    },
    close: () => connection.close(),
  }
}
