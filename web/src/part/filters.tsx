/** Filters above a list. What is chosen lives in the address, so that a list can be sent to somebody. */
import { useQuery } from '@tanstack/react-query'
import { Input, Select } from 'antd'
import { useDeferredValue, useState } from 'react'
import { get } from '../api/client'
import { useSession } from '../api/hooks'
import type { Organisation, Page } from '../api/types'
import { useText, type Key } from '../i18n'
import { holds } from '../menu'
import { useScope } from '../scope'

/** Who looks at other organisations than the own one. */
const WIDE = ['bureau_officer', 'bureau_approver', 'commander', 'auditor']

/** Whether the list shows only the own organisation, to somebody who may choose another: then an empty list says so. */
export function useOwnOnly() {
  const user = useSession().data?.user
  const { search } = useScope()
  return !!user && holds(user, ...WIDE) && !search.org && !search.q
}

/** Search text, `q` in the address. */
export function SearchFilter({ label, onFind }: { label: Key; onFind?: (q: string) => void }) {
  const { t } = useText()
  const { search, set } = useScope()
  return <Input.Search key={search.q} className="find" allowClear defaultValue={search.q} placeholder={t(label)} aria-label={t(label)} onSearch={onFind ?? ((q) => set({ q: q.trim() }))} />
}

/** One of some states, `tab` in the address. */
export function StateFilter({ states }: { states: string[] }) {
  const { t, word } = useText()
  const { search, set } = useScope()
  return <Select className="some" allowClear aria-label={t('app.status')} placeholder={t('app.status')} value={search.tab} onChange={(tab?: string) => set({ tab })} options={states.map((s) => ({ value: s, label: word('state', s) }))} />
}

/** The organisation whose rows are listed, `org` in the address; offered to those who look at others. Without a choice a list shows the own one. */
export function OrgFilter() {
  const { t } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  const [typed, setTyped] = useState('')
  const q = useDeferredValue(typed)
  const wide = !!user && holds(user, ...WIDE)
  const found = useQuery({ queryKey: ['/organisations', 'filter', q || search.org], queryFn: () => get<Page<Organisation>>('/organisations', { q: q || search.org, limit: 30 }), enabled: wide, placeholderData: (b) => b })
  if (!wide) return null
  const options = (found.data?.items ?? []).map((o) => ({ value: o.code, label: o.name }))
  return <Select className="find" allowClear showSearch={{ filterOption: false, onSearch: setTyped }} aria-label={t('depot.org')} placeholder={t('depot.org_pick')} value={search.org} onChange={(org?: string) => set({ org })} options={options} loading={found.isFetching} popupMatchSelectWidth={false} />
}
