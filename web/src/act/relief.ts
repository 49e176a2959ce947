/** Acts of relief goods: on a holding, on a kit, on a lot of kits. Those on a kit are made from its bill of goods. */
import type { Kit, Lineage } from '../api/types'
import type { Key } from '../i18n'
import type { Act, Field } from './acts'
import type { Values } from './draft'

const halves = (v: unknown): [string, string] => { const [a = '', b = ''] = String(v ?? '').split('#'); return [a, b] }
const quantity: Field = { name: 'quantity', kind: 'quantity', label: 'kit.sets' }

export const INSPECT: Act = {
  name: 'relief-inspect', label: 'act.relief_inspect', path: '/acts/relief-inspect', roles: ['keeper'], at: 'none', offline: true,
  fields: [
    { name: 'lot', kind: 'text', label: 'depot.lot', fixed: true }, { name: 'position', kind: 'text', label: 'depot.position', fixed: true }, { name: 'inspected_on', kind: 'date', label: 'act.day' },
    { name: 'outcome', kind: 'choice', label: 'relief.outcome', options: ['good', 'repair', 'scrap'].map((k) => [k, `fitness.${k}` as Key] as const) },
    { name: 'faulty', kind: 'quantity', label: 'relief.faulty', hint: 'relief.faulty_hint', when: (v) => v.outcome === 'repair' || v.outcome === 'scrap' },
    { name: 'note', kind: 'long', label: 'relief.note', optional: true }, { name: 'photos', kind: 'photos', label: 'relief.photos', optional: true },
  ],
}

/** Lines of a bill of goods the form offers; the next shows when the one before is filled. */
const PARTS = 10
const partFields = Array.from({ length: PARTS }, (_, i): Field[] => {
  const shown = (v: Values) => i < 2 || !!v[`item_${i - 1}`]
  return [{ name: `item_${i}`, kind: 'item', label: 'kit.part', optional: i > 1, when: shown }, { name: `each_${i}`, kind: 'quantity', label: 'kit.each', when: (v) => (i < 2 || !!v[`item_${i}`]) && shown(v) }]
}).flat()

export const DEFINE: Act = {
  name: 'kit-define', label: 'act.kit_define', path: '/acts/kit-define', roles: ['depot_manager', 'bureau_officer'], at: 'none',
  fields: [{ name: 'name', kind: 'text', label: 'kit.name' }, { name: 'item', kind: 'item', label: 'kit.one' }, ...partFields],
  body: (v) => ({ name: v.name, item: v.item, parts: Array.from({ length: PARTS }, (_, i) => ({ item: v[`item_${i}`], quantity: v[`each_${i}`] })).filter((part) => part.item && part.quantity) }),
}

/** Putting kits of one bill together: each part from one lot, or the rest of it from a second. */
export const assembleOf = (kit: Kit, say: (zh: string, en?: string | null) => string): Act => ({
  name: `kit-assemble-${kit.code}`, label: 'act.kit_assemble', path: '/acts/kit-assemble', roles: ['keeper'], at: 'none',
  fields: [
    { name: 'kit', kind: 'text', label: 'kit.code', fixed: true }, quantity, { name: 'position', kind: 'position', label: 'act.to' },
    ...kit.parts.flatMap((part, i): Field[] => [
      { name: `from_${i}`, kind: 'holding', label: 'kit.from', title: say(part.item_name, part.item_name_en) },
      { name: `more_${i}`, kind: 'holding', label: 'kit.more_from', optional: true, when: (v) => !!v[`from_${i}`] },
      { name: `second_${i}`, kind: 'quantity', label: 'kit.more', when: (v) => !!v[`more_${i}`] },
    ]),
  ],
  body: (v) => ({ kit: v.kit, quantity: v.quantity, position: v.position, picks: kit.parts.flatMap((part, i) => {
    const [position, lot] = halves(v[`from_${i}`])
    const [other, second] = halves(v[`more_${i}`])
    const more = second ? Number(v[`second_${i}`] ?? 0) : 0
    const first = { position, lot, quantity: (part.quantity * Number(v.quantity ?? 0)) / 1000 - more }
    return more ? [first, { position: other, lot: second, quantity: more }] : [first]
  }) }),
})

/** Taking kits apart: what goes back to which of the lots they were made from. */
export const dismantleOf = (lineage: Lineage, say: (zh: string, en?: string | null) => string): Act => ({
  name: `kit-dismantle-${lineage.lot}`, label: 'act.kit_dismantle', path: '/acts/kit-dismantle', roles: ['keeper'], at: 'none',
  fields: [
    { name: 'holding', kind: 'holding', label: 'act.holding' }, quantity,
    ...lineage.made_from.flatMap((source, i): Field[] => [
      { name: `part_${i}`, kind: 'quantity', label: 'depot.quantity', title: `${say(source.item_name, source.item_name_en)} ${source.lot.slice(21)}`, optional: true },
      { name: `to_${i}`, kind: 'position', label: 'kit.back_to', when: (v) => !!v[`part_${i}`] },
    ]),
    { name: 'why', kind: 'long', label: 'act.why' },
  ],
  body: (v) => {
    const [position, lot] = halves(v.holding)
    return { lot, position, quantity: v.quantity, why: v.why, picks: lineage.made_from.flatMap((source, i) => (v[`part_${i}`] ? [{ lot: source.lot, position: v[`to_${i}`], quantity: v[`part_${i}`] }] : [])) }
  },
})
