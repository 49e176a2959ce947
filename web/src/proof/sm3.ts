/** SM3 hash (GB/T 32905-2016), 32-byte digest. Pure; written out because the audited library used here has no SM3. */

const IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
const rotl = (x: number, n: number) => ((x << (n & 31)) | (x >>> (32 - (n & 31)))) >>> 0
const p0 = (x: number) => x ^ rotl(x, 9) ^ rotl(x, 17)
const p1 = (x: number) => x ^ rotl(x, 15) ^ rotl(x, 23)

/** Appends 0x80, zeroes and the bit length, to a multiple of 64 bytes (clause 5.2). */
function pad(message: Uint8Array): Uint8Array {
  const out = new Uint8Array(((message.length + 8) >> 6) * 64 + 64)
  out.set(message)
  out[message.length] = 0x80
  const view = new DataView(out.buffer)
  view.setUint32(out.length - 8, Math.floor(message.length / 0x20000000))
  view.setUint32(out.length - 4, (message.length << 3) >>> 0)
  return out
}

/** Message expansion (clause 5.3.2): 68 words W; W'[j] is W[j] xor W[j+4]. */
function expand(view: DataView, at: number): Uint32Array {
  const w = new Uint32Array(68)
  for (let j = 0; j < 16; j++) w[j] = view.getUint32(at + j * 4)
  for (let j = 16; j < 68; j++) w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)) ^ rotl(w[j - 13], 7) ^ w[j - 6]
  return w
}

/** Compression (clause 5.3.3); changes `v` in place. */
function compress(v: Uint32Array, w: Uint32Array) {
  let [a, b, c, d, e, f, g, h] = v
  for (let j = 0; j < 64; j++) {
    const early = j < 16
    const a12 = rotl(a, 12)
    const ss1 = rotl((a12 + e + rotl(early ? 0x79cc4519 : 0x7a879d8a, j)) >>> 0, 7)
    const ss2 = ss1 ^ a12
    const ff = early ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
    const gg = early ? e ^ f ^ g : (e & f) | (~e & g)
    const tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) >>> 0
    const tt2 = (gg + h + ss1 + w[j]) >>> 0
    d = c
    c = rotl(b, 9)
    b = a
    a = tt1
    h = g
    g = rotl(f, 19)
    f = e
    e = p0(tt2) >>> 0
  }
  const next = [a, b, c, d, e, f, g, h]
  for (let i = 0; i < 8; i++) v[i] ^= next[i]
}

/** SM3 of `message`. */
export function sm3(message: Uint8Array): Uint8Array {
  const padded = pad(message)
  const view = new DataView(padded.buffer)
  const v = Uint32Array.from(IV)
  for (let at = 0; at < padded.length; at += 64) compress(v, expand(view, at))
  const out = new Uint8Array(32)
  const dv = new DataView(out.buffer)
  v.forEach((word, i) => dv.setUint32(i * 4, word))
  return out
}
