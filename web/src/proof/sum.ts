/** Merkle-sum trees: every node commits to its hash and to the sums on both sides. Quantities are bigint thousandths, never negative. Pure. */
import { sha256 } from '@noble/hashes/sha2.js'
import { concat } from './bytes'
import { sm3 } from './sm3'
import type { Suite } from './tree'

export type SumNode = { hash: Uint8Array; sum: bigint }
const MAX = (1n << 63n) - 1n

function be64(n: bigint): Uint8Array {
  if (n < 0n || n > MAX) throw new Error('quantity out of range')
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, n)
  return out
}
const digest = (suite: Suite, ...parts: Uint8Array[]) => (suite === 'sm3' ? sm3 : sha256)(concat(...parts))

/** `H(0x00 || data || u64 quantity)`. */
export const sumLeaf = (suite: Suite, data: Uint8Array, quantity: bigint): SumNode => ({ hash: digest(suite, new Uint8Array([0]), data, be64(quantity)), sum: quantity })

/** `H(0x01 || left hash || u64 left sum || right hash || u64 right sum)`. */
export function sumJoin(suite: Suite, l: SumNode, r: SumNode): SumNode {
  const sum = l.sum + r.sum
  if (sum > MAX) throw new Error('total is too large')
  return { hash: digest(suite, new Uint8Array([1]), l.hash, be64(l.sum), r.hash, be64(r.sum)), sum }
}

/** Climbs from a leaf to the root it leads to, in a tree of `size` leaves of RFC 6962 shape. */
export function climb(suite: Suite, leaf: SumNode, index: bigint, size: bigint, path: SumNode[]): SumNode {
  if (index < 0n || index >= size) throw new Error('no such leaf')
  let [node, last, top] = [index, size - 1n, leaf]
  const promote = () => { while (node === last && node % 2n === 0n && last > 0n) { node /= 2n; last /= 2n } }
  for (const sibling of path) {
    promote()
    if (last === 0n) throw new Error('path is too long')
    top = node % 2n ? sumJoin(suite, sibling, top) : sumJoin(suite, top, sibling)
    node /= 2n
    last /= 2n
  }
  promote()
  if (last !== 0n) throw new Error('path is too short')
  return top
}
