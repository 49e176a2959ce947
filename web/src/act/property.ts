/** Acts of the public-property warehouse: the same form as all others, kept apart because they are many. */
import type { Key } from '../i18n'
import type { Act, Field } from './acts'

const choices = (group: string, codes: readonly string[]) => codes.map((c) => [c, `${group}.${c}` as Key] as const)
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
export const asset: Field = { name: 'asset', kind: 'text', label: 'property.code', fixed: true }
const pool: Field = { name: 'pool', kind: 'pool', label: 'property.pool' }
const place: Field = { name: 'place', kind: 'text', label: 'property.place' }
const condition: Field = { name: 'condition', kind: 'choice', label: 'property.condition', options: choices('condition', ['new', 'good', 'repair', 'scrap']) }

export const ASSET_STATES = ['in_use', 'idle', 'promised', 'on_loan', 'repair', 'disposing', 'sealed', 'missing', 'transferred', 'disposed'] as const

const loan: Field = { name: 'loan', kind: 'text', label: 'loan.code', fixed: true }
const split = (v: unknown) => String(v ?? '').split(/[\s,，]+/).filter(Boolean)
/** Asking for what is in the basket. */
export const LOAN_ASK: Act = { name: 'loan-ask', label: 'act.loan_ask', path: '/acts/loan-ask', roles: ['keeper', 'bureau_officer', 'depot_manager', 'statistician', 'accountant', 'bureau_approver', 'commander'], at: 'none', body: (v) => ({ ...v, assets: split(v.assets) }), fields: [
  { name: 'lender', kind: 'org', label: 'loan.lender' }, { name: 'kind', kind: 'choice', label: 'loan.kind', options: choices('matter', ['loan', 'reallocation']) }, { name: 'assets', kind: 'long', label: 'loan.assets' },
  { name: 'occasion', kind: 'text', label: 'loan.occasion', optional: true, when: (v) => v.kind !== 'reallocation' }, { name: 'purpose', kind: 'text', label: 'loan.purpose' },
  { name: 'from_on', kind: 'date', label: 'loan.from' }, { name: 'due_on', kind: 'date', label: 'loan.due', hint: 'loan.due_hint', when: (v) => v.kind !== 'reallocation' },
] }
const LENDER = ['bureau_approver', 'depot_manager']
/** Acts on one loan: in which states, by which side. */
export const LOAN_ACTS: readonly { act: Act; states: readonly string[]; side: 'lender' | 'borrower'; kind?: string }[] = [
  { states: ['asked'], side: 'lender', act: { name: 'loan-approve', label: 'act.loan_approve', path: '/acts/loan-approve', roles: LENDER, at: 'none', fields: [loan] } },
  { states: ['asked', 'approved'], side: 'lender', act: { name: 'loan-reject', label: 'act.loan_reject', path: '/acts/loan-reject', roles: LENDER, at: 'none', fields: [loan, why] } },
  { states: ['approved'], side: 'lender', act: { name: 'loan-hand', label: 'act.loan_hand', path: '/acts/loan-hand', roles: ['keeper'], at: 'none', fields: [loan, { name: 'cost', kind: 'yuan', label: 'loan.cost' }] } },
  { states: ['handed'], side: 'borrower', kind: 'loan', act: { name: 'loan-accept', label: 'act.loan_accept', path: '/acts/loan-accept', roles: LOAN_ASK.roles, at: 'none', fields: [loan] } },
  { states: ['handed'], side: 'borrower', kind: 'reallocation', act: { name: 'asset-take', label: 'act.asset_take', path: '/acts/asset-take', roles: ['keeper', 'bureau_officer', 'depot_manager'], at: 'none', fields: [loan, { ...pool, optional: true }, place] } },
  { states: ['approved', 'handed', 'received'], side: 'lender', kind: 'loan', act: { name: 'loan-recall', label: 'act.loan_recall', path: '/acts/loan-recall', roles: ['keeper', 'bureau_officer', 'depot_manager'], at: 'none', fields: [loan, { name: 'due_on', kind: 'date', label: 'loan.due' }, why] } },
  { states: ['handed', 'received', 'owing'], side: 'lender', kind: 'loan', act: { name: 'loan-compensate', label: 'act.loan_compensate', path: '/acts/loan-compensate', roles: ['keeper'], at: 'none', fields: [loan, { name: 'amount', kind: 'yuan', label: 'loan.amount' }, { name: 'voucher', kind: 'text', label: 'loan.voucher' }] } },
]
/** The inspection of one thing at its return. */
export const LOAN_RETURN: Act = { name: 'loan-return', label: 'act.loan_return', path: '/acts/loan-return', roles: ['keeper'], at: 'none', fields: [loan, asset, { name: 'outcome', kind: 'choice', label: 'loan.outcome', options: choices('outcome', ['accepted', 'repair', 'rejected']) }, condition, { name: 'damage', kind: 'yuan', label: 'loan.damage', when: (v) => v.outcome === 'repair' || v.outcome === 'rejected' }],
  body: ({ loan: code, ...line }) => ({ loan: code, lines: [{ damage: 0, ...line }] }) }
export const PURCHASE_OVERRIDE: Act = { name: 'purchase-override', label: 'act.purchase_override', path: '/acts/purchase-override', roles: ['bureau_approver', 'accountant'], at: 'none', fields: [{ name: 'purchase', kind: 'text', label: 'purchase.code', fixed: true }, why] }

