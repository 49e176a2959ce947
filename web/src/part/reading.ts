/** Reads a fact aloud from its own bytes, so that nothing shown about it comes from elsewhere. */
import { decimal } from '../format'

export type Leaf = { path: string; value: string }
const QUANTITY = /(^|\.)(quantity|quantity_max|change|left|settled|book|first|second|capacity)$/

/** Every leaf of a JSON value with its path; quantities in units, the rest as written. */
export function leaves(value: unknown, path = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((v, i) => leaves(v, `${path}[${i + 1}]`))
  if (value && typeof value === 'object') return Object.entries(value).flatMap(([k, v]) => leaves(v, path ? `${path}.${k}` : k))
  if (value === null || value === undefined) return []
  return [{ path, value: typeof value === 'number' && QUANTITY.test(path) ? decimal(value) : String(value) }]
}

type Line = { position?: string; lot?: string; quantity?: number }

/** One line about a fact: what moved and where, or the first things its body says. */
export function brief(entry: string): string {
  try {
    const body = (JSON.parse(entry) as { body?: Record<string, unknown> }).body ?? {}
    const lines = (Array.isArray(body.lines) ? body.lines : []).map((l) => (Array.isArray(l) ? l[1] : l) as Line)
    const moved = lines.filter((l) => typeof l?.quantity === 'number').map((l) => `${l.position ?? ''} ${l.quantity! > 0 ? '+' : ''}${decimal(l.quantity!)}`)
    return (moved.length ? moved : leaves(body).slice(0, 4).map((l) => l.value)).join('，')
  } catch {
    return entry
  }
}
