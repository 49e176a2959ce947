// @vitest-environment node
/** What is said about a fact follows from its bytes. */
import { expect, it } from 'vitest'
import { brief, leaves } from './reading'

it('tells what moved and where', () => {
  expect(brief('{"body":{"lines":[{"position":"P1","lot":"L1","quantity":12500},{"position":"P2","quantity":-500}]}}')).toBe('P1 +12.5，P2 −0.5')
})
it('falls back to what the body says, and to the bytes', () => {
  expect(brief('{"body":{"directive":"D1","quantity_max":1000}}')).toBe('D1，1')
  expect(brief('not json')).toBe('not json')
})
it('names every leaf by its path', () => {
  expect(leaves({ a: { b: [1, 'x'] }, quantity: 1500, n: null })).toEqual([{ path: 'a.b[1]', value: '1' }, { path: 'a.b[2]', value: 'x' }, { path: 'quantity', value: '1.5' }])
})
