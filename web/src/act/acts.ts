/** Every act a person can do from the console: its fields, who sees it, what must be typed twice. Adding an act is adding an entry here. */
import type { Key } from '../i18n'
import type { Values } from './draft'

export type Kind =
  | 'text' | 'long' | 'quantity' | 'kilograms' | 'yuan' | 'integer' | 'date' | 'choice' | 'code6'
  | 'position' | 'site' | 'org' | 'lot' | 'item' | 'nature' | 'owner' | 'grade' | 'region' | 'indicators'
  /** Two codes in one choice, `a#b`: a lot at a position, a line of a directive, a line of a consignment. */
  | 'holding' | 'directive' | 'consignment'
export type Field = {
  name: string
  kind: Kind
  label: Key
  hint?: Key
  optional?: boolean
  options?: readonly (readonly [string, Key])[]
  /** Query added when the field looks something up, e.g. only approved directives. */
  query?: Record<string, string>
  /** Shown only if this holds of the values entered so far. */
  when?: (values: Values) => boolean
}
export type Act = {
  name: string
  label: Key
  path: string
  roles: readonly string[]
  fields: readonly Field[]
  /** Shapes the flat values into the body; without it they are sent as they are. */
  body?: (flat: Values) => Values
  /** Name of the quantity field that has to be typed a second time. */
  retype?: string
  /** Where it is offered. */
  at: 'position' | 'site' | 'none'
}

/** `a#b` apart. */
export const halves = (pair: unknown): [string, string] => {
  const [a, b] = String(pair ?? '').split('#')
  return [a, b ?? '']
}
/** Takes the named values out of `v` into an object, or undefined if none is set. */
const group = (v: Values, names: string[]): Values | undefined => {
  const set = names.filter((n) => v[n] !== undefined)
  return set.length ? Object.fromEntries(set.map((n) => [n, v[n]])) : undefined
}
const without = (v: Values, names: string[]): Values => Object.fromEntries(Object.entries(v).filter(([k]) => !names.includes(k)))

const position: Field = { name: 'position', kind: 'position', label: 'depot.position' }
const holding: Field = { name: 'holding', kind: 'holding', label: 'act.holding' }
const quantity: Field = { name: 'quantity', kind: 'quantity', label: 'depot.quantity' }
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const under: Field = { name: 'under', kind: 'directive', label: 'directive.code', hint: 'act.under_hint', query: { state: 'approved' }, optional: true }
const vehicle: Field = { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }
const quality: Field = { name: 'quality', kind: 'indicators', label: 'act.results', optional: true }
const WEIGHTS = ['gross', 'tare', 'net']
const weights: Field[] = WEIGHTS.map((name) => ({ name, kind: 'kilograms', label: `act.${name}` as Key, optional: true }))

const fresh = (v: Values) => !v.lot
const NEW_LOT = ['item', 'nature', 'owner_level', 'harvest_year', 'origin', 'grade', 'produced_on', 'expires_on']
const newLot: Field[] = [
  { name: 'lot', kind: 'lot', label: 'depot.lot', hint: 'act.lot_hint', optional: true },
  { name: 'item', kind: 'item', label: 'depot.item', when: fresh }, { name: 'nature', kind: 'nature', label: 'depot.nature', when: fresh },
  { name: 'owner_level', kind: 'owner', label: 'depot.owner', when: fresh },
  { name: 'harvest_year', kind: 'integer', label: 'depot.harvest', optional: true, when: fresh }, { name: 'origin', kind: 'region', label: 'depot.origin', optional: true, when: fresh },
  { name: 'grade', kind: 'grade', label: 'depot.grade', optional: true, when: fresh }, { name: 'expires_on', kind: 'date', label: 'act.expires', optional: true, when: fresh },
]
/** A known lot's code, or what a new one is. */
const withLot = (v: Values): Values => ({ ...without(v, [...NEW_LOT, ...WEIGHTS]), lot: v.lot ?? undefined, new_lot: v.lot ? undefined : group(v, NEW_LOT), weighing: group(v, WEIGHTS) })
/** One pick under one line of a directive. */
const withPick = (v: Values): Values => {
  const [at, lot] = halves(v.holding)
  const [directive, line] = halves(v.under)
  return { ...without(v, ['holding', 'quantity', 'under', ...WEIGHTS]), under: v.under ? { directive, line: Number(line) } : undefined, picks: [{ position: at, lot, quantity: v.quantity }], weighing: group(v, WEIGHTS) }
}
const withHolding = (v: Values): Values => { const [at, lot] = halves(v.holding); return { ...without(v, ['holding']), position: at, lot } }

