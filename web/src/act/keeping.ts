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

const job = { name: 'job', kind: 'text', label: 'job.code', fixed: true } as const
const gas = [{ name: 'oxygen', kind: 'moisture', label: 'keeping.oxygen' }, { name: 'phosphine', kind: 'quantity', label: 'keeping.phosphine' }, { name: 'carbon_dioxide', kind: 'integer', label: 'keeping.co2', optional }] as const
const fumigation = (v: Record<string, unknown>) => v.kind === 'fumigation'

export const JOB_PLAN: Act = {
  name: 'job-plan', label: 'job.plan', path: '/acts/job-plan', roles: ['keeper'], at: 'none', fields: [
    { name: 'position', kind: 'position', label: 'depot.position' }, { name: 'kind', kind: 'choice', label: 'job.kind', options: [['fumigation', 'job.fumigation'], ['aeration', 'job.aeration']] },
    { name: 'method', kind: 'text', label: 'job.method' }, { name: 'agent', kind: 'text', label: 'job.agent', when: fumigation }, { name: 'dose', kind: 'integer', label: 'job.dose', when: fumigation },
    { name: 'interval_days', kind: 'integer', label: 'act.interval', hint: 'act.interval_hint', when: fumigation }, { name: 'planned_on', kind: 'date', label: 'job.planned_on' },
  ],
}
type Step = { act: Act; states: string[]; kind?: string; preset?: () => Record<string, unknown> }
const step = (name: string, roles: string[], fields: Act['fields'] = [], more: Partial<Act> = {}): Act => ({ name: `job-${name}`, label: `job.${name}` as Act['label'], path: `/acts/job-${name}`, roles, at: 'none', fields: [job, ...fields], ...more })
const why = { name: 'why', kind: 'long', label: 'act.why' } as const
/** What may be done to a job in which state; the server decides. */
export const JOB_STEPS: Step[] = [
  { act: step('approve', ['depot_manager']), states: ['planned'] },
  { act: step('start', ['keeper']), states: ['approved'], kind: 'fumigation' },
  { act: { ...step('start', ['keeper'], [{ name: 'temperature', kind: 'celsius', label: 'keeping.air' }, { name: 'humidity', kind: 'integer', label: 'keeping.air_humidity' }, { ...why, label: 'job.why_now', optional }]), name: 'job-start-air' }, states: ['approved'], kind: 'aeration' },
  { act: step('read', ['keeper'], gas.map((g) => ({ ...g, optional })), { offline: true }), states: ['running', 'ended'], kind: 'fumigation' },
  { act: { ...step('read', ['keeper'], [{ name: 'mean', kind: 'celsius', label: 'job.mean' }], { offline: true }), name: 'job-read-air' }, states: ['running'], kind: 'aeration' },
  { act: step('end', ['keeper'], [{ name: 'ended_on', kind: 'date', label: 'job.ended_on' }]), states: ['running'], preset: () => ({ ended_on: today() }) },
  { act: step('clear', ['keeper', 'depot_manager'], gas), states: ['ended'] },
  { act: step('withdraw', ['keeper', 'depot_manager'], [why]), states: ['planned', 'approved'] },
]
