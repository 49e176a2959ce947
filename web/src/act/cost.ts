/** Acts of costs: entered from the room of costs, taken back from one entry. */
import type { Key } from '../i18n'
import type { Act } from './acts'

const ENTERED = ['storage', 'transport', 'maintenance', 'energy'] as const

export const ENTER: Act = {
  name: 'cost-enter', label: 'cost.enter', path: '/acts/cost-enter', roles: ['accountant', 'statistician', 'depot_manager'], at: 'none',
  fields: [
    { name: 'kind', kind: 'choice', label: 'cost.kind', options: ENTERED.map((k) => [k, `cost.${k}` as Key] as const) }, { name: 'site', kind: 'site', label: 'depot.site' },
    { name: 'position', kind: 'position', label: 'depot.position', optional: true }, { name: 'lot', kind: 'lot', label: 'depot.lot', optional: true },
    { name: 'day_from', kind: 'date', label: 'cost.from' }, { name: 'day_to', kind: 'date', label: 'cost.to' },
    { name: 'amount', kind: 'yuan', label: 'cost.money' }, { name: 'document', kind: 'text', label: 'cost.document' }, { name: 'payee', kind: 'text', label: 'cost.payee', optional: true },
  ],
}
export const REVERSE: Act = {
  name: 'cost-reverse', label: 'cost.reverse', path: '/acts/cost-reverse', roles: ['accountant', 'depot_manager'], at: 'none',
  fields: [{ name: 'org', kind: 'text', label: 'depot.org', fixed: true }, { name: 'n', kind: 'integer', label: 'cost.index', fixed: true }, { name: 'why', kind: 'long', label: 'act.why' }],
}
