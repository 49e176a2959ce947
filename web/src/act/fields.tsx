/** One input per kind of field. Look-ups ask the server as one types; numbers are typed as text and checked exactly. */
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { get, type Query } from '../api/client'
import { useItems, useNatures } from '../api/hooks'
import type * as T from '../api/types'
import { decimal } from '../format'
import { useText } from '../i18n'
import type { Field, Kind } from './acts'

type Control = { value?: string; onChange?: (v: string | undefined) => void; id?: string }
type Option = { value: string; label: string }

/** Select whose options come from a list endpoint, narrowed by `q`. */
function Lookup<D>({ path, query, option, ...c }: Control & { path: string; query?: Query; option: (row: D) => Option }) {
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q)
  const found = useQuery({ queryKey: [path, 'lookup', query, asked], queryFn: () => get<T.Page<D>>(path, { ...query, q: asked, limit: 30 }), staleTime: 10_000, placeholderData: (b) => b })
  const options = (found.data?.items ?? []).map(option)
  if (c.value && !options.some((o) => o.value === c.value)) options.unshift({ value: c.value, label: c.value })
  return <Select id={c.id} value={c.value} onChange={c.onChange} allowClear showSearch={{ filterOption: false, onSearch: setQ }} options={options} loading={found.isFetching} popupMatchSelectWidth={false} />
}

const join = (...parts: (string | null | undefined)[]) => parts.filter(Boolean).join(' · ')

export function Coded({ kind, field, ...c }: Control & { kind: Kind; field: Field }) {
  const { name, t } = useText()
  const items = useItems()
  const natures = useNatures()
  const still = (rows: T.Named[]) => <Select id={c.id} value={c.value} onChange={c.onChange} allowClear showSearch={{ optionFilterProp: 'label' }} options={rows.map((r) => ({ value: r.code, label: name(r) }))} popupMatchSelectWidth={false} />
  switch (kind) {
    case 'item': return still(items.data?.items ?? [])
    case 'nature': return still(natures.data?.items ?? [])
    case 'position': return <Lookup<T.Position> {...c} path="/positions" query={field.query} option={(p) => ({ value: p.code, label: join(p.site_name, p.name, p.item_name ?? t('depot.empty'), p.item ? `${decimal(p.quantity)} ${p.unit}` : null) })} />
    case 'site': return <Lookup<T.Site> {...c} path="/sites" query={field.query} option={(s) => ({ value: s.code, label: join(s.name, s.region_name) })} />
    case 'org': return <Lookup<T.Organisation> {...c} path="/organisations" query={field.query} option={(o) => ({ value: o.code, label: join(o.name, o.region_name) })} />
    case 'lot': return <Lookup<T.Lot> {...c} path="/lots" query={field.query} option={(l) => ({ value: l.code, label: join(l.item_name, l.site_name, l.code) })} />
    case 'region': return <Lookup<T.Region> {...c} path="/regions" query={field.query} option={(r) => ({ value: r.code, label: join(r.name, r.code) })} />
    case 'directive': return <Lookup<T.Directive> {...c} path="/directives" query={field.query} option={(d) => ({ value: d.code, label: join(d.item_name, `${decimal(d.quantity - d.used)} ${d.unit}`, d.code) })} />
    case 'consignment': return <Lookup<T.Transit> {...c} path="/consignments" query={field.query} option={(x) => ({ value: x.code, label: join(x.from_name, x.item_name, `${decimal(x.quantity - x.arrived)} ${x.unit}`, x.code) })} />
    default: return null
  }
}

/** The input for a field. */
export function Control({ field, ...c }: Control & { field: Field }) {
  const { t } = useText()
  const typed = (extra: object) => <Input id={c.id} value={c.value} onChange={(e) => c.onChange?.(e.target.value)} {...extra} />
  switch (field.kind) {
    case 'text': return typed({})
    case 'long': return <Input.TextArea id={c.id} value={c.value} autoSize={{ minRows: 2, maxRows: 6 }} maxLength={500} onChange={(e) => c.onChange?.(e.target.value)} />
    case 'quantity':
    case 'yuan': return typed({ inputMode: 'decimal', autoComplete: 'off' })
    case 'kilograms':
    case 'integer': return typed({ inputMode: 'numeric', autoComplete: 'off', suffix: field.kind === 'kilograms' ? 'kg' : undefined })
    case 'date': return typed({ type: 'date' })
    case 'code6': return typed({ inputMode: 'numeric', maxLength: 6, autoComplete: 'one-time-code' })
    case 'choice': return <Select id={c.id} value={c.value} onChange={c.onChange} allowClear={field.optional} options={field.options?.map(([value, key]) => ({ value, label: t(key) })) ?? []} />
    default: return <Coded kind={field.kind} field={field} {...c} />
  }
}
