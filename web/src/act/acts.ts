/** Every act a person can do from the console: its fields, who sees it, what must be typed twice. Adding an act is adding an entry here. */
import type { Key } from '../i18n'
import type { Values } from './draft'
import { DISPOSAL_PAGES } from './disposal'
import { INSPECT } from './keeping'
import { PROPERTY_ACTS } from './property'

export type Kind =
  | 'text' | 'long' | 'quantity' | 'kilograms' | 'yuan' | 'degrees' | 'metres' | 'factor' | 'celsius' | 'moisture' | 'rate' | 'integer' | 'date' | 'choice'
  | 'role' | 'roles' | 'regions' | 'position' | 'site' | 'org' | 'lot' | 'item' | 'nature' | 'owner' | 'grade' | 'region' | 'indicators'
  /** Two codes in one choice, `a#b`: a lot at a position, a line of a directive, a line of a consignment. */
  | 'holding' | 'directive' | 'consignment' | 'notice'
  /** Public property: a warehouse of the own organisation, photographs, one photograph. */
  | 'pool' | 'photos' | 'photo'
  /** Grain temperature by layer, from the surface down. */
  | 'layers'
  /** Checks: several sites, several people, a lot that lies at the position of the form. */
  | 'sites' | 'inspectors' | 'lying'
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
  /** What the form was opened on: shown, not asked. */
  fixed?: boolean
  /** Label of a field made from data. */
  title?: string
  /** Of indicators: only those the storage-quality standard looks at. */
  judged?: boolean
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
  /** Without a connection it waits on the device and is sent later. Not for approvals, which judge what is there now, nor where a secret comes back. */
  offline?: boolean
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
const under: Field = { name: 'under', kind: 'directive', label: 'directive.code', hint: 'act.under_hint', query: { status: 'approved' }, optional: true }
const vehicle: Field = { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }
const quality: Field = { name: 'quality', kind: 'indicators', label: 'act.results', optional: true }
const weights: Field[] = ['gross', 'tare', 'net'].map((name) => ({ name, kind: 'kilograms', label: `act.${name}` as Key, optional: true }))

const fresh = (v: Values) => !v.lot
const newLot: Field[] = [
  { name: 'lot', kind: 'lot', label: 'depot.lot', hint: 'act.lot_hint', optional: true },
  { name: 'item', kind: 'item', label: 'depot.item', when: fresh }, { name: 'nature', kind: 'nature', label: 'depot.nature', when: fresh },
  { name: 'owner_level', kind: 'owner', label: 'depot.owner', when: fresh, optional: true },
  { name: 'harvest_year', kind: 'integer', label: 'depot.harvest', optional: true, when: fresh }, { name: 'origin', kind: 'region', label: 'depot.origin', optional: true, when: fresh },
  { name: 'grade', kind: 'grade', label: 'depot.grade', optional: true, when: fresh }, { name: 'expires_on', kind: 'date', label: 'act.expires', optional: true, when: fresh },
]
/** One pick under one line of a directive. */
const withPick = (v: Values): Values => {
  const [at, lot] = halves(v.holding)
  const [directive, line] = halves(v.under)
  return { ...without(v, ['holding', 'quantity', 'under']), ...(v.under ? { directive, line: Number(line) } : {}), picks: [{ position: at, lot, quantity: v.quantity }] }
}
const withHolding = (v: Values): Values => { const [at, lot] = halves(v.holding); return { ...without(v, ['holding']), position: at, lot } }

