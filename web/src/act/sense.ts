/** Acts on alerts, offered on the page of one. */
import type { Key } from '../i18n'
import type { Act, Field } from './acts'

const on: Field[] = [{ name: 'org', kind: 'text', label: 'depot.org', fixed: true }, { name: 'alert', kind: 'integer', label: 'alert.number', fixed: true }]
const hands = ['keeper', 'depot_manager']
const DAY = 86_400_000_000

export const ACKNOWLEDGE: Act = { name: 'alert-acknowledge', label: 'alert.acknowledge', path: '/acts/alert-acknowledge', roles: hands, at: 'none', fields: on }
/** Days are asked, an instant is sent. */
export const suppressAt = (now: number): Act => ({
  name: 'alert-suppress', label: 'alert.suppress', path: '/acts/alert-suppress', roles: ['depot_manager'], at: 'none',
  fields: [...on, { name: 'days', kind: 'integer', label: 'alert.until' }, { name: 'why', kind: 'long', label: 'act.why' }],
  body: ({ days, ...rest }) => ({ ...rest, until: now + Number(days) * DAY }),
})
const VERB: Record<string, Key> = { verified: 'alert.verify', rectified: 'alert.rectify', rechecked: 'alert.recheck', closed: 'alert.close' }
/** The step of a case that is due. */
export const stepOf = (step: string): Act => ({
  name: `alert-step-${step}`, label: VERB[step] ?? 'alert.step', path: '/acts/alert-step', roles: hands, at: 'none',
  fields: [...on, { name: 'note', kind: 'long', label: 'alert.note' }], body: (v) => ({ ...v, step }),
})
