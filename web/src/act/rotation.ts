/** Acts of rotation: offered on a plan, on one of its lines, or on a proposal. */
import type { ProposedLine } from '../api/types'
import type { Key } from '../i18n'
import type { Act, Field } from './acts'

const plan: Field = { name: 'plan', kind: 'text', label: 'rotation.plan' }
const line: Field = { name: 'line', kind: 'integer', label: 'rotation.line' }
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const deciders = ['bureau_approver', 'depot_manager']

export const APPROVE: Act = { name: 'rotation-approve', label: 'rotation.approve', path: '/acts/rotation-approve', roles: deciders, at: 'none', fields: [plan] }
export const WITHDRAW: Act = { name: 'rotation-withdraw', label: 'rotation.withdraw', path: '/acts/rotation-withdraw', roles: deciders, at: 'none', fields: [plan, why] }
export const EXTEND: Act = { name: 'rotation-extend', label: 'rotation.extend', path: '/acts/rotation-extend', roles: ['statistician', 'depot_manager'], at: 'none', fields: [plan, line, { name: 'months', kind: 'integer', label: 'rotation.months' }, why] }
export const PERMIT: Act = { name: 'rotation-permit', label: 'rotation.permit', path: '/acts/rotation-permit', roles: deciders, at: 'none', fields: [plan, line] }
export const COST: Act = {
  name: 'rotation-cost', label: 'rotation.enter_cost', path: '/acts/rotation-cost', roles: ['statistician', 'accountant', 'depot_manager'], at: 'none',
  fields: [plan, line, { name: 'kind', kind: 'choice', label: 'directive.kind', options: ['sale', 'transport', 'fee', 'loss', 'other'].map((k) => [k, `rotation.${k}` as Key] as const) }, { name: 'amount', kind: 'yuan', label: 'rotation.amount' }, { name: 'document', kind: 'text', label: 'rotation.document' }],
}
export const DRAFTERS = ['statistician', 'depot_manager', 'bureau_officer']
/** Lines one plan may have (docs/spec/stock.md). */
const LINES_MAX = 100

/** Lines of a proposal that can be drafted: those with both days, earliest first. */
export const draftable = (lines: ProposedLine[]) => lines.filter((l) => l.out_by && l.back_by).sort((a, b) => (a.out_by! < b.out_by! ? -1 : 1)).slice(0, LINES_MAX)

/** The act that drafts a proposal's lines. */
export const draftOf = (aim: string, lines: ProposedLine[]): Act => ({
  name: `rotation-draft-${aim}`, label: 'rotation.draft', path: '/acts/rotation-draft', roles: DRAFTERS, at: 'none',
  fields: [{ name: 'year', kind: 'integer', label: 'rotation.year' }, { name: 'authority', kind: 'text', label: 'rotation.authority' }],
  body: (v) => ({ ...v, mode: 'static', lines: draftable(lines).map((l) => ({ position: l.position, lot: l.lot, quantity: l.quantity, out_by: l.out_by, back_by: l.back_by })) }),
})