/** Measures of a stack of grain, in metres; which are asked depends on its shape (docs of the worksheet: cuboid, cylinder, frustum, cuboid with a slope). */
const shaped = (...shapes: string[]) => (v: Values) => shapes.includes(String(v.shape))
export const SHAPES: Field = { name: 'shape', kind: 'choice', label: 'stack.shape', options: (['cuboid', 'cylinder', 'frustum', 'cone', 'other'] as const).map((k) => [k, `stack.${k}`] as const) }
export const STACK: Field[] = [
  { name: 'length', kind: 'metres', label: 'stack.length', when: shaped('cuboid', 'other') }, { name: 'width', kind: 'metres', label: 'stack.width', when: shaped('cuboid', 'other') }, { name: 'diameter', kind: 'metres', label: 'stack.diameter', when: shaped('cylinder') },
  { name: 'height', kind: 'metres', label: 'stack.height' }, { name: 'top_length', kind: 'metres', label: 'stack.top_length', when: shaped('frustum', 'other') }, { name: 'top_width', kind: 'metres', label: 'stack.top_width', when: shaped('frustum', 'other') },
  { name: 'bottom_length', kind: 'metres', label: 'stack.bottom_length', when: shaped('frustum', 'other') }, { name: 'bottom_width', kind: 'metres', label: 'stack.bottom_width', when: shaped('frustum', 'other') },
  { name: 'top_diameter', kind: 'metres', label: 'stack.top_diameter', when: shaped('cone') }, { name: 'bottom_diameter', kind: 'metres', label: 'stack.bottom_diameter', when: shaped('cone') }, { name: 'slope', kind: 'metres', label: 'stack.slope', when: shaped('other') },
]
/** The stack of the measures typed. */
export const stackOf = (v: Values): Values | undefined => {
  const { length, width, height, diameter, slope } = v
  const face = (side: string) => (v.shape === 'cone' ? { circle: { diameter: v[`${side}_diameter`] } } : { rectangle: { length: v[`${side}_length`], width: v[`${side}_width`] } })
  const faces = { top: face('top'), bottom: face('bottom') }
  return { cuboid: { cuboid: { length, width, height } }, cylinder: { cylinder: { diameter, height } }, frustum: { frustum: { ...faces, height } }, cone: { frustum: { ...faces, height } }, other: { other: { length, width, height, ...faces, slope } } }[String(v.shape)]
}
const withStack = (v: Values): Values => ({ ...without(withHolding(v), ['shape', ...STACK.map((f) => f.name)]), stack: stackOf(v) })

