// Frame cost of the one map with 7,000 sites beside the bare map, on the built console, no node needed: `node e2e/frames.mjs [SITES]`.
// Prints the median frame of each in milliseconds and their ratio; exits 1 if the sites add more than 30 %.
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { launch, person } from './browser.mjs'

const sites = Number(process.argv[2] ?? 7000)
const FRAMES = 40
const ROUNDS = 5
const LIMIT = 1.3
const base = 'http://console.test'
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.geojson': 'application/json' }
let seed = 7
const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647

const session = { user: { id: 'u', name: 'u', org: 'o', org_name: 'o', roles: ['auditor'], regions: [] }, must_change_password: false, must_enrol_totp: false, second_factor: false, synthetic: true, node: 'n' }
const rows = Array.from({ length: sites }, (_, i) => [`S${i}`, `库点 ${i}`, 'depot', '410000', 'o', 'o', Math.floor((80 + random() * 48) * 1e6), Math.floor((20 + random() * 27) * 1e6), []])
const answers = { '/api/v1/session': session, '/api/v1/map': { columns: ['code', 'name', 'kind', 'region', 'org', 'org_name', 'lon', 'lat', 'totals'], rows }, '/api/v1/regions': { items: [], next: null, total: 0 } }

const browser = await launch()
const page = await person(browser, base)
await page.route('**/*', (route) => {
  const path = new URL(route.request().url()).pathname
  if (path in answers) return route.fulfill({ json: answers[path] })
  if (path.startsWith('/api/')) return route.fulfill({ status: 404, json: {} })
  const file = extname(path) ? path : '/index.html'
  return route.fulfill({ body: readFileSync(new URL(`../dist${file}`, import.meta.url)), contentType: types[extname(file)] ?? 'application/octet-stream' })
})
await page.goto('/map?still=1')
await page.waitForFunction(() => document.body.dataset.mapReady === 'maplibre', null, { timeout: 90_000 })

/** Median milliseconds between forced repaints with the layers of sites shown or hidden. */
const measure = (shown) => page.evaluate(async ([show, frames]) => {
  const { map } = document.querySelector('[data-testid=site-map]')
  for (const layer of ['site', 'site-name']) map.setLayoutProperty(layer, 'visibility', show ? 'visible' : 'none')
  await new Promise((done) => { map.once('idle', done); map.triggerRepaint() })
  const times = []
  for (let i = 0, last = performance.now(); i < frames; i++) {
    await new Promise((done) => { map.once('render', done); map.triggerRepaint() })
    const now = performance.now()
    times.push(now - last)
    last = now
  }
  return times.sort((a, b) => a - b)[frames >> 1]
}, [shown, FRAMES])

const pairs = []
for (let i = 0; i < ROUNDS; i++) pairs.push([await measure(false), await measure(true)])
await browser.close()
const ratios = pairs.map(([bare, full]) => full / bare).sort((a, b) => a - b)
const ratio = ratios[ROUNDS >> 1]
for (const [bare, full] of pairs) console.log(`bare ${bare.toFixed(1)} ms, with ${sites} sites ${full.toFixed(1)} ms`)
console.log(`ratio ${ratio.toFixed(2)} (median of ${ROUNDS}), limit ${LIMIT}`)
process.exit(ratio > LIMIT ? 1 : 0)
