// Makes src/api/schema.d.ts from the API's document; with --check it only says whether that file is fresh.
import { readFile, writeFile } from 'node:fs/promises'
import openapiTS, { astToString } from 'openapi-typescript'

const SOURCE = new URL('../../docs/openapi.json', import.meta.url)
const TARGET = new URL('../src/api/schema.d.ts', import.meta.url)
const HEAD = '// Made from docs/openapi.json by `npm run types`; not edited by hand.\n\n'

const made = HEAD + astToString(await openapiTS(SOURCE))
if (process.argv.includes('--check')) {
  const known = await readFile(TARGET, 'utf8').catch(() => '')
  if (known !== made) {
    console.error('src/api/schema.d.ts is not what docs/openapi.json says: run `npm run types`.')
    process.exit(1)
  }
} else {
  await writeFile(TARGET, made)
}
