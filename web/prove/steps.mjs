// One line for each thing that was checked; what failed is told again at the end.
const failures = []
let passed = 0

/** Checks a claim; what the check returns is told beside it. */
export async function claim(text, check) {
  const began = Date.now()
  try {
    const note = await check()
    passed += 1
    console.log(`ok    ${text}${note ? ` (${note})` : ''}`)
  } catch (error) {
    failures.push(text)
    console.error(`fail  ${text} (after ${Date.now() - began} ms)`)
    for (const line of String(error.message).split('\n')) console.error(`      ${line}`)
    throw error
  }
}

/** A part whose claims follow from each other: after a failure the rest of it has no meaning, the next part has. */
export async function part(name, run) {
  console.log(`\n${name}`)
  const before = failures.length
  await run().catch((error) => {
    if (failures.length > before) return
    failures.push(name)
    console.error(`fail  ${name}: ${error.stack}`)
  })
}

/** Says how it went and gives the code to exit with. */
export function verdict() {
  console.log(`\n${passed} passed, ${failures.length} failed`)
  for (const text of failures) console.error(`failed: ${text}`)
  return failures.length > 0 ? 1 : 0
}

/** Asks until the answer is neither false nor nothing; who waits longer than the limit is told for what. */
export async function until(what, ask, limit = 15_000) {
  const end = Date.now() + limit
  let last
  do {
    last = await ask()
    if (last !== false && last !== undefined && last !== null) return last
    await new Promise((go) => setTimeout(go, 50))
  } while (Date.now() < end)
  throw new Error(`${what}: not within ${limit} ms`)
}