const CUSTODY = ['keeper', 'bureau_officer', 'depot_manager']
const office = (name: string, label: Key): Field => ({ name, kind: 'choice', label, options: choices('office', ['police', 'procuratorate', 'court', 'enforcement', 'finance']) })
const seal: Field = { name: 'seal', kind: 'text', label: 'custody.seal', hint: 'custody.seal_hint' }
const papers: Field[] = [{ name: 'document', kind: 'text', label: 'custody.document' }, seal, { name: 'photo', kind: 'photo', label: 'custody.photo' }]
export const CUSTODY_SEAL: Act = { name: 'custody-seal', label: 'act.custody_seal', path: '/acts/custody-seal', roles: CUSTODY, at: 'none', fields: [
  { name: 'case_no', kind: 'text', label: 'custody.case' }, office('office', 'custody.office'), { name: 'item', kind: 'item', label: 'property.item' }, { name: 'name', kind: 'text', label: 'property.name' }, { name: 'spec', kind: 'text', label: 'property.spec', optional: true }, pool, place, condition,
  { name: 'price', kind: 'yuan', label: 'property.price' }, { name: 'seized_on', kind: 'date', label: 'custody.seized' }, { name: 'origin', kind: 'text', label: 'custody.origin' }, { name: 'handler', kind: 'text', label: 'property.handler' }, ...papers,
] }
/** Acts on one sealed thing: while custody is free, while it is offered. */
export const CUSTODY_ACTS: readonly { act: Act; offered: boolean }[] = [
  { offered: false, act: { name: 'custody-offer', label: 'act.custody_offer', path: '/acts/custody-offer', roles: CUSTODY, at: 'none', fields: [asset, office('to', 'custody.to'), ...papers] } },
  { offered: true, act: { name: 'custody-take', label: 'act.custody_take', path: '/acts/custody-take', roles: CUSTODY, at: 'none', fields: [asset, seal] } },
  { offered: false, act: { name: 'custody-end', label: 'act.custody_end', path: '/acts/custody-end', roles: ['bureau_approver', 'depot_manager'], at: 'none', fields: [asset, { name: 'outcome', kind: 'choice', label: 'custody.outcome', options: choices('outlet', ['returned', 'confiscated', 'auctioned', 'destroyed']) }, ...papers, why] } },
]

/** Acts with a page of their own. */
export const PROPERTY_ACTS: readonly Act[] = [
  CUSTODY_SEAL,
  { name: 'purchase-ask', label: 'act.purchase_ask', path: '/acts/purchase-ask', roles: ['keeper', 'weigher', 'tester', 'statistician', 'accountant', 'depot_manager', 'bureau_officer', 'commander'], at: 'none', fields: [
    { name: 'item', kind: 'item', label: 'property.item' }, { name: 'words', kind: 'text', label: 'purchase.words', optional: true }, { name: 'quantity', kind: 'integer', label: 'purchase.quantity' }, { name: 'price', kind: 'yuan', label: 'purchase.price' },
    { name: 'needed_on', kind: 'date', label: 'purchase.needed' }, { name: 'days', kind: 'integer', label: 'purchase.days' }, { name: 'purpose', kind: 'text', label: 'loan.purpose' }, { name: 'plea', kind: 'long', label: 'purchase.plea', optional: true },
  ] },
  { name: 'pool-register', label: 'act.pool_register', path: '/acts/pool-register', roles: ['bureau_officer', 'depot_manager'], at: 'none', fields: [
    { name: 'name', kind: 'text', label: 'property.name' }, { name: 'kind', kind: 'choice', label: 'property.kind', options: choices('pool', ['emergency', 'confiscated', 'case', 'office', 'relief', 'school', 'specialist']) },
    { name: 'level', kind: 'choice', label: 'property.level', options: choices('level', ['city', 'county', 'town', 'village']) }, { name: 'rank', kind: 'choice', label: 'property.rank', options: choices('rank', ['main', 'forward']) },
    { name: 'parent', kind: 'pool', label: 'property.parent', when: (v) => v.rank === 'forward' }, { name: 'address', kind: 'text', label: 'property.address' },
  ] },
  { name: 'asset-receive', label: 'act.asset_receive', path: '/acts/asset-receive', roles: ['keeper'], at: 'none', body: (v) => ({ photos: [], ...v }), fields: [
    { name: 'item', kind: 'item', label: 'property.item' }, { name: 'name', kind: 'text', label: 'property.name' }, { name: 'spec', kind: 'text', label: 'property.spec', optional: true },
    { name: 'intake', kind: 'choice', label: 'property.intake', options: choices('intake', ['idle', 'over_standard', 'low_use', 'temporary_body', 'event', 'confiscated', 'donated', 'emergency', 'scrap', 'purchased']) },
    { name: 'handler', kind: 'text', label: 'property.handler', when: (v) => v.intake === 'confiscated' }, { name: 'purpose', kind: 'text', label: 'property.purpose', when: (v) => v.intake === 'donated' },
    pool, place, condition, { name: 'price', kind: 'yuan', label: 'property.price' }, { name: 'acquired_on', kind: 'date', label: 'property.acquired' }, { name: 'origin', kind: 'text', label: 'property.origin' },
    { name: 'count', kind: 'integer', label: 'property.count' }, { name: 'photos', kind: 'photos', label: 'property.photos', optional: true },
  ] },
]

/** Acts on one asset, offered on its card. */
export const ASSET_ACTS: readonly Act[] = [
  { name: 'asset-turn', label: 'act.asset_turn', path: '/acts/asset-turn', roles: ['keeper'], at: 'none', fields: [asset, { name: 'to', kind: 'choice', label: 'property.to', options: choices('asset', ['idle', 'in_use', 'repair']) }, condition, why] },
  { name: 'asset-place', label: 'act.asset_place', path: '/acts/asset-place', roles: ['keeper'], at: 'none', fields: [asset, pool, place, why] },
  { name: 'asset-picture', label: 'act.asset_picture', path: '/acts/asset-picture', roles: ['keeper'], at: 'none', fields: [asset, { name: 'photo', kind: 'photo', label: 'property.photos' }] },
]
