/** From what was typed to what is sent: integers in thousandths, fen and units; empty fields left out. */
import { parseFixed } from '../format'
import type { Act, Field, Kind } from './acts'
import type { Values } from './draft'

/** Decimals a person may type, and thereby the unit that is sent: thousandths, fen, millionths of a degree, centimetres … */
export const PLACES: Partial<Record<Kind, number>> = { quantity: 3, yuan: 2, degrees: 6, kilograms: 0, integer: 0, metres: 2, factor: 2, celsius: 1, moisture: 1, rate: 3 }

/** A layer as typed, degrees. */
export type LayerText = { highest?: string; mean?: string; lowest?: string }
const LAYER = ['highest', 'mean', 'lowest'] as const

/** Layers in tenths of a degree; empty ones are left out, and one that is half filled or no number makes all of them wrong. */
function layersOf(value: unknown): Record<string, number>[] | undefined {
  const rows = (Array.isArray(value) ? (value as LayerText[]) : []).filter((row) => LAYER.some((key) => row[key]))
  const read = rows.map((row) => Object.fromEntries(LAYER.filter((key) => row[key]).map((key) => [key, parseFixed(row[key]!, 1)])))
  const good = read.every((row) => row.highest !== undefined && row.mean !== undefined && Object.values(row).every((n) => n !== null))
  return good ? (read as Record<string, number>[]) : undefined
}

/** One field's wire value; undefined if it is empty or not a number of its kind. */
export function wire(field: Pick<Field, 'kind'>, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined
  if (field.kind === 'layers') return layersOf(value)
  const places = PLACES[field.kind]
  return places === undefined ? value : (parseFixed(String(value), places) ?? undefined)
}

/** The body of an act from what was typed. */
export function bodyOf(act: Pick<Act, 'fields' | 'body'>, values: Values): Values {
  const flat: Values = {}
  for (const f of act.fields) {
    if (f.when && !f.when(values)) continue
    const v = wire(f, values[f.name])
    if (v !== undefined) flat[f.name] = v
  }
  return act.body ? act.body(flat) : flat
}
