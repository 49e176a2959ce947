/** Keeps what went wrong with keys in plain sight on every page until a person deals with it. */
import { useSyncExternalStore } from 'react'
import type { KeyChange } from './keys'

let changes: KeyChange[] = []
const listeners = new Set<() => void>()
const tell = () => listeners.forEach((f) => f())

export function raise(found: KeyChange[]) {
  const fresh = found.filter((c) => !changes.some((k) => k.origin === c.origin && k.offered === c.offered))
  if (fresh.length) { changes = [...changes, ...fresh]; tell() }
}

export function settle(change: KeyChange) {
  changes = changes.filter((c) => c !== change)
  tell()
}

export const useKeyChanges = () => useSyncExternalStore((f) => (listeners.add(f), () => void listeners.delete(f)), () => changes)
