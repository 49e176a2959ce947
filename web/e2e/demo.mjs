// Builds a small demonstration nation, serves it and plays every scene on it: `node e2e/demo.mjs path/to/inrs [SHOTS]`.
// Needs nothing else; leaves nothing behind.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [inrs, shots] = process.argv.slice(2)
if (!inrs) throw new Error('usage: node e2e/demo.mjs path/to/inrs [SHOTS]')
const PASSWORD = 'Demo-2026-inrs!'
const port = await new Promise((done) => { const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)) }) })
const folder = mkdtempSync(join(tmpdir(), 'inrs-e2e-'))
let server
let status = 1
try {
  const built = spawnSync(inrs, ['demo', '--data', join(folder, 'data'), '--scale', 'small', '--seed', '1'], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (built.status !== 0) throw new Error('inrs demo failed')
  server = spawn(inrs, ['serve', '--data', join(folder, 'data'), '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] })
  const base = `http://127.0.0.1:${port}`
  const deadline = Date.now() + 30_000
  while (!(await fetch(`${base}/readyz`).then((r) => r.ok, () => false))) {
    if (Date.now() > deadline || server.exitCode !== null) throw new Error('the server did not become ready')
    await new Promise((done) => setTimeout(done, 100))
  }
  const login = (username, second) => ({ username, password: PASSWORD, ...(second ? { code: [inrs, 'user', 'code', username, '--data', join(folder, 'data')] } : {}) })
  const logins = { keeper: login('keeper'), weigher: login('weigher'), tester: login('tester'), manager: login('manager', true), officer: login('bureau'), inspector: login('inspector'), approver: login('bureauhead', true), auditor: login('auditor'), storekeeper: login('storekeeper'), property: login('property'), propertyhead: login('propertyhead', true), sysadmin: login('sysadmin', true), secadmin: login('secadmin', true), auditadmin: login('auditadmin', true) }
  writeFileSync(join(folder, 'logins.json'), JSON.stringify(logins))
  status = await new Promise((done) => spawn(process.execPath, [new URL('run.mjs', import.meta.url).pathname, base, join(folder, 'logins.json'), ...(shots ? [shots] : [])], { stdio: 'inherit' }).on('exit', done))
} finally {
  server?.kill()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(status ?? 1)