export const ACTS: readonly Act[] = [
  { name: 'receive', label: 'act.receive', path: '/acts/receive', roles: ['keeper', 'weigher'], at: 'position', body: withLot, fields: [position, ...newLot, quantity, ...weights, { name: 'price', kind: 'yuan', label: 'act.price', optional: true }, { name: 'supplier', kind: 'text', label: 'act.counterparty', optional: true }, vehicle, quality] },
  { name: 'issue', label: 'act.issue', path: '/acts/issue', roles: ['keeper', 'weigher'], at: 'position', retype: 'quantity', body: withPick, fields: [under, holding, quantity, ...weights, { name: 'receiver', kind: 'text', label: 'act.receiver' }, vehicle] },
  { name: 'dispatch', label: 'act.dispatch', path: '/acts/dispatch', roles: ['keeper', 'weigher'], at: 'position', retype: 'quantity', body: withPick, fields: [under, holding, { name: 'to_site', kind: 'site', label: 'act.to_site' }, quantity, { name: 'carrier', kind: 'text', label: 'act.carrier' }, vehicle] },
  { name: 'arrive', label: 'act.arrive', path: '/acts/arrive', roles: ['keeper', 'weigher'], at: 'none', fields: [{ name: 'consignment', kind: 'consignment', label: 'transit.code' }, position, quantity], body: (v) => { const [consignment, line] = halves(v.consignment); return { consignment, parts: [{ line: Number(line), position: v.position, quantity: v.quantity }] } } },
  { name: 'move', label: 'act.move', path: '/acts/move', roles: ['keeper'], at: 'position', fields: [{ ...holding, label: 'act.from' }, { name: 'to', kind: 'position', label: 'act.to' }, quantity, why], body: (v) => { const [from, lot] = halves(v.holding); return { ...without(v, ['holding']), from, lot } } },
  { name: 'adjust', label: 'act.adjust', path: '/acts/adjust', roles: ['keeper', 'statistician'], at: 'position', body: withHolding, fields: [holding, { name: 'change', kind: 'quantity', label: 'act.change', hint: 'act.signed' }, why] },
  { name: 'test', label: 'act.test', path: '/acts/test', roles: ['tester'], at: 'position', fields: [{ name: 'lot', kind: 'lot', label: 'depot.lot' }, { name: 'occasion', kind: 'choice', label: 'act.occasion', options: [['acceptance', 'act.acceptance'], ['storage', 'act.storage'], ['outbound', 'act.outbound']] }, { name: 'tested_on', kind: 'date', label: 'act.day' }, { name: 'report', kind: 'text', label: 'act.report', optional: true }, { ...quality, optional: false }] },
  { name: 'clear-loss', label: 'act.clear_loss', path: '/acts/clear-loss', roles: ['keeper', 'statistician'], at: 'position', body: withHolding, fields: [holding, { name: 'left', kind: 'quantity', label: 'act.left', hint: 'act.left_hint' }, { ...why, optional: true }] },
  { name: 'opening', label: 'act.opening', path: '/acts/opening', roles: ['statistician', 'depot_manager'], at: 'position', body: withLot, fields: [position, ...newLot, quantity, { name: 'amount', kind: 'yuan', label: 'act.amount' }, { name: 'received_on', kind: 'date', label: 'depot.received', optional: true }] },
  { name: 'reverse', label: 'act.reverse', path: '/acts/reverse', roles: ['keeper', 'weigher', 'statistician', 'accountant'], at: 'none', fields: [{ name: 'index', kind: 'integer', label: 'book.index' }, why] },
  { name: 'count-open', label: 'count.open', path: '/acts/count-open', roles: ['depot_manager'], at: 'site', fields: [{ name: 'scope', kind: 'site', label: 'depot.site' }, why] },
  { name: 'directive-issue', label: 'directive.issue', path: '/acts/directive-issue', roles: ['bureau_officer', 'commander', 'depot_manager'], at: 'none', retype: 'quantity_max', fields: [
    { name: 'purpose', kind: 'choice', label: 'directive.kind', options: [['supply', 'purpose.supply'], ['rotation', 'purpose.rotation'], ['transfer', 'purpose.transfer'], ['disposal', 'purpose.disposal']] },
    { name: 'scope', kind: 'site', label: 'directive.scope' }, { name: 'item', kind: 'item', label: 'depot.item' }, { name: 'nature', kind: 'nature', label: 'depot.nature' },
    { name: 'owner_level', kind: 'owner', label: 'depot.owner' }, { name: 'quantity_max', kind: 'quantity', label: 'directive.max' }, { name: 'destination', kind: 'site', label: 'act.to_site', optional: true },
    { name: 'valid_from', kind: 'date', label: 'directive.from' }, { name: 'valid_to', kind: 'date', label: 'directive.validity' }, { name: 'authority', kind: 'text', label: 'directive.authority' }, { ...why, label: 'directive.reason', optional: true },
  ], body: (v) => ({ ...without(v, ['scope', 'item', 'nature', 'owner_level', 'quantity_max', 'destination']), lines: [group(v, ['scope', 'item', 'nature', 'owner_level', 'quantity_max', 'destination'])] }) },
]

export const actOf = (name: string) => ACTS.find((a) => a.name === name)
export const actsFor = (roles: string[], at: Act['at']) => ACTS.filter((a) => a.at === at && a.roles.some((r) => roles.includes(r)))