export const ACTS: readonly Act[] = [
  { name: 'receive', label: 'act.receive', path: '/acts/receive', roles: ['keeper', 'weigher'], at: 'position', offline: true, body: (v) => ({ quality: {}, ...v }), fields: [position, ...newLot, quantity, ...weights, { name: 'price', kind: 'yuan', label: 'act.price', optional: true }, { name: 'supplier', kind: 'text', label: 'act.counterparty', optional: true }, vehicle, { name: 'order', kind: 'text', label: 'act.order', optional: true }, quality] },
  { name: 'issue', label: 'act.issue', path: '/acts/issue', roles: ['keeper', 'weigher'], at: 'position', offline: true, retype: 'quantity', body: withPick, fields: [under, holding, quantity, ...weights, { name: 'receiver', kind: 'text', label: 'act.receiver' }, vehicle, { name: 'region', kind: 'region', label: 'relief.region', optional: true }, { ...why, label: 'relief.passed_over', optional: true }] },
  { name: 'dispatch', label: 'act.dispatch', path: '/acts/dispatch', roles: ['keeper', 'weigher'], at: 'position', offline: true, retype: 'quantity', body: withPick, fields: [under, holding, { name: 'to_site', kind: 'site', label: 'act.to_site' }, quantity, { name: 'carrier', kind: 'text', label: 'act.carrier' }, vehicle] },
  { name: 'arrive', label: 'act.arrive', path: '/acts/arrive', roles: ['keeper', 'weigher'], at: 'none', offline: true, fields: [{ name: 'consignment', kind: 'consignment', label: 'transit.code' }, position, quantity], body: (v) => { const [consignment, line] = halves(v.consignment); return { consignment, parts: [{ line: Number(line), position: v.position, quantity: v.quantity }] } } },
  { name: 'move', label: 'act.move', path: '/acts/move', roles: ['keeper'], at: 'position', offline: true, fields: [{ ...holding, label: 'act.from' }, { name: 'to', kind: 'position', label: 'act.to' }, quantity, why], body: (v) => { const [from, lot] = halves(v.holding); return { ...without(v, ['holding']), from, lot } } },
  { name: 'adjust', label: 'act.adjust', path: '/acts/adjust-request', roles: ['keeper', 'statistician'], at: 'position', offline: true, body: withHolding, fields: [holding, { name: 'change', kind: 'quantity', label: 'act.change', hint: 'act.signed' }, why] },
  { name: 'test', label: 'act.test', path: '/acts/test', roles: ['tester'], at: 'position', offline: true, fields: [{ name: 'lot', kind: 'lot', label: 'depot.lot' }, { name: 'occasion', kind: 'choice', label: 'act.occasion', options: [['acceptance', 'act.acceptance'], ['storage', 'act.storage'], ['outbound', 'act.outbound']] }, { name: 'tested_on', kind: 'date', label: 'act.day' }, { name: 'report', kind: 'text', label: 'act.report', optional: true }, { ...quality, optional: false }] },
  { name: 'judge', label: 'act.judge', path: '/acts/test', roles: ['tester'], at: 'position', offline: true, body: (v) => ({ ...v, occasion: 'storage' }), fields: [{ name: 'lot', kind: 'lot', label: 'depot.lot' }, { name: 'tested_on', kind: 'date', label: 'act.day' }, { name: 'report', kind: 'text', label: 'act.report', optional: true }, { ...quality, optional: false, judged: true, hint: 'act.judge_hint' }] },
  INSPECT,
  { name: 'treat', label: 'act.treat', path: '/acts/position-treat', roles: ['keeper'], at: 'position', offline: true, fields: [position, { name: 'agent', kind: 'text', label: 'act.agent', hint: 'act.agent_hint' }, { name: 'ended_on', kind: 'date', label: 'act.ended' }, { name: 'interval_days', kind: 'integer', label: 'act.interval', hint: 'act.interval_hint' }] },
  { name: 'clear-loss', label: 'act.clear_loss', path: '/acts/loss-clear', roles: ['keeper', 'statistician'], at: 'position', offline: true, body: withHolding, fields: [holding, { name: 'left', kind: 'quantity', label: 'act.left', hint: 'act.left_hint' }, why] },
  { name: 'loss-request', label: 'act.loss_request', path: '/acts/loss-request', roles: ['keeper', 'statistician'], at: 'position', offline: true, body: withHolding, fields: [holding, { name: 'left', kind: 'quantity', label: 'act.left' }, why] },
  { name: 'opening', label: 'act.opening', path: '/acts/opening', roles: ['statistician', 'depot_manager'], at: 'position', fields: [position, ...newLot, quantity, { name: 'amount', kind: 'yuan', label: 'act.amount', optional: true }, { name: 'received_on', kind: 'date', label: 'depot.received', optional: true }, { ...why, hint: 'act.opening_hint' }] },
  { name: 'reverse', label: 'act.reverse', path: '/acts/reverse-request', roles: ['keeper', 'weigher', 'statistician', 'accountant'], at: 'none', fields: [{ name: 'index', kind: 'integer', label: 'book.index' }, why] },
  { name: 'count-open', label: 'count.open', path: '/acts/count-open', roles: ['depot_manager'], at: 'site', fields: [{ name: 'scope', kind: 'site', label: 'depot.site' }, why] },
  { name: 'worksheet', label: 'act.worksheet', path: '/acts/worksheet', roles: ['keeper', 'statistician'], at: 'position', offline: true, body: withStack, fields: [
    holding, SHAPES, ...STACK,
    { name: 'deductions', kind: 'quantity', label: 'stack.deductions' }, { name: 'test_weight', kind: 'integer', label: 'stack.test_weight' }, { name: 'factor', kind: 'factor', label: 'stack.factor' },
    { name: 'moisture_in', kind: 'moisture', label: 'stack.moisture_in' }, { name: 'moisture_now', kind: 'moisture', label: 'stack.moisture_now' }, { name: 'natural_loss_rate', kind: 'rate', label: 'stack.rate' }, { name: 'loss_recorded', kind: 'kilograms', label: 'stack.recorded', optional: true },
  ] },
  { name: 'organisation-register', label: 'admin.register', path: '/acts/organisation-register', roles: ['bureau_officer'], at: 'none', fields: [
    { name: 'code', kind: 'text', label: 'admin.uscc' }, { name: 'name', kind: 'text', label: 'depot.name' }, { name: 'kind', kind: 'choice', label: 'admin.kind', options: (['bureau', 'storing_unit', 'public_warehouse', 'social_party'] as const).map((k) => [k, `organisation.${k}`] as const) },
    { name: 'party', kind: 'choice', label: 'admin.party', options: (['GOV', 'ENTERPRISE', 'SOCIAL'] as const).map((k) => [k, `party.${k}`] as const) }, { name: 'region', kind: 'region', label: 'depot.region' }, { name: 'parent', kind: 'org', label: 'admin.parent' },
  ] },
  { name: 'site-register', label: 'act.site', path: '/acts/site-register', roles: ['depot_manager', 'bureau_officer'], at: 'none', fields: [
    { name: 'site', kind: 'text', label: 'depot.code', hint: 'act.site_hint' }, { name: 'name', kind: 'text', label: 'depot.name' }, { name: 'region', kind: 'region', label: 'depot.region' },
    { name: 'kind', kind: 'choice', label: 'depot.kind', options: (['depot', 'tank_farm', 'relief', 'public_property', 'transit'] as const).map((k) => [k, `site.${k}`] as const) },
    { name: 'longitude', kind: 'degrees', label: 'act.longitude' }, { name: 'latitude', kind: 'degrees', label: 'act.latitude' }, { name: 'valid_from', kind: 'date', label: 'directive.from' },
  ] },
  { name: 'warehouse-register', label: 'act.warehouse', path: '/acts/warehouse-register', roles: ['depot_manager', 'bureau_officer'], at: 'site', fields: [
    { name: 'warehouse', kind: 'text', label: 'depot.code', hint: 'act.warehouse_hint' }, { name: 'name', kind: 'text', label: 'depot.name' },
    { name: 'kind', kind: 'choice', label: 'depot.kind', options: (['flat', 'silo', 'shallow_silo', 'tank', 'cold', 'yard', 'hall'] as const).map((k) => [k, `warehouse.${k}`] as const) }, { name: 'valid_from', kind: 'date', label: 'directive.from' },
  ] },
  { name: 'bay-register', label: 'act.bay', path: '/acts/bay-register', roles: ['depot_manager', 'bureau_officer'], at: 'site', fields: [{ name: 'bay', kind: 'text', label: 'depot.code', hint: 'act.bay_hint' }, { name: 'name', kind: 'text', label: 'depot.name' }, { name: 'valid_from', kind: 'date', label: 'directive.from' }] },
  { name: 'position-register', label: 'act.position', path: '/acts/position-register', roles: ['depot_manager', 'bureau_officer'], at: 'site', fields: [
    { name: 'position', kind: 'text', label: 'depot.code', hint: 'act.position_hint' }, { name: 'name', kind: 'text', label: 'depot.name' },
    { name: 'form', kind: 'choice', label: 'act.form', options: (['bulk', 'packed', 'bag_walled', 'tank', 'shelf', 'yard', 'parked'] as const).map((k) => [k, `form.${k}`] as const) },
    { name: 'capacity', kind: 'quantity', label: 'act.capacity' }, { name: 'keeper', kind: 'text', label: 'depot.keeper' }, { name: 'valid_from', kind: 'date', label: 'directive.from' },
  ] },
  { name: 'facility-close', label: 'act.facility_close', path: '/acts/facility-close', roles: ['depot_manager', 'bureau_officer'], at: 'site', fields: [{ name: 'code', kind: 'text', label: 'depot.code' }, { name: 'valid_to', kind: 'date', label: 'directive.validity' }, why] },
  { name: 'directive-issue', label: 'directive.issue', path: '/acts/directive-issue', roles: ['bureau_officer', 'commander', 'depot_manager'], at: 'none', retype: 'quantity_max', fields: [
    { name: 'purpose', kind: 'choice', label: 'directive.kind', options: [['supply', 'purpose.supply'], ['rotation', 'purpose.rotation'], ['transfer', 'purpose.transfer'], ['disposal', 'purpose.disposal']] },
    { name: 'scope', kind: 'site', label: 'directive.scope' }, { name: 'item', kind: 'item', label: 'depot.item' }, { name: 'nature', kind: 'nature', label: 'depot.nature' },
    { name: 'owner_level', kind: 'owner', label: 'depot.owner', optional: true }, { name: 'quantity_max', kind: 'quantity', label: 'directive.max' }, { name: 'destination', kind: 'site', label: 'act.to_site', optional: true },
    { name: 'valid_from', kind: 'date', label: 'directive.from' }, { name: 'valid_to', kind: 'date', label: 'directive.validity' }, { name: 'authority', kind: 'text', label: 'directive.authority' },
  ], body: (v) => ({ ...without(v, ['scope', 'item', 'nature', 'owner_level', 'quantity_max', 'destination']), lines: [group(v, ['scope', 'item', 'nature', 'owner_level', 'quantity_max', 'destination'])] }) },
  ...PROPERTY_ACTS, ...DISPOSAL_PAGES,
]

