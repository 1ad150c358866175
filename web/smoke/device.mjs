// A device of the test's own, made over REST, so that nobody else's readings fall into its hours.

const LIMIT_KWH = 2

/** Signs in as the administrator, as a program does, and gives the client a fresh device. */
export async function deviceOfItsOwn(stack) {
  const post = async (path, body, token) => {
    const headers = {
      'content-type': 'application/json',
      ...(token && { authorization: `Bearer ${token}` }),
    }
    const answer = await fetch(`${stack.api}${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (!answer.ok)
      throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`)
    return answer
  }
  const admin = await (await post('/auth/login', stack.admin)).json()
  const client = await (await post('/auth/login', stack.client)).json()
  const name = `Smoke kettle ${new Date().toISOString()}`
  const device = {
    name,
    description: 'Measured by the smoke test',
    maxConsumption: LIMIT_KWH,
    userId: client.userId,
  }
  const created = await post('/devices', device, admin.token)
  const id = created.headers.get('location').split('/').pop()
  return { id, name, limit: LIMIT_KWH }
}
