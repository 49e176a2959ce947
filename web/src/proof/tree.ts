/** RFC 6962 Merkle tree arithmetic over either digest: leaf, node, roots, inclusion and consistency. Pure; holds no keys and fetches nothing. */
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equal } from './bytes'
import { sm3 } from './sm3'

export type Suite = 'sha256' | 'sm3'
const digest = (suite: Suite) => (suite === 'sha256' ? sha256 : sm3)
const LEAF = new Uint8Array([0])
const NODE = new Uint8Array([1])

/** Hash of one entry: H(0x00 || entry). */
export const leafHash = (suite: Suite, entry: Uint8Array) => digest(suite)(concat(LEAF, entry))
/** Hash of an inner node: H(0x01 || left || right). */
export const nodeHash = (suite: Suite, left: Uint8Array, right: Uint8Array) => digest(suite)(concat(NODE, left, right))

/** A tree head: how many entries, and the root over them. */
export type Head = { size: number; root: Uint8Array }

/** Compact range: keeps at most one hash per level, so a book of any length is rehashed in constant space. */
export class Range {
  private parts: { level: number; hash: Uint8Array }[] = []
  size = 0
  constructor(private readonly suite: Suite) {}

  push(leaf: Uint8Array) {
    let part = { level: 0, hash: leaf }
    for (let last = this.parts.at(-1); last?.level === part.level; last = this.parts.at(-1)) {
      this.parts.pop()
      part = { level: part.level + 1, hash: nodeHash(this.suite, last.hash, part.hash) }
    }
    this.parts.push(part)
    this.size++
  }

  root(): Uint8Array {
    if (!this.parts.length) return digest(this.suite)(new Uint8Array())
    return this.parts.map((p) => p.hash).reduceRight((right, left) => nodeHash(this.suite, left, right))
  }
}

/** Whether `proof` (leaf to root) shows `leaf` at `index` under `head` (RFC 9162 section 2.1.3.2). */
export function includes(suite: Suite, head: Head, index: number, leaf: Uint8Array, proof: Uint8Array[]): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= head.size) return false
  let fn = index
  let sn = head.size - 1
  let hash = leaf
  for (const step of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(suite, step, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else {
      hash = nodeHash(suite, hash, step)
    }
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 && equal(hash, head.root)
}

/** Whether `proof` shows that `newer` only appends to `older` (RFC 9162 section 2.1.4.2). */
export function extendsHead(suite: Suite, older: Head, newer: Head, proof: Uint8Array[]): boolean {
  if (older.size > newer.size) return false
  if (older.size === newer.size) return proof.length === 0 && equal(older.root, newer.root)
  if (older.size === 0) return proof.length === 0
  const path = isPowerOfTwo(older.size) ? [older.root, ...proof] : proof
  if (!path.length) return false
  let fn = older.size - 1
  let sn = newer.size - 1
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  let [fr, sr] = [path[0], path[0]]
  for (const step of path.slice(1)) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(suite, step, fr)
      sr = nodeHash(suite, step, sr)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else {
      sr = nodeHash(suite, sr, step)
    }
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 && equal(fr, older.root) && equal(sr, newer.root)
}

const isPowerOfTwo = (x: number) => 2 ** Math.floor(Math.log2(x)) === x

/** A complete subtree: 2^level entries from index * 2^level on. */
export type Node = { level: number; index: number }

/** Complete subtrees, left to right, that make up entries `from`..`to`; `from` is aligned as in a consistency proof. */
function cover(from: number, to: number): Node[] {
  const out: Node[] = []
  for (let at = from; at < to; ) {
    let level = 0
    while (2 ** (level + 1) <= to - at && at % 2 ** (level + 1) === 0) level++
    out.push({ level, index: at / 2 ** level })
    at += 2 ** level
  }
  return out
}

/** The ranges whose hashes form the consistency proof from `older` to `newer` entries (RFC 6962 section 2.1.2), each as its complete subtrees. */
export function consistencyRanges(older: number, newer: number): Node[][] {
  if (older === 0 || older === newer) return []
  const walk = (m: number, from: number, to: number, whole: boolean): [number, number][] => {
    const n = to - from
    if (m === n) return whole ? [] : [[from, to]]
    let k = 1
    while (k * 2 < n) k *= 2
    return m <= k ? [...walk(m, from, from + k, whole), [from + k, to]] : [...walk(m - k, from + k, to, false), [from, from + k]]
  }
  return walk(older, 0, newer, true).map(([from, to]) => cover(from, to))
}
