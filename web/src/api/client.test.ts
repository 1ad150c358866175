// How the client speaks to the server, and what it makes of its answers.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { command } from './client'
import { listDevices, readDay, readDevice } from './devices'
import { readSession, signIn } from './session'
import type { Session } from './types'

const answer = (status: number, body?: unknown) =>
  vi.fn<typeof fetch>(() =>
    Promise.resolve(new Response(body === undefined ? null : JSON.stringify(body), { status })),
  )

function serve(fake: ReturnType<typeof answer>) {
  vi.stubGlobal('fetch', fake)
  return fake
}

afterEach(() => vi.unstubAllGlobals())

describe('the client', () => {
  it('takes 401 on the session as nobody being signed in', async () => {
    serve(answer(401, { error: 'Please sign in.' }))
    expect(await readSession()).toBeNull()
  })

  it('fails with the sentence for people', async () => {
    serve(answer(404, { title: 'Not Found', error: 'There is no such device.', code: 'x' }))
    await expect(readDevice('1')).rejects.toMatchObject({
      message: 'There is no such device.',
      status: 404,
      problem: { code: 'x' },
    })
  })

  it('says so when the server cannot be reached', async () => {
    serve(vi.fn<typeof fetch>(() => Promise.reject(new TypeError('failed'))))
    await expect(signIn('ana', 'secret')).rejects.toMatchObject({ status: 0 })
  })

  it('sends the cookie and no token', async () => {
    const fake = serve(answer(200, []))
    await readDay('1', '2026-11-23')
    const [url, init] = fake.mock.calls[0] ?? []
    expect(url).toBe('/api/monitoring/1?date=2026-11-23')
    expect(init?.credentials).toBe('same-origin')
    expect(new Headers(init?.headers).has('Authorization')).toBe(false)
  })

  it('asks for all devices only as an administrator', async () => {
    const fake = serve(answer(200, []))
    const session: Session = { userId: 'u1', username: 'ana', role: 'CLIENT', timeZone: 'UTC' }
    await listDevices(session)
    serve(fake.mockImplementation(() => Promise.resolve(new Response('[]'))))
    await listDevices({ ...session, role: 'ADMIN' })
    expect(fake.mock.calls.map(([url]) => url)).toEqual(['/api/devices/user/u1', '/api/devices'])
  })

  it('repeats an order whose answer was lost, with the same key', async () => {
    const lost = vi
      .fn<typeof fetch>(() => Promise.resolve(new Response(null, { status: 204 })))
      .mockRejectedValueOnce(new TypeError('failed'))
    serve(lost)
    await command('DELETE', '/devices/1')
    const keys = lost.mock.calls.map(([, init]) =>
      new Headers(init?.headers).get('Idempotency-Key'),
    )
    expect(keys).toHaveLength(2)
    expect(keys[0]).toBeTruthy()
    expect(keys[1]).toBe(keys[0])
  })

  it('does not repeat what was refused', async () => {
    const fake = serve(answer(409, { error: 'This name is taken.', code: 'name-taken' }))
    await expect(command('POST', '/devices', {})).rejects.toMatchObject({ status: 409 })
    expect(fake).toHaveBeenCalledOnce()
  })
})
