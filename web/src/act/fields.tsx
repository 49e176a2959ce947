/** One input per kind of field. Look-ups ask the server as one types; numbers are typed as text and checked exactly. */
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { get, type Query } from '../api/client'
import { useItems, useNatures, usePosition } from '../api/hooks'
import { useNames } from '../api/names'
import type * as T from '../api/types'
import { decimal, unitName } from '../format'
import { useText } from '../i18n'
import { ROLES } from '../menu'
import type { Field, Kind } from './acts'
import { PLACES } from './body'
import type { Values } from './draft'
import { Indicators } from './Indicators'
import { Layers } from './Layers'
import { Photos } from './Photos'

type Control = { value?: string; onChange?: (v: string | undefined) => void; id?: string }
type Option = { value: string; label: string }

/** Select whose options come from a list endpoint, narrowed by `q`; a row may offer several. */
function Lookup<D>({ path, query, options: of, ...c }: Control & { path: string; query?: Query; options: (row: D) => Option[] }) {
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q)
  const found = useQuery({ queryKey: [path, 'lookup', query, asked], queryFn: () => get<T.Page<D>>(path, { ...query, q: asked, limit: 30 }), staleTime: 10_000, placeholderData: (b) => b })
  const options = (found.data?.items ?? []).flatMap(of)
  if (c.value && !options.some((o) => o.value === c.value)) options.unshift({ value: c.value, label: c.value })
  return <Select id={c.id} value={c.value} onChange={c.onChange} allowClear showSearch={{ filterOption: false, onSearch: setQ }} options={options} loading={found.isFetching} popupMatchSelectWidth={false} styles={{ popup: { root: { maxWidth: '96vw' } } }} />
}

/** The same for several at once. */
function Many<D>({ path, options: of, ...c }: Control & { path: string; options: (row: D) => Option[] }) {
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q)
  const found = useQuery({ queryKey: [path, 'lookup', asked], queryFn: () => get<T.Page<D>>(path, { q: asked, limit: 100 }), staleTime: 10_000, placeholderData: (b) => b })
  return <Select mode="multiple" id={c.id} value={c.value as never} onChange={c.onChange as never} showSearch={{ optionFilterProp: 'label', onSearch: setQ }} options={(found.data?.items ?? []).flatMap(of)} loading={found.isFetching} popupMatchSelectWidth={false} styles={{ popup: { root: { maxWidth: '96vw' } } }} />
}

/** A lot that lies at the position the form is about; asked once, so that a phone without a network still has it. */
function Lying({ position, ...c }: Control & { position: string }) {
  const { lang } = useText()
  const names = useNames()
  const found = usePosition(position)
  return <Select id={c.id} value={c.value} onChange={c.onChange} options={(found.data?.lots ?? []).map((l) => ({ value: l.lot, label: join(names.item(l.item, l.item_name), `${decimal(l.quantity)} ${unitName(l.unit, lang)}`, l.lot.slice(21)) }))} loading={found.isFetching} popupMatchSelectWidth={false} />
}

const join = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')

