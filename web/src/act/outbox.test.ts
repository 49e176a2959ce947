/** The box of acts that wait: each recorded once, in order, and none lost without a word. */
import { beforeEach, expect, it, vi } from 'vitest'
import { Problem } from '../api/client'
import { newKey } from './draft'
import { again, boxOf, discard, flush, keep, type Waiting } from './outbox'

const act = (key: string): Waiting => ({ key, act: 'receive', label: 'act.receive', path: '/acts/receive', body: { quantity: Number(key) }, values: {}, shown: [], at: 1, tries: 0, unsure: false })
const problem = (status: number) => new Problem(status, 'c', '标题', 'title', '', '', '', '', [])
const receipt = (index: number) => ({ receipt: { org: 'O', index } }) as never
const waiting = () => boxOf('u').waiting.map((w) => w.key)
let sent: string[]
/** Answers by key; whatever is not named succeeds. */
const node = (failing: Record<string, unknown> = {}) => async (_: string, __: unknown, key: string) => {
  sent.push(key)
  if (key in failing) throw failing[key]
  return receipt(Number(key))
}

beforeEach(() => { localStorage.clear(); sent = []; for (const k of ['1', '2', '3']) keep('u', act(k)) })

it('sends the oldest first, each once, and keeps a note of it', async () => {
  expect(await flush('u', node())).toBe(3)
  expect(sent).toEqual(['1', '2', '3'])
  expect(waiting()).toEqual([])
  expect(boxOf('u').sent.map((s) => s.index)).toEqual([3, 2, 1])
  await flush('u', node())
  expect(sent).toEqual(['1', '2', '3'])
})
it('does not send one act twice when asked twice at once', async () => {
  await Promise.all([flush('u', node()), flush('u', node())])
  expect(sent).toEqual(['1', '2', '3'])
})
it.each([0, 401, 408, 429, 500, 503])('stops at %i and tries again later under the same key', async (status) => {
  await flush('u', node({ 2: problem(status) }))
  expect(sent).toEqual(['1', '2'])
  expect(waiting()).toEqual(['2', '3'])
  await flush('u', node())
  expect(sent).toEqual(['1', '2', '2', '3'])
  expect(waiting()).toEqual([])
})
it('sets a refusal aside with its words and goes on', async () => {
  await flush('u', node({ 2: problem(422) }))
  expect(waiting()).toEqual(['2'])
  expect(boxOf('u').waiting[0]).toMatchObject({ refused: { title: '标题', titleEn: 'title' }, unsure: false })
  await flush('u', node())
  expect(sent).toEqual(['1', '2', '3'])
  again('u', '2')
  await flush('u', node())
  expect(waiting()).toEqual([])
})
it.each([[true, true], [false, false]])('knows that a lost answer may hide a record (on the network: %s)', async (onLine, unsure) => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(onLine)
  await flush('u', node({ 1: problem(0) }))
  expect(boxOf('u').waiting[0]).toMatchObject({ key: '1', unsure, tries: 1 })
})
it('survives a reload, keeps people apart and forgets what is discarded', () => {
  expect(JSON.parse(localStorage.getItem('inrs.outbox.u')!).waiting).toHaveLength(3)
  expect(boxOf('v').waiting).toEqual([])
  discard('u', '2')
  expect(waiting()).toEqual(['1', '3'])
})
it('refuses more than it holds instead of dropping one', () => {
  for (let i = 4; i <= 200; i++) expect(keep('u', act(String(i)))).toBe(true)
  expect(keep('u', act('201'))).toBe(false)
  expect(waiting()).toHaveLength(200)
})
it('makes a version 4 UUID also where the page has no secure context', () => {
  const real = globalThis.crypto
  vi.stubGlobal('crypto', { getRandomValues: real.getRandomValues.bind(real) })
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  vi.unstubAllGlobals()
})
