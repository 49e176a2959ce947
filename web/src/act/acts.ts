/** Every act a person can do from the console: its fields, who sees it, what must be typed twice. Adding an act is adding an entry here. */
import type { Key } from '../i18n'

export type Kind = 'text' | 'long' | 'quantity' | 'kilograms' | 'yuan' | 'integer' | 'date' | 'choice' | 'code6' | 'position' | 'site' | 'org' | 'lot' | 'item' | 'nature' | 'directive' | 'consignment' | 'region' | 'indicators' | 'lines'
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
  when?: (values: Record<string, unknown>) => boolean
}
export type Act = {
  name: string
  label: Key
  path: string
  roles: readonly string[]
  fields: readonly Field[]
  /** Name of the quantity field that has to be typed a second time. */
  retype?: string
  /** Offered on a position's page. */
  at?: 'position' | 'site' | 'none'
}

const position: Field = { name: 'position', kind: 'position', label: 'depot.position' }
const lot: Field = { name: 'lot', kind: 'lot', label: 'depot.lot' }
const quantity: Field = { name: 'quantity', kind: 'quantity', label: 'depot.quantity' }
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const directive: Field = { name: 'directive', kind: 'directive', label: 'directive.code', query: { status: 'approved' } }
const weights: Field[] = [
  { name: 'gross', kind: 'kilograms', label: 'act.gross', optional: true },
  { name: 'tare', kind: 'kilograms', label: 'act.tare', optional: true },
]
const goods: Field[] = [
  { name: 'item', kind: 'item', label: 'depot.item' }, { name: 'nature', kind: 'nature', label: 'depot.nature' },
  { name: 'grade', kind: 'text', label: 'depot.grade', optional: true }, { name: 'harvest_year', kind: 'integer', label: 'depot.harvest', optional: true },
  { name: 'origin', kind: 'region', label: 'depot.origin', optional: true },
]

export const ACTS: readonly Act[] = [
  { name: 'opening', label: 'act.opening', path: '/acts/opening', roles: ['statistician', 'depot_manager'], at: 'position', fields: [position, ...goods, quantity, { name: 'day', kind: 'date', label: 'act.day' }] },
  { name: 'receive', label: 'act.receive', path: '/acts/receive', roles: ['keeper', 'weigher'], at: 'position', fields: [position, ...goods, quantity, ...weights, { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }, { name: 'counterparty', kind: 'text', label: 'act.counterparty', optional: true }] },
  { name: 'issue', label: 'act.issue', path: '/acts/issue', roles: ['keeper', 'weigher'], at: 'position', retype: 'quantity', fields: [directive, position, quantity, ...weights, { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }] },
  { name: 'dispatch', label: 'act.dispatch', path: '/acts/dispatch', roles: ['keeper', 'weigher'], at: 'position', retype: 'quantity', fields: [directive, position, { name: 'to', kind: 'site', label: 'act.to_site' }, quantity, { name: 'carrier', kind: 'text', label: 'act.carrier' }, { name: 'vehicle', kind: 'text', label: 'act.vehicle', optional: true }, { name: 'due', kind: 'date', label: 'act.due', optional: true }] },
  { name: 'arrive', label: 'act.arrive', path: '/acts/arrive', roles: ['keeper', 'weigher'], at: 'none', fields: [{ name: 'consignment', kind: 'consignment', label: 'transit.code' }, position, quantity, { name: 'last', kind: 'choice', label: 'act.last', options: [['yes', 'app.yes'], ['no', 'app.no']] }, { ...why, label: 'act.variance', optional: true }] },
  { name: 'move', label: 'act.move', path: '/acts/move', roles: ['keeper'], at: 'position', fields: [{ ...position, label: 'act.from' }, { name: 'to', kind: 'position', label: 'act.to' }, quantity, why] },
  { name: 'adjust', label: 'act.adjust', path: '/acts/adjust', roles: ['keeper', 'statistician'], at: 'position', fields: [position, { ...quantity, hint: 'act.signed' }, why] },
  { name: 'test', label: 'act.test', path: '/acts/test', roles: ['tester'], at: 'position', fields: [lot, { name: 'sampled_by', kind: 'text', label: 'act.sampler', optional: true }, { name: 'values', kind: 'indicators', label: 'act.results' }] },
  { name: 'judge', label: 'act.judge', path: '/acts/judge', roles: ['tester'], at: 'position', fields: [lot] },
  { name: 'clear-loss', label: 'act.clear_loss', path: '/acts/clear-loss', roles: ['keeper', 'statistician'], at: 'position', fields: [position, lot, why] },
  { name: 'worksheet', label: 'act.worksheet', path: '/acts/worksheet', roles: ['keeper', 'statistician'], at: 'position', fields: [position] },
  { name: 'reverse', label: 'act.reverse', path: '/acts/reverse', roles: ['keeper', 'weigher', 'statistician', 'accountant'], at: 'none', fields: [{ name: 'index', kind: 'integer', label: 'book.index' }, why] },
  { name: 'count-open', label: 'count.open', path: '/acts/count-open', roles: ['depot_manager'], at: 'site', fields: [{ name: 'site', kind: 'site', label: 'depot.site' }] },
  { name: 'count-enter', label: 'count.enter', path: '/acts/count-enter', roles: ['keeper', 'statistician', 'accountant'], at: 'none', fields: [{ name: 'count', kind: 'text', label: 'menu.counts' }, position, quantity] },
  { name: 'directive-issue', label: 'directive.issue', path: '/acts/directive-issue', roles: ['bureau_officer', 'commander', 'depot_manager'], at: 'none', retype: 'quantity', fields: [{ name: 'executor', kind: 'org', label: 'directive.executor' }, { name: 'item', kind: 'item', label: 'depot.item' }, { name: 'nature', kind: 'nature', label: 'depot.nature', optional: true }, quantity, { name: 'valid_to', kind: 'date', label: 'directive.validity', optional: true }, { ...why, label: 'directive.reason' }] },
]

export const actOf = (name: string) => ACTS.find((a) => a.name === name)
export const actsFor = (roles: string[], at: Act['at']) => ACTS.filter((a) => a.at === at && a.roles.some((r) => roles.includes(r)))
