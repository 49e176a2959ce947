/** C2SP signed notes, verifier keys and checkpoints, for Ed25519 (type 01) and SM2-SM3 (type ff). Parses and verifies bytes; trusts no server. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { concat, equal, fromBase64, fromHex, utf8 } from './bytes'
import { sm2Verify } from './sm2'
import { sm3 } from './sm3'
import type { Head, Suite } from './tree'

const SM2_TYPE = concat(new Uint8Array([0xff]), utf8('sm2-sm3/v1\n'))

/** A public key that may sign notes: `name+hex8(id)+base64(type || key)`. */
export type Vkey = { name: string; id: Uint8Array; kind: 'ed25519' | 'sm2'; key: Uint8Array; text: string }

const keyName = (name: string) => name.length > 0 && !/[+\s]/u.test(name)

/** Reads a verifier key and checks that its id belongs to it. Throws on anything malformed or of an unknown type. */
export function parseVkey(text: string): Vkey {
  const [, name, id, body] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text.trim()) ?? []
  if (!name || !keyName(name)) throw new Error('malformed verifier key')
  const bytes = fromBase64(body)
  const sm2 = equal(bytes.subarray(0, SM2_TYPE.length), SM2_TYPE)
  if (!sm2 && bytes[0] !== 1) throw new Error('unknown key type')
  const key = bytes.subarray(sm2 ? SM2_TYPE.length : 1)
  if (key.length !== (sm2 ? 65 : 32)) throw new Error('wrong key length')
  const want = (sm2 ? sm3 : sha256)(concat(utf8(name + '\n'), bytes)).subarray(0, 4)
  if (!equal(want, fromHex(id))) throw new Error('key id does not belong to the key')
  return { name, id: want, kind: sm2 ? 'sm2' : 'ed25519', key, text: text.trim() }
}

/** A note split into its signed text and its signature lines. */
export type Note = { text: string; signatures: { name: string; id: Uint8Array; blob: Uint8Array }[] }

/** Splits at the last blank line. Throws on control characters or malformed signature lines. */
export function parseNote(raw: string): Note {
  if (/[\u0000-\u0009\u000b-\u001f]/.test(raw)) throw new Error('note has control characters')
  const cut = raw.lastIndexOf('\n\n')
  if (cut < 0 || !raw.endsWith('\n')) throw new Error('note has no signature block')
  const lines = raw.slice(cut + 2, -1).split('\n')
  const signatures = lines.map((line) => {
    const [, name, body] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
    if (!name || !keyName(name)) throw new Error('malformed signature line')
    const bytes = fromBase64(body)
    if (bytes.length < 5) throw new Error('signature too short')
    return { name, id: bytes.subarray(0, 4), blob: bytes.subarray(4) }
  })
  return { text: raw.slice(0, cut + 1), signatures }
}

/** Keys out of `keys` whose signature on the note verifies. Unknown signers are ignored; a known signer with a bad signature throws. */
export function signersOf(note: Note, keys: Vkey[]): Vkey[] {
  const message = utf8(note.text)
  const good: Vkey[] = []
  for (const s of note.signatures) {
    const key = keys.find((k) => k.name === s.name && equal(k.id, s.id))
    if (!key) continue
    const ok = key.kind === 'sm2' ? sm2Verify(s.blob, message, key.key) : s.blob.length === 64 && ed25519.verify(s.blob, message, key.key, { zip215: false })
    if (!ok) throw new Error(`bad signature by ${key.name}`)
    if (!good.includes(key)) good.push(key)
  }
  return good
}

/** A signed tree head of one book. */
export type Checkpoint = Head & { origin: string; raw: string; note: Note }

/** Reads a checkpoint note (C2SP tlog-checkpoint). The signature is not checked here: see `signersOf`. */
export function parseCheckpoint(raw: string): Checkpoint {
  const note = parseNote(raw)
  const [origin, size, root, ...rest] = note.text.slice(0, -1).split('\n')
  if (!origin || !/^(0|[1-9][0-9]*)$/.test(size ?? '') || !root || rest.includes('')) throw new Error('malformed checkpoint')
  const n = Number(size)
  const hash = fromBase64(root)
  if (!Number.isSafeInteger(n) || hash.length !== 32) throw new Error('malformed checkpoint')
  return { origin, size: n, root: hash, raw, note }
}

/** An inclusion proof with its checkpoint, as in a `.tlog-proof` file. */
export type TlogProof = { index: number; path: Uint8Array[]; checkpoint: Checkpoint; extra?: Uint8Array }

/** Reads `c2sp.org/tlog-proof@v1`, or over the SM3 tree `inrs/gm-proof@v1`. */
export function parseTlogProof(raw: string, suite: Suite): TlogProof {
  const cut = raw.indexOf('\n\n')
  if (cut < 0) throw new Error('proof has no checkpoint')
  const lines = raw.slice(0, cut).split('\n')
  if (lines.shift() !== (suite === 'sm3' ? 'inrs/gm-proof@v1' : 'c2sp.org/tlog-proof@v1')) throw new Error('not a proof over this tree')
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice(6)) : undefined
  const [, index] = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? '') ?? []
  if (index === undefined) throw new Error('proof has no index')
  const path = lines.map(fromBase64)
  if (path.length > 63 || path.some((h) => h.length !== 32)) throw new Error('malformed proof hash')
  return { index: Number(index), path, checkpoint: parseCheckpoint(raw.slice(cut + 2)), extra }
}
