// @vitest-environment node
/** The generated wire types are those of the committed OpenAPI document. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('is fresh: run `npm run types` after the document has changed', () => {
  const out = join(mkdtempSync(join(tmpdir(), 'inrs-types-')), 'schema.d.ts')
  execFileSync('node_modules/.bin/openapi-typescript', ['../docs/openapi.json', '-o', out], { stdio: 'ignore' })
  expect(readFileSync('src/api/schema.d.ts', 'utf8') === readFileSync(out, 'utf8')).toBe(true)
}, 60_000)