export function Coded({ kind, field, values, ...c }: Control & { kind: Kind; field: Field; values: Values }) {
  const { name, t, word, lang } = useText()
  const names = useNames()
  const items = useItems()
  const natures = useNatures()
  const fixed = (rows: T.Named[]) => <Select id={c.id} value={c.value} onChange={c.onChange} allowClear showSearch={{ optionFilterProp: 'label' }} options={rows.map((r) => ({ value: r.code, label: r.name === r.code ? r.code : `${name(r)} ${r.code}` }))} popupMatchSelectWidth={false} />
  const item = items.data?.items.find((i) => i.code === values.item)
  switch (kind) {
    case 'item': return fixed(items.data?.items ?? [])
    case 'nature': return fixed((natures.data?.items ?? []).filter((n) => !item || item.natures.includes(n.code)))
    case 'owner': return fixed(natures.data?.items.find((n) => n.code === values.nature)?.owner_levels ?? [])
    case 'grade': return fixed(item?.grades ?? [])
    case 'position': return <Lookup<T.Position> {...c} path="/positions" query={field.query} options={(p) => [{ value: p.code, label: join(p.name, p.code.slice(18), p.lots.length ? null : t('depot.empty'), ...p.lots.map((l) => `${names.item(l.item, l.item_name)} ${decimal(l.quantity)} ${unitName(l.unit, lang)}`)) }]} />
    case 'holding': return <Lookup<T.Position> {...c} path="/positions" query={field.query} options={(p) => p.lots.map((l) => ({ value: `${p.code}#${l.lot}`, label: join(p.name, p.code.slice(18), names.item(l.item, l.item_name), `${decimal(l.quantity)} ${unitName(l.unit, lang)}`, l.lot.slice(21)) }))} />
    case 'site': return <Lookup<T.Site> {...c} path="/sites" query={field.query} options={(s) => [{ value: s.code, label: join(s.name, names.region(s.region, s.region_name), s.code) }]} />
    case 'sites': return <Many<T.Site> {...c} path="/sites" options={(s) => [{ value: s.code, label: join(s.name, s.org_name, s.code) }]} />
    case 'inspectors': return <Many<T.Colleague> {...c} path="/inspectors" options={(p) => [{ value: p.user, label: join(p.name, p.user, ...p.roles.map((r) => word('role', r))) }]} />
    case 'lying': return <Lying {...c} position={String(values.position ?? '')} />
    case 'pool': return <Lookup<T.Pool> {...c} path="/pools" query={field.query} options={(p) => [{ value: p.code, label: join(p.name, word('pool', p.kind), word('level', p.level), p.code.slice(18)) }]} />
    case 'org': return <Lookup<T.Organisation> {...c} path="/organisations" query={field.query} options={(o) => [{ value: o.code, label: join(o.name, names.region(o.region, o.region_name), o.code) }]} />
    case 'lot': return <Lookup<T.Lot> {...c} path="/lots" query={field.query} options={(l) => [{ value: l.lot, label: join(names.item(l.item, l.item_name), `${decimal(l.quantity)} ${unitName(l.unit, lang)}`, l.lot) }]} />
    case 'region': return <Lookup<T.Region> {...c} path="/regions" query={field.query} options={(r) => [{ value: r.code, label: join(names.division(r.code, r.name), r.code) }]} />
    case 'directive': return <Lookup<T.Directive> {...c} path="/directives" query={field.query} options={(d) => d.lines.map((l) => ({ value: `${d.code}#${l.line}`, label: join(names.item(l.item, l.item_name), names.nature(l.nature, l.nature_name), `${decimal(l.quantity - l.used)} ${unitName(l.unit, lang)}`, `${d.code} #${l.line}`) }))} />
    case 'consignment': return <Lookup<T.Transit> {...c} path="/consignments" query={field.query} options={(x) => x.lines.map((l) => ({ value: `${x.code}#${l.line}`, label: join(x.from_name, names.item(l.item, l.item_name), `${decimal(l.in_transit)} ${unitName(l.unit, lang)}`, `${x.code} #${l.line}`) }))} />
    case 'notice': return <Lookup<T.Notice> {...c} path="/notices" query={field.query} options={(n) => [{ value: n.code, label: join(t(n.direction === 'in' ? 'gate.in' : 'gate.out'), n.counterpart, names.item(n.item, n.item_name), `${decimal(n.quantity - n.done)} ${unitName(n.unit, lang)}`, n.code.slice(21)) }]} />
    default: return null
  }
}

const SUFFIX: Partial<Record<Kind, string>> = { kilograms: 'kg', metres: 'm', celsius: '℃', moisture: '%', rate: '%', yuan: '¥' }

/** The input for a field. */
export function Control({ field, values, ...c }: Control & { field: Field; values: Values }) {
  const { t, word } = useText()
  const typed = (extra: object) => <Input id={c.id} value={c.value} onChange={(e) => c.onChange?.(e.target.value)} {...extra} />
  if (PLACES[field.kind] !== undefined) return typed({ inputMode: PLACES[field.kind] ? 'decimal' : 'numeric', autoComplete: 'off', suffix: SUFFIX[field.kind] })
  switch (field.kind) {
    case 'text': return typed({})
    case 'long': return <Input.TextArea id={c.id} value={c.value} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} onChange={(e) => c.onChange?.(e.target.value)} />
    case 'date': return typed({ type: 'date' })
    case 'choice': return <Select id={c.id} value={c.value} onChange={c.onChange} allowClear={field.optional} options={field.options?.map(([value, key]) => ({ value, label: t(key) })) ?? []} />
    case 'role':
    case 'roles': return <Select id={c.id} value={c.value as never} onChange={c.onChange as never} mode={field.kind === 'roles' ? 'multiple' : undefined} options={ROLES.map((r) => ({ value: r, label: word('role', r) }))} showSearch={{ optionFilterProp: 'label' }} />
    case 'regions': return <Select id={c.id} value={c.value as never} onChange={c.onChange as never} mode="tags" tokenSeparators={[' ', ',', '，']} open={false} />
    case 'photos': return <Photos id={c.id} value={c.value as never} onChange={c.onChange as never} most={6} />
    case 'photo': return <Photos id={c.id} value={c.value ? [c.value] : []} onChange={(hashes) => c.onChange?.(hashes?.at(-1))} most={1} />
    case 'layers': return <Layers id={c.id} value={c.value as never} onChange={c.onChange as never} />
    case 'indicators': return <Indicators item={values.item as string | undefined} lot={values.lot as string | undefined} judged={field.judged} value={c.value as never} onChange={c.onChange as never} />
    default: return <Coded kind={field.kind} field={field} values={values} {...c} />
  }
}
