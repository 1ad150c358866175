// Measures the JavaScript a browser loads before any chart, and fails when it is over the budget.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const BUDGET = 200 * 1024
const dist = new URL('../dist/', import.meta.url)
const page = readFileSync(new URL('index.html', dist), 'utf8')

// What index.html names is the first load; lazy chunks are named only inside other scripts.
const first = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1])
const sizes = first.map((file) => ({
  file,
  bytes: gzipSync(readFileSync(new URL(file, dist))).length,
}))
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0)

const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`
for (const { file, bytes } of sizes) console.log(`${kib(bytes).padStart(10)}  ${file}`)
console.log(`${kib(total).padStart(10)}  first load, gzip; budget ${kib(BUDGET)}`)
if (first.length === 0 || total > BUDGET) {
  console.error('The first load is over its budget, or index.html names no script.')
  process.exit(1)
}
