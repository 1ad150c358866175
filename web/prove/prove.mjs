// The dashboard on the real product, whole: stories, roles, pages, languages, faults. Run by `ems prove web`.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openChromium, signInAs } from './browser.mjs'
import { chat } from './chat.mjs'
import { gatewayRestart, networkCut } from './faults.mjs'
import { startModel } from './model.mjs'
import { layWire } from './network.mjs'
import { OF_NOBODY, ofAdmin, ofAuditor, ofClient } from './pages.mjs'
import { picture } from './picture.mjs'
import { roles } from './roles.mjs'
import { startStack } from './stack.mjs'
import { claim, part, verdict } from './steps.mjs'
import { story } from './story.mjs'
import { tour, tourInRomanian } from './tour.mjs'
import { makeWorld } from './world.mjs'
import { year } from './year.mjs'

const program = process.env.EMS_PROGRAM
if (!program) {
  console.error('Set EMS_PROGRAM to the path of the program `ems`, or call `./ems prove web`.')
  process.exit(2)
}

/** Parts to run, by the beginning of their names; all without any. */
const chosen = process.argv.slice(2)
const wanted = (name) => chosen.length === 0 || chosen.some((word) => name.startsWith(word))
const only = (name, run) => (wanted(name) ? part(name, run) : undefined)

const closing = []
async function prepare() {
  const model = await startModel()
  closing.push(() => model.stop())
  const wire = await layWire()
  closing.push(() => wire.close())
  const stack = await startStack({ program, origins: [wire.web], model })
  closing.push(() => stack.stop())
  const { hostname, port } = new URL(stack.web)
  wire.leadTo(hostname === 'localhost' ? '127.0.0.1' : hostname, Number(port))
  const world = await makeWorld(stack)
  closing.push(() => world.meter.close())
  const chromium = await openChromium(wire.web)
  closing.push(() => chromium.close())
  return { model, wire, stack, world, chromium }
}

async function prove() {
  const { chromium, ...made } = await prepare()
  const { stack, world } = made
  const nobody = await chromium.window()
  const windows = {
    admin: await chromium.window(),
    client: await chromium.window(),
    auditor: await chromium.window(),
  }
  const all = { ...made, ...windows }
  await part('signing in', () =>
    claim('each role signs in, and the live connection stands', async () => {
      for (const role of Object.keys(windows))
        await signInAs(windows[role], role === 'admin' ? stack.admin : world[role])
    }),
  )
  await only('size', async () =>
    claim('the first load of JavaScript is at most 200 KiB', () => firstLoad()),
  )
  let device
  await only('story', async () => (device = await story(all)))
  await only('chat', () => chat(all))
  await only('roles', () => roles(windows))
  await only('year', () => year(all))
  await only('picture', () => picture(all))
  for (const [role, page, pages] of [
    ['nobody', nobody, OF_NOBODY],
    ['client', windows.client, ofClient(world)],
    ['admin', windows.admin, ofAdmin(world)],
    ['auditor', windows.auditor, ofAuditor(world)],
  ]) {
    await only(`pages of ${role}`, () => tour(page, role, pages))
    await only(`romanian pages of ${role}`, () => tourInRomanian(page, role, pages))
  }
  await only('faults', async () => {
    await gatewayRestart(all, device ?? world.house.id)
    await networkCut(all)
  })
}

function firstLoad() {
  const script = fileURLToPath(new URL('../scripts/size.mjs', import.meta.url))
  const said = execFileSync(process.execPath, [script], { encoding: 'utf8' })
  return said.trim().split('\n').at(-1).trim()
}

process.on('SIGINT', () => void end().then(() => process.exit(130)))
async function end() {
  for (const close of closing.splice(0).reverse()) await close()
}

let failed = false
await prove().catch((error) => {
  failed = true
  console.error(`fail  ${error.stack}`)
})
await end().catch((error) => {
  failed = true
  console.error(`fail  the stack does not stop: ${error.message}`)
})
process.exit(verdict() || (failed ? 1 : 0))
