/** SM2 signature verification (GB/T 32918.2-2016 clause 7) with the default identity `1234567812345678`. Verifies only; never signs. */
import { weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { concat, fromHex, hex, utf8 } from './bytes'
import { sm3 } from './sm3'

const P = 'fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff'
const A = 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc'
const B = '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93'
const N = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123'
const GX = '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'
const GY = 'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0'
const int = (h: string) => BigInt('0x' + h)
const n = int(N)
/** The recommended curve (GB/T 32918.5-2017). */
export const CURVE = { p: int(P), n, h: 1n, a: int(A), b: int(B), Gx: int(GX), Gy: int(GY) }
const Point = weierstrass(CURVE)

/** ZA: commits to the identity, the curve and the key (GB/T 32918.2-2016 clause 5.5). `key` is uncompressed, 65 bytes. */
export function identityHash(key: Uint8Array): Uint8Array {
  const identity = utf8('1234567812345678')
  return sm3(concat(new Uint8Array([0, identity.length * 8]), identity, fromHex(A + B + GX + GY), key.subarray(1)))
}

/** True if `signature` (r || s, 64 bytes) over `message` verifies under `key` (SEC1 uncompressed, 65 bytes). Malformed input is false. */
export function sm2Verify(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 64 || key.length !== 65 || key[0] !== 4) return false
  const r = int(hex(signature.subarray(0, 32)))
  const s = int(hex(signature.subarray(32)))
  const t = (r + s) % n
  if (r < 1n || r >= n || s < 1n || s >= n || t === 0n) return false
  try {
    const point = Point.fromBytes(key)
    point.assertValidity()
    const e = int(hex(sm3(concat(identityHash(key), message))))
    const { x } = Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t)).toAffine()
    return (e + x) % n === r
  } catch {
    return false
  }
}
