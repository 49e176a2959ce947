/** Acts at the gate. What hands do at the silo may wait on the device; a code or number that is needed at once may not. */
import type { Trip } from '../api/types'
import type { Act, Field } from './acts'
import { halves } from './acts'
import type { Values } from './draft'

const trip: Field = { name: 'trip', kind: 'text', label: 'gate.trip', fixed: true }
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const again: Field = { ...why, label: 'gate.again', hint: 'gate.again_hint', optional: true }
const change: Field = { ...why, hint: 'gate.change_hint', optional: true }
const incoming = (v: Values) => v.direction === 'in'
const outgoing = (v: Values) => v.direction === 'out'

export const NOTICE_ISSUE: Act = {
  name: 'notice-issue', label: 'gate.notice_issue', path: '/acts/notice-issue', roles: ['depot_manager', 'statistician'], at: 'none', fields: [
    { name: 'site', kind: 'site', label: 'depot.site' }, { name: 'direction', kind: 'choice', label: 'gate.direction', options: [['in', 'gate.in'], ['out', 'gate.out']] },
    { name: 'under', kind: 'directive', label: 'directive.code', hint: 'act.under_hint', query: { status: 'approved' }, optional: true, when: outgoing },
    { name: 'item', kind: 'item', label: 'depot.item' }, { name: 'nature', kind: 'nature', label: 'depot.nature' }, { name: 'owner_level', kind: 'owner', label: 'depot.owner', optional: true },
    { name: 'harvest_year', kind: 'integer', label: 'depot.harvest', optional: true, when: incoming }, { name: 'origin', kind: 'region', label: 'depot.origin', optional: true, when: incoming },
    { name: 'quantity', kind: 'quantity', label: 'depot.quantity' }, { name: 'counterpart', kind: 'text', label: 'gate.counterpart' }, { name: 'paper', kind: 'text', label: 'gate.paper', optional: true },
    { name: 'price', kind: 'yuan', label: 'act.price', optional: true }, { name: 'valid_from', kind: 'date', label: 'directive.from' }, { name: 'valid_to', kind: 'date', label: 'directive.validity' },
  ],
  body: ({ under, ...v }) => { const [directive, line] = halves(under); return under ? { ...v, directive, line: Number(line) } : v },
}
export const NOTICE_CLOSE: Act = { name: 'notice-close', label: 'gate.notice_close', path: '/acts/notice-close', roles: ['depot_manager'], at: 'none', fields: [{ name: 'notice', kind: 'text', label: 'gate.notice', fixed: true }, why] }
export const REGISTER: Act = {
  name: 'trip-register', label: 'gate.register', path: '/acts/trip-register', roles: ['weigher'], at: 'none', fields: [
    { name: 'notice', kind: 'notice', label: 'gate.notice', query: { status: 'open' } }, { name: 'plate', kind: 'text', label: 'gate.plate' },
    { name: 'driver_name', kind: 'text', label: 'gate.driver_name' }, { name: 'driver_phone', kind: 'text', label: 'gate.driver_phone', hint: 'gate.driver_hint' },
  ],
}
export const RESULT: Act = {
  name: 'trip-test', label: 'gate.test', path: '/acts/trip-test', roles: ['tester'], at: 'none', offline: true,
  fields: [{ name: 'sample', kind: 'text', label: 'gate.sample_number', fixed: true }, { name: 'quality', kind: 'indicators', label: 'act.results' }],
}

/** What may be done with a truck, by the name of the fact; which of it is due the server says. */
export function tripActs(t: Trip): Record<string, Act[]> {
  const act = (name: string, label: Act['label'], roles: string[], fields: Field[], more: Partial<Act> = {}): Act =>
    ({ name, label, path: `/acts/${name}`, roles, at: 'none', fields: [trip, ...fields], ...more })
  const out = t.direction === 'out'
  return {
    'trip.sample': [act('trip-sample', 'gate.sample', ['weigher', 'tester'], [])],
    'trip.test': [],
    'trip.weigh': [
      act('trip-weigh', 'gate.weigh_hand', ['weigher'], [{ name: 'kilograms', kind: 'kilograms', label: 'gate.weight' }, again], { offline: true }),
    ],
    'trip.handle': [act('trip-handle', out ? 'gate.load' : 'gate.unload', ['keeper'], out
      ? [{ name: 'holding', kind: 'holding', label: 'act.holding', query: { site: t.site } }, change]
      : [{ name: 'position', kind: 'position', label: 'depot.position', query: { site: t.site } }, { name: 'lot', kind: 'lot', label: 'depot.lot', hint: 'gate.lot_hint', optional: true }, change],
    out ? { offline: true, body: ({ holding, ...v }) => { const [position, lot] = halves(holding); return { ...v, position, lot } } } : { offline: true })],
    'trip.settle': [act('trip-settle', 'gate.settle', ['weigher'], [])],
    'trip.refuse': [act('trip-refuse', 'gate.refuse', ['weigher', 'depot_manager'], [why])],
    'trip.leave': [act('trip-leave', 'gate.leave', ['weigher'], [{ ...why, hint: 'gate.leave_hint', optional: t.status === 'settled' || t.status === 'refused' }])],
  }
}
/** Taking the steady weight of a bridge, and a line of the bridge's file. */
export const weighBy = (what: 'bridge' | 'line'): Act => ({
  name: `trip-weigh-${what}`, label: what === 'bridge' ? 'gate.weigh' : 'gate.weigh_file', path: '/acts/trip-weigh', roles: ['weigher'], at: 'none',
  fields: [trip, what === 'bridge' ? { name: 'bridge', kind: 'text', label: 'gate.bridge', fixed: true } : { name: 'line', kind: 'text', label: 'gate.line', hint: 'gate.line_hint' }, again],
})
/** Roles that may do a step. */
export const ROLES_OF: Record<string, string[]> = {
  'trip.sample': ['weigher', 'tester'], 'trip.test': ['tester'], 'trip.weigh': ['weigher'], 'trip.handle': ['keeper'], 'trip.settle': ['weigher'], 'trip.refuse': ['weigher', 'depot_manager'], 'trip.leave': ['weigher'],
}
/** The step that carries a truck forward from where it stands; weighing again, another position, refusal and departure stay at hand beside it. */
const AHEAD: Record<string, string> = { registered: 'trip.sample', sampled: 'trip.test', tested: 'trip.weigh', weighed_in: 'trip.handle', handled: 'trip.weigh', weighed_out: 'trip.settle', settled: 'trip.leave', refused: 'trip.leave' }
export const forward = (t: Trip): string[] => {
  const step = t.status === 'registered' && t.direction === 'out' ? 'trip.weigh' : AHEAD[t.status]
  return t.due.filter((a) => a === step)
}
