// Clicks through the acts of every role on a running demonstration node: `node e2e/run.mjs URL LOGINS.json [SHOTS]`.
// LOGINS.json: {"keeper": {"username", "password", "code"?: [program, …arguments that print a one-time code]}, …}. Prints one line per scene; exits 1 at the first that fails.
import { mkdirSync, readFileSync } from 'node:fs'
import { launch, person } from './browser.mjs'
import { SCENES } from './scenes.mjs'

const [base, file, shots] = process.argv.slice(2)
if (!base || !file) throw new Error('usage: node e2e/run.mjs URL LOGINS.json [SHOTS]')
const logins = JSON.parse(readFileSync(file, 'utf8'))
if (shots) mkdirSync(shots, { recursive: true })
const browser = await launch()
const memory = {}
let failed = false
for (const [name, scene] of Object.entries(SCENES)) {
  const page = await person(browser, base, scene.phone, scene.context)
  const began = Date.now()
  try {
    await scene.run(page, logins, memory)
    if (page.errors.length) throw new Error(`the page complained: ${page.errors.join(' | ')}`)
    console.log(`ok   ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  } catch (error) {
    failed = true
    console.log(`FAIL ${name} at ${page.url()}\n     ${String(error.stack ?? error).split('\n').slice(0, 6).join('\n     ')}`)
  }
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` }).catch(() => undefined)
  await page.context().close()
  if (failed) break
}
await browser.close()
process.exit(failed ? 1 : 0)
