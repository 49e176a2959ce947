/** From what was typed to what is sent: integers in thousandths, fen and units; empty fields left out. */
import { parseThousandths } from '../format'
import type { Act, Field } from './acts'
import type { Values } from './draft'

/** One field's wire value; undefined if empty; throws only on a programming error, as the form has validated. */
export function wire(field: Pick<Field, 'kind'>, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined
  switch (field.kind) {
    case 'quantity':
      return parseThousandths(String(value)) ?? undefined
    case 'kilograms':
    case 'integer':
      return /^-?\d+$/.test(String(value)) ? Number(value) : undefined
    case 'yuan': {
      const n = parseThousandths(String(value))
      return n === null || n % 10 ? undefined : n / 10
    }
    case 'choice':
      return value === 'yes' ? true : value === 'no' ? false : value
    default:
      return value
  }
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
