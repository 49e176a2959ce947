// Holds the first load to its limit: everything the entry page pulls in plus the cockpit, gzip, without the map chunk. Exits 1 above it.
import { readFileSync, readdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const LIMIT = 500 * 1024
const dist = new URL('../dist/', import.meta.url)
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length
const assets = readdirSync(new URL('assets/', dist))
const seen = new Map()

/** Follows static imports; dynamic imports are what "lazy" means. */
function add(file) {
  if (seen.has(file)) return
  seen.set(file, size(file))
  if (!file.endsWith('.js')) return
  const code = readFileSync(new URL(file, dist), 'utf8')
  for (const [, name] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) add(`assets/${name}`)
}

const html = readFileSync(new URL('index.html', dist), 'utf8')
seen.set('index.html', size('index.html'))
for (const [, path] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)) add(path)
const entry = [...seen.values()].reduce((a, b) => a + b, 0)
const cockpit = assets.find((f) => /^CockpitPage-.*\.js$/.test(f))
if (!cockpit) throw new Error('no cockpit chunk: rename this check with the page')
add(`assets/${cockpit}`)
const total = [...seen.values()].reduce((a, b) => a + b, 0)
if ([...seen.keys()].some((f) => f.includes('maplibre'))) throw new Error('the map is in the first load')
const k = (n) => `${(n / 1024).toFixed(1)} KiB`
console.log(`first load (gzip): sign-in ${k(entry)}, with the cockpit ${k(total)}, limit ${k(LIMIT)}`)
if (total > LIMIT) { for (const [f, n] of [...seen].sort((a, b) => b[1] - a[1])) console.error(k(n).padStart(12), f); process.exit(1) }
