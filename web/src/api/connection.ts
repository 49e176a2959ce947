/** Whether the node answers, as far as the last question could tell, and how old what is shown instead is. */
import { useSyncExternalStore } from 'react'

/** `kept`: milliseconds of the oldest answer shown from this device's store since the node last answered. */
export type Connection = { up: boolean; kept?: number }

let now: Connection = { up: true }
const listeners = new Set<() => void>()
function set(next: Connection) {
  if (next.up === now.up && next.kept === now.kept) return
  now = next
  listeners.forEach((f) => f())
}

/** Set by the service worker (`public/sw.js`) on an answer it took from its store: milliseconds of when it was fetched. */
const KEPT = 'x-inrs-kept'

/** Learns from one exchange; no response means the node was not reached. */
export function heard(response?: Response) {
  const kept = response?.headers.get(KEPT)
  if (!response) set({ ...now, up: false })
  else if (kept) set({ up: false, kept: Math.min(Number(kept), now.kept ?? Infinity) })
  else set({ up: true })
}

export const useConnection = () => useSyncExternalStore((f) => (listeners.add(f), () => void listeners.delete(f)), () => now)
