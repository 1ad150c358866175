// The whole product beside any other: started for the proof, with a model of its own, and stopped after it.
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PORT_BASE = process.env.EMS_PORT_BASE ?? '27000'

/** Starts it; pages at `origins` may talk to the gateway, and the assistant asks the model at `model`. */
export async function startStack({ program, origins, model }) {
  const home = await mkdtemp(join(tmpdir(), 'ems-prove-web-'))
  // PostgreSQL may run as another user, who passes through here.
  await chmod(home, 0o711)
  const environment = { ...process.env, EMS_DATA_DIR: home, EMS_PORT_BASE: PORT_BASE }
  for (const name of ['EMS_NATS_URL', 'EMS_NATS_MONITOR_URL', 'EMS_DATABASE_URL', 'EMS_AMQP_URL'])
    delete environment[name]
  Object.assign(environment, {
    EMS_ORIGINS: origins.join(','),
    EMS_GEMINI_BASE_URL: model.url,
    EMS_GEMINI_KEY: model.key,
  })
  const ems = (...words) => run(program, words, environment)
  const stop = async () => {
    await ems('down')
    await rm(home, { recursive: true, force: true })
  }
  try {
    const summary = JSON.parse(await ems('up', '--detach', '--json'))
    // While a part is down, the answer is an exit code.
    const pidOf = async (role) => {
      const state = await ems('status', '--json').then(JSON.parse, () => null)
      return state?.pids[role]?.[0]
    }
    return { ...summary, pidOf, stop }
  } catch (error) {
    await stop().catch(() => {})
    throw error
  }
}

function run(program, words, env) {
  return new Promise((done, failed) => {
    const child = spawn(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    let complained = ''
    child.stdout.on('data', (data) => (said += data))
    child.stderr.on('data', (data) => (complained += data))
    child.on('error', failed)
    child.on('close', (code) =>
      code === 0
        ? done(said)
        : failed(new Error(`${words.join(' ')} ended with ${code}:\n${complained}`)),
    )
  })
}
