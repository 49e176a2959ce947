/** A book with both trees and known keys, for tests: signs what it is told, honest or forged. Never part of the console. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64, concat, fromHex, hex, utf8 } from '../src/proof/bytes'
import { sm3 } from '../src/proof/sm3'
import { CURVE, identityHash } from '../src/proof/sm2'
import type { Fetch } from '../src/proof/tiles'
import { leafHash, nodeHash, type Suite } from '../src/proof/tree'

const split = (n: number) => { let k = 1; while (k * 2 < n) k *= 2; return k }
/** RFC 6962 section 2.1, written as the text has it. */
export function naive(suite: Suite, l: Uint8Array[]): Uint8Array {
  if (l.length === 1) return leafHash(suite, l[0])
  const k = split(l.length)
  return nodeHash(suite, naive(suite, l.slice(0, k)), naive(suite, l.slice(k)))
}
export function path(suite: Suite, m: number, l: Uint8Array[]): Uint8Array[] {
  if (l.length === 1) return []
  const k = split(l.length)
  return m < k ? [...path(suite, m, l.slice(0, k)), naive(suite, l.slice(k))] : [...path(suite, m - k, l.slice(k)), naive(suite, l.slice(0, k))]
}

const point = weierstrass(CURVE)
const n = CURVE.n
const pow = (b: bigint, e: bigint): bigint => (e === 0n ? 1n : (pow((b * b) % n, e / 2n) * (e % 2n ? b : 1n)) % n)
const be = (x: bigint) => fromHex(x.toString(16).padStart(64, '0'))

/** SM2 with a nonce derived from the message: fit for tests only. */
function sm2Sign(d: bigint, message: Uint8Array): Uint8Array {
  const key = point.BASE.multiply(d).toBytes(false)
  const e = BigInt('0x' + hex(sm3(concat(identityHash(key), message))))
  const k = (BigInt('0x' + hex(sm3(concat(be(d), message)))) % (n - 1n)) + 1n
  const r = (e + point.BASE.multiply(k).toAffine().x) % n
  const s = (pow(1n + d, n - 2n) * ((((k - r * d) % n) + n) % n)) % n
  return concat(be(r), be(s))
}

/** Signs notes under `name` in one suite; the seed decides the key. */
export function signer(name: string, suite: Suite, seed: number) {
  const secret = new Uint8Array(32).fill(seed)
  const d = BigInt(seed) * 1_000_003n + 7n
  const body = suite === 'sm3' ? concat(new Uint8Array([0xff]), utf8('sm2-sm3/v1\n'), point.BASE.multiply(d).toBytes(false)) : concat(new Uint8Array([1]), ed25519.getPublicKey(secret))
  const id = (suite === 'sm3' ? sm3 : sha256)(concat(utf8(name + '\n'), body)).subarray(0, 4)
  return {
    vkey: `${name}+${hex(id)}+${base64(body)}`,
    sign: (text: string) => `${text}\n— ${name} ${base64(concat(id, suite === 'sm3' ? sm2Sign(d, utf8(text)) : ed25519.sign(utf8(text), secret)))}\n`,
  }
}

/** A book of these entries. */
export function makeBook(origin: string, entries: Uint8Array[], seed = 7) {
  const suites = { sha256: signer(origin, 'sha256', seed), sm3: signer(`${origin}/gm`, 'sm3', seed) }
  const name = (s: Suite) => (s === 'sm3' ? `${origin}/gm` : origin)
  const checkpoint = (s: Suite, size: number) => suites[s].sign(`${name(s)}\n${size}\n${base64(naive(s, entries.slice(0, size)))}\n`)
  const proof = (s: Suite, at: number, size: number) => [s === 'sm3' ? 'inrs/gm-proof@v1' : 'c2sp.org/tlog-proof@v1', `index ${at}`, ...path(s, at, entries.slice(0, size)).map(base64), '', checkpoint(s, size)].join('\n')
  const fetch: Fetch = async (p) => {
    const [, level, tile] = /^(?:gm\/)?tile\/(\w+)\/(\d+)/.exec(p)!
    const suite = p.startsWith('gm') ? 'sm3' : 'sha256'
    const span = level === 'entries' ? 1 : 256 ** Number(level)
    const part = entries.slice(Number(tile) * 256 * span, (Number(tile) + 1) * 256 * span)
    if (level === 'entries') return concat(...part.map((e) => concat(new Uint8Array([e.length >> 8, e.length & 255]), e)))
    return concat(...Array.from({ length: Math.floor(part.length / span) }, (_, i) => naive(suite, part.slice(i * span, (i + 1) * span))))
  }
  return { origin, vkeys: [suites.sha256.vkey, suites.sm3.vkey], checkpoint, proof, fetch }
}
