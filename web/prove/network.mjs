// The network between browser and gateway, as a wire that can be cut: nothing gets through, and nobody is told.
import { connect, createServer } from 'node:net'

export async function layWire() {
  const ends = new Set()
  let target
  let cut = false
  const server = createServer((near) => {
    const far = connect({ ...target, allowHalfOpen: true })
    const wire = { near, far }
    ends.add(wire)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      // A broken connection takes its other end along, except while nobody would hear of it.
      from.on('error', () => {})
      from.on('close', () => {
        if (!cut) to.destroy()
      })
      from.pipe(to)
    }
    near.on('close', () => ends.delete(wire))
    if (cut) freeze(wire)
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    web: `http://localhost:${server.address().port}`,
    leadTo: (host, port) => (target = { host, port }),
    cut: () => {
      cut = true
      ends.forEach(freeze)
    },
    /** What was on its way during the cut is lost, as after a change of network. */
    mend: () => {
      cut = false
      for (const { near, far } of ends) {
        near.destroy()
        far.destroy()
      }
      ends.clear()
    },
    close: () => {
      for (const { near, far } of ends) {
        near.destroy()
        far.destroy()
      }
      server.close()
    },
  }
}

function freeze({ near, far }) {
  near.unpipe(far)
  far.unpipe(near)
  near.pause()
  far.pause()
}
