/** Acts of checks: what who inspects does with a check, a position, a sheet, a finding; and what who is inspected reports. */
import type { Key } from '../i18n'
import { SHAPES, STACK, stackOf, type Act, type Field } from './acts'
import type { Values } from './draft'

const OFFICIALS = ['bureau_officer', 'bureau_approver', 'commander', 'keeper', 'tester', 'weigher', 'statistician', 'accountant']
const code: Field = { name: 'check', kind: 'text', label: 'check.code', fixed: true }
const finding: Field = { name: 'finding', kind: 'text', label: 'finding.code', fixed: true }
const photos: Field = { name: 'photos', kind: 'photos', label: 'property.photos', optional: true }
const why: Field = { name: 'why', kind: 'long', label: 'act.why' }
const choices = (prefix: string, values: readonly string[]) => values.map((v) => [v, `${prefix}.${v}` as Key] as const)
const random = (v: Values) => v.kind === 'random'

export const CHECK_OPEN: Act = { name: 'check-open', label: 'act.check_open', path: '/acts/check-open', roles: ['bureau_officer'], at: 'none', fields: [
  { name: 'kind', kind: 'choice', label: 'check.kind', options: choices('check', ['spring', 'autumn', 'random']) }, { name: 'authority', kind: 'text', label: 'check.authority' },
  { name: 'cutoff', kind: 'date', label: 'check.cutoff' }, { name: 'due', kind: 'date', label: 'check.due' }, { name: 'sites', kind: 'sites', label: 'check.site' }, { name: 'inspectors', kind: 'inspectors', label: 'check.inspectors' },
  { name: 'objects_wanted', kind: 'integer', label: 'check.objects_wanted', when: random }, { name: 'inspectors_wanted', kind: 'integer', label: 'check.inspectors_wanted', when: random },
  { name: 'instead_of', kind: 'text', label: 'check.instead_of', optional: true, when: random },
] }
/** Acts on a whole check, by its state. */
export const CHECK_ACTS: readonly { states: readonly string[]; act: Act }[] = [
  { states: ['committed'], act: { name: 'check-draw', label: 'act.check_draw', path: '/acts/check-draw', roles: ['bureau_approver'], at: 'none', fields: [code, { name: 'words', kind: 'text', label: 'check.words', hint: 'check.words_hint' }] } },
  { states: ['running'], act: { name: 'check-close', label: 'act.check_close', path: '/acts/check-close', roles: ['bureau_officer'], at: 'none', fields: [code] } },
  { states: ['committed', 'running'], act: { name: 'check-withdraw', label: 'act.check_withdraw', path: '/acts/check-withdraw', roles: ['bureau_officer', 'bureau_approver'], at: 'none', fields: [code, why] } },
]

const by = (...hows: string[]) => (v: Values) => hows.includes(String(v.how))
const measured = (f: Field): Field => ({ ...f, when: (v) => v.how === 'volume' && (!f.when || f.when(v)) })
/** A sheet at a position: measured as a stack, counted, or empty. It may wait on the phone for a network. */
export const CHECK_SHEET: Act = { name: 'check-sheet', label: 'act.check_sheet', path: '/acts/check-sheet', roles: OFFICIALS, at: 'none', offline: true,
  fields: [
    code, { name: 'position', kind: 'text', label: 'depot.position', fixed: true }, { name: 'how', kind: 'choice', label: 'check.how', options: choices('how', ['volume', 'count', 'empty']) }, { name: 'lot', kind: 'lying', label: 'depot.lot', when: by('volume', 'count') },
    measured(SHAPES), ...STACK.map(measured), ...([{ name: 'deductions', kind: 'quantity', label: 'stack.deductions', optional: true }, { name: 'test_weight', kind: 'integer', label: 'stack.test_weight' }, { name: 'factor', kind: 'factor', label: 'stack.factor' }, { name: 'moisture_in', kind: 'moisture', label: 'stack.moisture_in', hint: 'check.moisture_in_hint', optional: true }, { name: 'moisture_now', kind: 'moisture', label: 'stack.moisture_now' }] as Field[]).map(measured),
    { name: 'counted', kind: 'quantity', label: 'check.counted', when: by('count') }, { name: 'sample', kind: 'text', label: 'check.sample', optional: true }, photos, { name: 'note', kind: 'long', label: 'check.note', optional: true },
  ],
  body: ({ check, position, lot, how, counted, sample, photos: pictures, note, deductions, test_weight, factor, moisture_in, moisture_now, ...stack }) => ({
    check, position, lot, sample, note, photos: pictures ?? [], ...(how === 'count' ? { counted } : {}),
    ...(how === 'volume' ? { volume: { stack: stackOf(stack), deductions: deductions ?? 0, test_weight, factor, moisture_in, moisture_now } } : {}),
  }) }
export const CHECK_SIGN: Act = { name: 'check-sign', label: 'act.check_sign', path: '/acts/check-sign', roles: OFFICIALS, at: 'none', fields: [code, { name: 'sheet', kind: 'integer', label: 'check.sheets', fixed: true }] }
export const FINDING_OPEN: Act = { name: 'finding-open', label: 'act.finding_open', path: '/acts/finding-open', roles: OFFICIALS, at: 'none', offline: true,
  fields: [code, { name: 'position', kind: 'text', label: 'depot.position', fixed: true }, { name: 'sheet', kind: 'integer', label: 'check.sheets', fixed: true, optional: true }, { name: 'rule', kind: 'text', label: 'finding.rule', hint: 'finding.rule_hint', optional: true }, { name: 'gravity', kind: 'choice', label: 'finding.serious', options: choices('finding', ['general', 'grave']) }, { name: 'words', kind: 'long', label: 'finding.words' }, photos, { name: 'due', kind: 'date', label: 'finding.due' }],
  body: ({ gravity, ...v }) => ({ ...v, serious: gravity === 'grave' }) }
export const FINDING_MEND: Act = { name: 'finding-mend', label: 'act.finding_mend', path: '/acts/finding-mend', roles: ['depot_manager', 'statistician', 'bureau_officer'], at: 'none', offline: true, fields: [finding, { name: 'words', kind: 'long', label: 'finding.mending' }, photos] }
export const FINDING_RECHECK: Act = { name: 'finding-recheck', label: 'act.finding_recheck', path: '/acts/finding-recheck', roles: OFFICIALS, at: 'none',
  fields: [finding, { name: 'outcome', kind: 'choice', label: 'finding.accepted', options: choices('finding', ['yes', 'no']) }, { name: 'words', kind: 'long', label: 'finding.recheck' }, photos, { name: 'due', kind: 'date', label: 'finding.due_again', when: (v) => v.outcome === 'no' }],
  body: ({ outcome, ...v }) => ({ ...v, accepted: outcome === 'yes' }) }
