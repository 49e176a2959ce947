// Keeps the console usable where there is no network: its own files, and the newest answers that forms and lists of the depot room need.
// Always asks the node first for anything but files named by their hash; never keeps what changes something, proofs, or totals.
const FILES = 'inrs-files'
const ANSWERS = 'inrs-answers'
/** Answers kept when the node is out of reach. Proofs are not among them: a badge must not rest on old evidence. */
const KEPT = /^\/api\/v1\/(session|items|natures|packs|regions|organisations|sites|positions|lots|directives|consignments|counts|requests|notices|trips|samples|duties|rounds|inventories|jobs)(\/|$)/
const NEVER = /\.pdf$|\/trace$|\/ledgers$|\/agreement$/
/** Milliseconds the node may take before a kept answer is shown instead. */
const PATIENCE = 8000
/** Most answers kept; the oldest go first. */
const ANSWERS_MAX = 300
/** Kept by address alone: what a request says about its origin or encoding does not change the answer. */
const ANY = { ignoreVary: true }

self.addEventListener('install', (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(FILES)
    const files = await (await fetch('/offline.json', { cache: 'no-store' })).json()
    const have = new Set((await cache.keys()).map((r) => new URL(r.url).pathname))
    await cache.addAll(['/', ...files.filter((f) => !have.has(f))])
    for (const r of await cache.keys()) if (new URL(r.url).pathname.startsWith('/assets/') && !files.includes(new URL(r.url).pathname)) await cache.delete(r)
    await self.skipWaiting()
  })())
})
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

const inTime = (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE) })

async function file(request) {
  const cache = await caches.open(FILES)
  const known = await cache.match(request, ANY)
  if (known) return known
  const found = await fetch(request)
  if (found.ok) await cache.put(request, found.clone())
  return found
}

async function page(request) {
  try {
    const found = await inTime(request)
    if (found.ok && new URL(request.url).pathname === '/') await (await caches.open(FILES)).put('/', found.clone())
    return found
  } catch {
    return (await (await caches.open(FILES)).match('/')) ?? fetch(request)
  }
}

/** With the moment it was fetched, so that the console can say how old it is. */
async function stamped(response) {
  const headers = new Headers(response.headers)
  headers.set('x-inrs-kept', String(Date.now()))
  return new Response(await response.blob(), { status: 200, headers })
}

async function answer(request) {
  const cache = await caches.open(ANSWERS)
  let found
  try {
    found = await inTime(request)
  } catch {
    return (await cache.match(request, ANY)) ?? fetch(request)
  }
  // Whoever is no longer signed in reads nothing old either.
  if (found.status === 401) await caches.delete(ANSWERS)
  else if (found.ok) {
    await cache.put(request, await stamped(found.clone()))
    const all = await cache.keys()
    await Promise.all(all.slice(0, Math.max(0, all.length - ANSWERS_MAX)).map((r) => cache.delete(r)))
  }
  return found
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (pathname.startsWith('/assets/')) event.respondWith(file(request))
  else if (request.mode === 'navigate' && !/^\/(api|log)\//.test(pathname)) event.respondWith(page(request))
  else if (KEPT.test(pathname) && !NEVER.test(pathname)) event.respondWith(answer(request))
})
