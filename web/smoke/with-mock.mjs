// Runs the smoke test against the built pages and the mock backend: no server, broker or database needed.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { preview } from 'vite'

process.env.EMS_MOCK_QUIET = '1'
const server = await preview({
  root: fileURLToPath(new URL('..', import.meta.url)),
  preview: { port: 4173, strictPort: false },
})
const web = server.resolvedUrls.local[0]
const stack = { web, amqp: web, client: { username: 'ana', password: 'ana-at-home' } }

const smoke = spawn(process.execPath, [fileURLToPath(new URL('smoke.mjs', import.meta.url))], {
  stdio: 'inherit',
  env: { ...process.env, EMS_SMOKE_STACK: JSON.stringify(stack) },
})
smoke.on('exit', (code) => process.exit(code ?? 1))
