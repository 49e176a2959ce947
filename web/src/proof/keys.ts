/** Trust on first use: which verifier keys and tree heads this browser has seen for each book. A changed key or a shrunk book is reported, never replaced silently. */
import { base64, equal, fromBase64 } from './bytes'
import { parseVkey, type Checkpoint, type Vkey } from './note'
import type { Head } from './tree'

/** Where pins live; `localStorage` in the browser, a map in tests. */
export type Pins = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export type KeyChange = { origin: string; pinned: string; offered: string }

const keySlot = (origin: string, kind: string) => `inrs.key.${kind}.${origin}`
const headSlot = (origin: string) => `inrs.head.${origin}`

/** Pins keys not seen before; returns the keys to verify with (the pinned ones) and every offered key that differs from its pin. */
export function pinKeys(offered: string[], pins: Pins): { keys: Vkey[]; changed: KeyChange[]; fresh: string[] } {
  const keys: Vkey[] = []
  const changed: KeyChange[] = []
  const fresh: string[] = []
  for (const text of offered) {
    const key = parseVkey(text)
    const slot = keySlot(key.name, key.kind)
    const pinned = pins.getItem(slot)
    if (pinned === null) {
      pins.setItem(slot, key.text)
      fresh.push(key.name)
    } else if (pinned !== key.text) {
      changed.push({ origin: key.name, pinned, offered: key.text })
    }
    keys.push(pinned === null ? key : parseVkey(pinned))
  }
  return { keys, changed, fresh }
}

/** The head last verified here for `origin`. */
export function pinnedHead(origin: string, pins: Pins): Head | null {
  const [size, root] = (pins.getItem(headSlot(origin)) ?? '').split(' ')
  return root ? { size: Number(size), root: fromBase64(root) } : null
}

/** Remembers a verified head if it is newer than the one remembered. */
export function pinHead(head: Checkpoint, pins: Pins) {
  const before = pinnedHead(head.origin, pins)
  if (!before || before.size < head.size) pins.setItem(headSlot(head.origin), `${head.size} ${base64(head.root)}`)
}

/** Same size, other root: proof by itself that the log signed two histories. */
export const forked = (a: Head, b: Head) => a.size === b.size && !equal(a.root, b.root)

/** Accepts a changed key after a person compared fingerprints through another channel. */
export function acceptKey(change: KeyChange, pins: Pins) {
  const key = parseVkey(change.offered)
  pins.setItem(keySlot(key.name, key.kind), key.text)
  pins.removeItem(headSlot(key.name))
}

/** The book of an organisation keeps one name for ever: `<node>/book/<org>`. False if it is malformed or another than the one seen first. */
export function pinOrigin(org: string, origin: string, pins: Pins): boolean {
  if (!origin.endsWith(`/book/${org}`)) return false
  const slot = `inrs.origin.${org}`
  const before = pins.getItem(slot)
  if (before === null) pins.setItem(slot, origin)
  return before === null || before === origin
}
