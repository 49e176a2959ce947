/** The form for acts: exact numbers, one key for one act, a draft that survives, refusals on their field, a receipt at the end. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import '../i18n'
import { actOf, type Act } from './acts'
import { ActForm } from './ActForm'
import { bodyOf } from './body'
import { loadDraft } from './draft'
import { boxOf } from './outbox'

const ACT: Act = { name: 'try', label: 'act.receive', path: '/acts/try', roles: [], at: 'none', fields: [{ name: 'quantity', kind: 'quantity', label: 'depot.quantity' }, { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }] }
type Sent = { url: string; key: string | null; body: unknown }
let sent: Sent[]
let answers: (() => Response | Promise<Response>)[]
const json = (status: number, body: unknown) => () => new Response(JSON.stringify(body), { status, headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' } })
const RECEIPT = { receipt: { book: 'n/book/A', org: 'A', index: 4, leaf_sha256: 'aa', leaf_sm3: 'bb', act: 'stock.receive' } }

function show(act = ACT, preset = {}) {
  const root = createRootRoute({ component: () => <ActForm act={act} user="u" preset={preset} /> })
  const router = createRouter({ routeTree: root, history: createMemoryHistory() })
  render(<QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}><RouterProvider router={router as never} /></QueryClientProvider>)
}
const type = async (label: RegExp, value: string) => fireEvent.change(await screen.findByLabelText(label), { target: { value } })
const submit = () => fireEvent.click(screen.getByRole('button', { name: /提 ?交/ }))

beforeEach(() => {
  localStorage.clear()
  sent = []
  answers = []
  vi.stubGlobal('fetch', async (r: Request | string) => {
    if (typeof r === 'string' || r.method === 'GET') return new Response('{}', { status: 404 })
    sent.push({ url: new URL(r.url).pathname, key: r.headers.get('Idempotency-Key'), body: await r.json() })
    return (answers.shift() ?? json(200, RECEIPT))()
  })
})
afterEach(cleanup)

it('sends thousandths, shows the receipt and forgets the draft', async () => {
  show()
  await type(/数量/, '1,200.5')
  submit()
  expect(await screen.findByTestId('receipt')).toBeTruthy()
  expect(sent).toEqual([{ url: '/api/v1/acts/try', key: expect.stringMatching(/^[0-9a-f-]{36}$/), body: { quantity: 1_200_500 } }])
  expect(localStorage.getItem('inrs.draft.u.try')).toBeNull()
})
it('refuses a fourth decimal before anything is sent', async () => {
  show()
  await type(/数量/, '1.0005')
  submit()
  expect(await screen.findByText('应为数字，最多三位小数')).toBeTruthy()
  expect(sent).toEqual([])
})
it('keeps the draft over a reload, under the same key', async () => {
  show()
  await type(/数量/, '7')
  const { key } = loadDraft({ user: 'u', act: 'try', about: '' })
  cleanup()
  show()
  expect((await screen.findByLabelText(/数量/) as HTMLInputElement).value).toBe('7')
  submit()
  await screen.findByTestId('receipt')
  expect(sent[0].key).toBe(key)
})
it('repeats a lost act with its key, and takes a new key once the form is changed', async () => {
  answers = [() => Promise.reject(new TypeError('network')), () => Promise.reject(new TypeError('network'))]
  show()
  await type(/数量/, '7')
  submit()
  expect(await screen.findByText(/再次提交不会重复入账/)).toBeTruthy()
  submit()
  await waitFor(() => expect(sent).toHaveLength(2))
  await screen.findByText(/再次提交不会重复入账/)
  await type(/数量/, '8')
  await waitFor(() => expect(screen.getByRole('button', { name: /提 ?交/ }).className).not.toContain('loading'))
  submit()
  await screen.findByTestId('receipt')
  expect(sent[1].key).toBe(sent[0].key)
  expect(sent[2].key).not.toBe(sent[0].key)
})
it('keeps the draft of one position apart from that of another', async () => {
  const fields: Act['fields'] = [{ name: 'position', kind: 'text', label: 'depot.position', fixed: true }, ...ACT.fields]
  show({ ...ACT, fields }, { position: 'P1' })
  await type(/数量/, '7')
  cleanup()
  show({ ...ACT, fields }, { position: 'P2' })
  expect((await screen.findByLabelText(/数量/) as HTMLInputElement).value).toBe('')
  await type(/数量/, '8')
  submit()
  await screen.findByTestId('receipt')
  expect(sent[0].body).toEqual({ position: 'P2', quantity: 8000 })
})
it('puts what cannot be sent now into the box, under its key, and clears the form', async () => {
  answers = [() => Promise.reject(new TypeError('network'))]
  show({ ...ACT, offline: true })
  await type(/数量/, '7')
  submit()
  expect(await screen.findByTestId('kept')).toBeTruthy()
  expect(boxOf('u').waiting).toMatchObject([{ key: sent[0].key, path: '/acts/try', body: { quantity: 7000 }, tries: 1, shown: [['depot.quantity', '7']] }])
  expect(localStorage.getItem('inrs.draft.u.try')).toBeNull()
})
it('puts a refusal on its field, with what to do', async () => {
  answers = [json(422, { title: '内容不符合规则', code: 'x', mend: '减少数量', errors: [{ field: 'quantity', detail: '超过结存' }] })]
  show()
  await type(/数量/, '7')
  submit()
  expect(await screen.findByText('超过结存')).toBeTruthy()
  expect(screen.getByText(/减少数量/)).toBeTruthy()
})
it('asks for the quantity twice where goods leave', async () => {
  show({ ...ACT, retype: 'quantity' })
  await type(/数量/, '7')
  submit()
  const again = await screen.findByLabelText(/再次输入数量/)
  const yes = () => screen.getAllByRole('button', { name: /提 ?交/ }).at(-1) as HTMLButtonElement
  fireEvent.change(again, { target: { value: '70' } })
  expect(yes().disabled).toBe(true)
  expect(sent).toEqual([])
  fireEvent.change(again, { target: { value: '7.000' } })
  fireEvent.click(yes())
  await screen.findByTestId('receipt')
})
it('shapes the flat form into the body of each act', () => {
  const p = '9'.repeat(30)
  const cases: [string, Record<string, unknown>, object][] = [
    ['issue', { under: 'D1#2', holding: `${p}#L1`, quantity: '1.5', receiver: 'x' }, { directive: 'D1', line: 2, picks: [{ position: p, lot: 'L1', quantity: 1500 }], receiver: 'x' }],
    ['arrive', { consignment: 'C1#3', position: p, quantity: '2' }, { consignment: 'C1', parts: [{ line: 3, position: p, quantity: 2000 }] }],
    ['move', { holding: `${p}#L1`, to: 'q', quantity: '1', why: 'y' }, { from: p, lot: 'L1', to: 'q', quantity: 1000, why: 'y' }],
    ['judge', { lot: 'L1', tested_on: 'd', quality: { tasting_score: '80' } }, { lot: 'L1', tested_on: 'd', quality: { tasting_score: '80' }, occasion: 'storage' }],
    ['treat', { position: p, agent: 'a', ended_on: 'd', interval_days: '14' }, { position: p, agent: 'a', ended_on: 'd', interval_days: 14 }],
    ['directive-issue', { purpose: 'rotation', scope: 's', item: 'i', nature: 'n', quantity_max: '5', valid_from: 'a', valid_to: 'b', authority: 'c' }, { purpose: 'rotation', valid_from: 'a', valid_to: 'b', authority: 'c', lines: [{ scope: 's', item: 'i', nature: 'n', quantity_max: 5000 }] }],
    ['worksheet', { holding: `${p}#L1`, shape: 'cuboid', length: '40', width: '20.5', height: '6', diameter: '9', deductions: '0', test_weight: '780', factor: '1.02', moisture_in: '12.5', moisture_now: '12', natural_loss_rate: '0.20' }, { position: p, lot: 'L1', stack: { cuboid: { length: 4000, width: 2050, height: 600 } }, deductions: 0, test_weight: 780, factor: 102, moisture_in: 125, moisture_now: 120, natural_loss_rate: 200 }],
  ]
  for (const [name, values, body] of cases) expect(bodyOf(actOf(name)!, values), name).toEqual(body)
})
it('leaves out what is hidden or empty', () => {
  expect(bodyOf({ fields: [{ name: 'a', kind: 'yuan', label: 'act.why' }, { name: 'b', kind: 'text', label: 'act.why', when: () => false }, { name: 'c', kind: 'integer', label: 'act.why' }] }, { a: '12.34', b: 'x', c: '' })).toEqual({ a: 1234 })
})