const code = (name: string, label: Key): Field => ({ name, kind: 'text', label, fixed: true })
const consignment = code('consignment', 'transit.code')
/** Acts on one row of a list, offered there. */
export const ROW_ACTS = {
  adjustment: { name: 'adjust-approve', label: 'request.approve', path: '/acts/adjust-approve', roles: ['depot_manager'], at: 'none', fields: [code('org', 'depot.org'), { name: 'request', kind: 'integer', label: 'request.number', fixed: true }] },
  reversal: { name: 'reverse-approve', label: 'request.approve', path: '/acts/reverse-approve', roles: ['depot_manager'], at: 'none', fields: [code('org', 'depot.org'), { name: 'request', kind: 'integer', label: 'request.number', fixed: true }] },
  loss: { name: 'loss-approve', label: 'request.approve', path: '/acts/loss-approve', roles: ['depot_manager', 'bureau_approver'], at: 'none', fields: [code('org', 'depot.org'), { name: 'request', kind: 'integer', label: 'request.number', fixed: true }] },
  reject: { name: 'request-reject', label: 'request.reject', path: '/acts/request-reject', roles: ['depot_manager', 'bureau_approver'], at: 'none', fields: [code('org', 'depot.org'), { name: 'request', kind: 'integer', label: 'request.number', fixed: true }, why] },
  close: { name: 'transfer-close', label: 'transit.close', path: '/acts/arrive-close', roles: ['keeper', 'depot_manager'], at: 'none', fields: [consignment, { ...why, label: 'act.variance', optional: true }] },
  dispute: { name: 'transfer-dispute', label: 'transit.dispute', path: '/acts/variance-dispute', roles: ['depot_manager'], at: 'none', fields: [consignment, why] },
  settle: { name: 'transfer-settle', label: 'transit.settle', path: '/acts/variance-decide', roles: ['depot_manager'], at: 'none', fields: [consignment, { name: 'liable', kind: 'choice', label: 'transit.liable', options: [['carrier', 'liable.carrier'], ['sender', 'liable.sender'], ['receiver', 'liable.receiver']] }, why] },
  count: { name: 'count-enter', label: 'count.enter', path: '/acts/count-enter', roles: ['keeper', 'statistician', 'accountant'], at: 'none', offline: true, fields: [{ name: 'count', kind: 'integer', label: 'count.number', fixed: true }, code('position', 'depot.position'), code('lot', 'depot.lot'), quantity] },
  recount: { name: 'count-recount', label: 'count.recount', path: '/acts/count-recount', roles: ['depot_manager'], at: 'none', fields: [{ name: 'count', kind: 'integer', label: 'count.number', fixed: true }, code('position', 'depot.position'), code('lot', 'depot.lot'), why] },
  finish: { name: 'count-close', label: 'count.close', path: '/acts/count-close', roles: ['depot_manager'], at: 'none', fields: [{ name: 'count', kind: 'integer', label: 'count.number', fixed: true }, why], body: (v) => ({ explained: [], ...v }) },
  hold: { name: 'lot-hold', label: 'lot.hold', path: '/acts/lot-hold', roles: ['depot_manager', 'keeper', 'tester'], at: 'none', fields: [code('lot', 'depot.lot'), why] },
  release: { name: 'lot-release', label: 'lot.release', path: '/acts/lot-release', roles: ['depot_manager'], at: 'none', fields: [code('lot', 'depot.lot'), why] },
} as const satisfies Record<string, Act>

export const actOf = (name: string) => ACTS.find((a) => a.name === name)
export const actsFor = (roles: string[], at: Act['at']) => ACTS.filter((a) => a.at === at && a.roles.some((r) => roles.includes(r)))
