/** Reads C2SP tlog-tiles of one book and draws proofs from them. What a tile says is never believed: every hash ends in a comparison with a signed root. */
import { concat } from './bytes'
import { consistencyRanges, extendsHead, leafHash, nodeHash, Range, type Head, type Node, type Suite } from './tree'

/** Fetches `path` below the book's prefix. */
export type Fetch = (path: string) => Promise<Uint8Array>

/** `1234067` is `x001/x234/067`. */
export function tileNumber(n: number): string {
  const groups = String(n).padStart(Math.ceil(String(n).length / 3) * 3, '0').match(/.../g)!
  return groups.map((g, i) => (i < groups.length - 1 ? 'x' + g : g)).join('/')
}

/** Path of tile `n` of `level` in a tree of `size` entries, partial if the tree does not fill it. */
export function tilePath(level: number | 'entries', n: number, size: number): string {
  const count = level === 'entries' ? size : Math.floor(size / 256 ** level)
  const width = Math.min(256, count - n * 256)
  return `tile/${level}/${tileNumber(n)}${width < 256 ? `.p/${width}` : ''}`
}

/** A tile as of `size`; a partial one may be gone once the full tile exists, whose beginning it is. */
async function tileOf(fetch: Fetch, folder: string, level: number | 'entries', n: number, size: number): Promise<Uint8Array> {
  const path = tilePath(level, n, size)
  try {
    return await fetch(folder + path)
  } catch (error) {
    if (!path.includes('.p/')) throw error
    return fetch(folder + path.slice(0, path.indexOf('.p/')))
  }
}

const prefix = (suite: Suite) => (suite === 'sm3' ? 'gm/' : '')

/** Hash of a complete subtree, put together from the one tile that holds it. */
async function nodeOf(fetch: Fetch, suite: Suite, size: number, node: Node): Promise<Uint8Array> {
  const level = Math.floor(node.level / 8)
  const inside = node.level % 8
  const first = node.index * 2 ** inside
  const tile = await tileOf(fetch, prefix(suite), level, Math.floor(first / 256), size)
  let row = Array.from({ length: 2 ** inside }, (_, i) => {
    const at = ((first % 256) + i) * 32
    if (at + 32 > tile.length) throw new Error('tile too short')
    return tile.subarray(at, at + 32)
  })
  while (row.length > 1) row = row.filter((_, i) => i % 2 === 0).map((left, i) => nodeHash(suite, left, row[i * 2 + 1]))
  return row[0]
}

/** Whether the book at `newer` only appends to what it was at `older`; the proof is drawn from tiles. */
export async function consistent(fetch: Fetch, suite: Suite, older: Head, newer: Head): Promise<boolean> {
  if (older.size > newer.size) return false
  const proof: Uint8Array[] = []
  for (const range of consistencyRanges(older.size, newer.size)) {
    const parts = []
    for (const node of range) parts.push(await nodeOf(fetch, suite, newer.size, node))
    proof.push(parts.reduceRight((right, left) => nodeHash(suite, left, right)))
  }
  return extendsHead(suite, older, newer, proof)
}

/** Splits an entry bundle: repeated (length as two big-endian bytes, entry). Throws if it does not end exactly. */
export function splitBundle(bundle: Uint8Array): Uint8Array[] {
  const out: Uint8Array[] = []
  for (let at = 0; at < bundle.length; ) {
    if (at + 2 > bundle.length) throw new Error('bundle is cut short')
    const length = bundle[at] * 256 + bundle[at + 1]
    if (at + 2 + length > bundle.length) throw new Error('bundle is cut short')
    out.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return out
}

/** Rehashes every entry of the book from its bundles and returns the heads so found at `size`, for both suites, and at the sizes asked for. */
export async function recompute(fetch: Fetch, size: number, at: number[], progress: (done: number) => void): Promise<Map<string, Head>> {
  const ranges: [Suite, Range][] = [['sha256', new Range('sha256')], ['sm3', new Range('sm3')]]
  const heads = new Map<string, Head>()
  const keep = (n: number) => {
    if (n === size || at.includes(n)) for (const [suite, range] of ranges) heads.set(`${suite}@${n}`, { size: n, root: range.root() })
  }
  keep(0)
  for (let n = 0; n * 256 < size; n++) {
    const wanted = Math.min(256, size - n * 256)
    const entries = splitBundle(await tileOf(fetch, '', 'entries', n, size)).slice(0, wanted)
    if (entries.length !== wanted) throw new Error(`entry bundle ${n} has ${entries.length} entries`)
    for (const entry of entries) {
      for (const [suite, range] of ranges) range.push(leafHash(suite, entry))
      keep(ranges[0][1].size)
    }
    progress(ranges[0][1].size)
  }
  return heads
}

/** Fetch over HTTP below `/log/<org>/`; `tile/…` is immutable and may come from the browser's cache. */
export function httpFetch(org: string): Fetch {
  return async (path) => {
    const answer = await fetch(`/log/${encodeURIComponent(org)}/${path}`, { credentials: 'same-origin' })
    if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`)
    return concat(new Uint8Array(await answer.arrayBuffer()))
  }
}
