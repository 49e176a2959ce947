/** Bytes, hexadecimal and base64, strict: malformed text throws. Nothing else. */

export const utf8 = (text: string) => new TextEncoder().encode(text)

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0))
  let at = 0
  for (const p of parts) {
    out.set(p, at)
    at += p.length
  }
  return out
}

export const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((x, i) => x === b[i])

export const hex = (b: Uint8Array) => Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')

export function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new Error('not hexadecimal')
  return Uint8Array.from(text.match(/../g) ?? [], (x) => parseInt(x, 16))
}

export const base64 = (b: Uint8Array) => btoa(String.fromCharCode(...b))

/** Standard alphabet with padding, and only the canonical spelling (RFC 4648 section 3.5). */
export function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4) throw new Error('not base64')
  const out = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
  if (base64(out) !== text) throw new Error('base64 is not canonical')
  return out
}
