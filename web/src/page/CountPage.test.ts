/** Closing a stocktake: every line that differs is explained by itself, and no other. */
import { expect, it } from 'vitest'
import { bodyOf } from '../act/body'
import type { Count } from '../api/types'
import { closing } from './CountPage'

const line = (position: string, difference: number | null) => ({ position, lot: `L-${position}`, counts: 2, recounts: 0, first: 1, second: 1, book: 1, difference })
const count = { number: 7, lines: [line('P1', 0), line('P2', -500), line('P3', null), line('P4', 250)] } as unknown as Count

it('asks one reason for each line that differs, under its own name', () => {
  const act = closing(count, (l) => `${l.position} ${l.difference}`)
  expect(act.fields.map((f) => f.title ?? f.name)).toEqual(['count', 'why', 'P2 -500', 'P4 250'])
  expect(act.fields.every((f) => !('optional' in f) || !f.optional)).toBe(true)
})
it('sends the reasons with their lines', () => {
  const act = closing(count, (l) => l.position)
  const [, , a, b] = act.fields.map((f) => f.name)
  expect(bodyOf(act, { count: '7', why: 'year end', [a]: 'spilled', [b]: 'weighed twice' })).toEqual({
    count: 7, why: 'year end', explained: [{ position: 'P2', lot: 'L-P2', reason: 'spilled' }, { position: 'P4', lot: 'L-P4', reason: 'weighed twice' }],
  })
})
it('explains nothing where nothing differs', () => {
  expect(bodyOf(closing({ number: 7, lines: [line('P1', 0)] } as unknown as Count, String), { count: '7', why: 'x' })).toEqual({ count: 7, why: 'x', explained: [] })
})
