/** Acts of keeping; the draft of a round belongs to its position. */
import { dayOf } from '../format'
import type { Act } from './acts'

const optional = true
export const today = () => dayOf(Date.now() * 1000)

export const INSPECT: Act = {
  name: 'position-inspect', label: 'keeping.inspect', path: '/acts/position-inspect', roles: ['keeper'], at: 'position', offline: true, fields: [
    { name: 'position', kind: 'position', label: 'depot.position', fixed: true }, { name: 'day', kind: 'date', label: 'act.day' },
    { name: 'layers', kind: 'layers', label: 'keeping.layers', hint: 'keeping.layers_hint', optional },
    { name: 'headspace', kind: 'celsius', label: 'keeping.headspace', optional }, { name: 'headspace_humidity', kind: 'integer', label: 'keeping.headspace_humidity', optional },
    { name: 'air', kind: 'celsius', label: 'keeping.air', optional }, { name: 'air_humidity', kind: 'integer', label: 'keeping.air_humidity', optional },
    { name: 'moisture', kind: 'moisture', label: 'keeping.moisture', optional },
    { name: 'density', kind: 'integer', label: 'keeping.density', optional }, { name: 'main', kind: 'integer', label: 'keeping.main', optional }, { name: 'quarantine', kind: 'integer', label: 'keeping.quarantine', optional },
    { name: 'oxygen', kind: 'moisture', label: 'keeping.oxygen', optional }, { name: 'phosphine', kind: 'quantity', label: 'keeping.phosphine', optional }, { name: 'carbon_dioxide', kind: 'integer', label: 'keeping.co2', optional },
    { name: 'note', kind: 'long', label: 'keeping.note', optional },
  ],
}
