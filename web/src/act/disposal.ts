/** Acts of disposal, temporary bodies and events, and stock-takes of assets. */
import type { Key } from '../i18n'
import type { Act, Field } from './acts'

const choices = (group: string, codes: readonly string[]) => codes.map((c) => [c, `${group}.${c}` as Key] as const)
const split = (v: unknown) => String(v ?? '').split(/[\s,，]+/).filter(Boolean)
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const disposal: Field = { name: 'disposal', kind: 'text', label: 'disposal.code', fixed: true }
const occasion: Field = { name: 'occasion', kind: 'text', label: 'occasion.code', fixed: true }
const inventory: Field = { name: 'inventory', kind: 'text', label: 'inventory.code', fixed: true }
const ASKERS = ['keeper', 'bureau_officer', 'depot_manager']
const DECIDERS = ['bureau_approver', 'depot_manager']
const ENDERS = ['bureau_officer', 'depot_manager', 'accountant']

export const DISPOSAL_STATES = ['asked', 'approved', 'cleared', 'ended', 'closed', 'refused'] as const
export const DISPOSAL_ASK: Act = { name: 'disposal-ask', label: 'act.disposal_ask', path: '/acts/disposal-ask', roles: ASKERS, at: 'none', body: (v) => ({ ...v, assets: split(v.assets) }), fields: [
  { name: 'assets', kind: 'long', label: 'loan.assets' }, { name: 'way', kind: 'choice', label: 'disposal.way', options: choices('way', ['auction', 'sale', 'scrap', 'donation', 'destruction', 'write_off']) },
  { name: 'cause', kind: 'choice', label: 'disposal.cause', options: choices('cause', ['obsolete', 'over_age', 'loss', 'force_majeure', 'confiscated', 'surplus']) }, why,
] }
/** Acts on one disposal, by its state. */
export const DISPOSAL_ACTS: readonly { act: Act; states: readonly string[] }[] = [
  { states: ['asked'], act: { name: 'disposal-appraise', label: 'act.disposal_appraise', path: '/acts/disposal-appraise', roles: ASKERS, at: 'none', fields: [disposal, { name: 'amount', kind: 'yuan', label: 'disposal.appraised' }, { name: 'appraiser', kind: 'text', label: 'disposal.appraiser' }, { name: 'document', kind: 'text', label: 'disposal.appraisal' }] } },
  { states: ['asked'], act: { name: 'disposal-approve', label: 'act.disposal_approve', path: '/acts/disposal-approve', roles: DECIDERS, at: 'none', fields: [disposal] } },
  { states: ['approved'], act: { name: 'disposal-permit', label: 'act.disposal_permit', path: '/acts/disposal-permit', roles: ['bureau_approver', 'accountant'], at: 'none', fields: [disposal] } },
  { states: ['cleared'], act: { name: 'disposal-end', label: 'act.disposal_end', path: '/acts/disposal-end', roles: ENDERS, at: 'none', fields: [disposal, { name: 'party', kind: 'text', label: 'disposal.party' }, { name: 'document', kind: 'text', label: 'disposal.document' }, { name: 'photo', kind: 'photo', label: 'disposal.photo', optional: true }, { name: 'proceeds', kind: 'yuan', label: 'disposal.proceeds' }, { ...why, optional: true, hint: 'disposal.below_hint' }] } },
  { states: ['ended'], act: { name: 'disposal-pay', label: 'act.disposal_pay', path: '/acts/disposal-pay', roles: ENDERS, at: 'none', fields: [disposal, { name: 'amount', kind: 'yuan', label: 'disposal.paid' }, { name: 'document', kind: 'text', label: 'disposal.voucher' }] } },
  { states: ['asked', 'approved', 'cleared'], act: { name: 'disposal-reject', label: 'act.disposal_reject', path: '/acts/disposal-reject', roles: DECIDERS, at: 'none', fields: [disposal, why] } },
]

export const OCCASION_REGISTER: Act = { name: 'occasion-register', label: 'act.occasion_register', path: '/acts/occasion-register', roles: ASKERS, at: 'none', fields: [
  { name: 'name', kind: 'text', label: 'occasion.name' }, { name: 'kind', kind: 'choice', label: 'occasion.kind', options: choices('occasion', ['body', 'event']) }, { name: 'document', kind: 'text', label: 'occasion.document' }, { name: 'from_on', kind: 'date', label: 'loan.from' }, { name: 'ends_on', kind: 'date', label: 'occasion.ends', hint: 'occasion.ends_hint' },
] }
export const OCCASION_MOVE: Act = { name: 'occasion-move', label: 'act.occasion_move', path: '/acts/occasion-move', roles: ASKERS, at: 'none', fields: [occasion, { name: 'ends_on', kind: 'date', label: 'occasion.ends' }, why] }

export const INVENTORY_OPEN: Act = { name: 'inventory-open', label: 'act.inventory_open', path: '/acts/inventory-open', roles: ['keeper', 'statistician', 'bureau_officer'], at: 'none', fields: [{ name: 'pool', kind: 'pool', label: 'property.pool' }] }
/** What hands do: it may wait on the device. */
export const INVENTORY_SCAN: Act = { name: 'inventory-scan', label: 'act.inventory_scan', path: '/acts/inventory-scan', roles: INVENTORY_OPEN.roles, at: 'none', offline: true, body: (v) => ({ ...v, assets: split(v.assets) }), fields: [inventory, { name: 'assets', kind: 'long', label: 'inventory.scanned' }] }
export const INVENTORY_EXPLAIN: Act = { name: 'inventory-explain', label: 'act.inventory_explain', path: '/acts/inventory-explain', roles: ['bureau_officer', 'bureau_approver', 'depot_manager', 'accountant'], at: 'none', body: (v) => ({ ...v, assets: split(v.assets) }), fields: [inventory, { name: 'assets', kind: 'text', label: 'property.code', fixed: true }, { name: 'verdict', kind: 'choice', label: 'inventory.verdict', options: choices('verdict', ['noted', 'lost', 'adopted']) }, why] }
export const INVENTORY_CLOSE: Act = { name: 'inventory-close', label: 'act.inventory_close', path: '/acts/inventory-close', roles: INVENTORY_EXPLAIN.roles, at: 'none', fields: [inventory] }
/** Acts with a page of their own. */
export const DISPOSAL_PAGES: readonly Act[] = [DISPOSAL_ASK, OCCASION_REGISTER, INVENTORY_OPEN]
