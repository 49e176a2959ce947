/** What of a proposal becomes a plan. */
import { describe, expect, it } from 'vitest'
import type { ProposedLine } from '../api/types'
import { draftable, draftOf } from './rotation'

const line = (over: Partial<ProposedLine>): ProposedLine => ({ position: 'p', lot: 'l', item_name: '小麦', item_name_en: 'wheat', unit: 't', quantity: 1000, late: false, cost: 0, out_by: '2027-03-31', back_by: '2027-06-30', ...over })

describe('a proposal as a plan', () => {
  it('takes lines with both days, earliest first, and no more than a plan may have', () => {
    const lines = [line({ lot: 'b' }), line({ lot: 'a', out_by: '2027-01-31' }), line({ lot: 'after', back_by: null }), line({ lot: 'late', out_by: null, late: true })]
    expect(draftable(lines).map((l) => l.lot)).toEqual(['a', 'b'])
    expect(draftable(Array.from({ length: 130 }, () => line({}))).length).toBe(100)
  })
  it('sends positions, lots, quantities and days', () => {
    const body = draftOf('cheapest', [line({})]).body!({ year: 2027, authority: 'x' })
    expect(body).toEqual({ year: 2027, authority: 'x', mode: 'static', lines: [{ position: 'p', lot: 'l', quantity: 1000, out_by: '2027-03-31', back_by: '2027-06-30' }] })
  })
})
