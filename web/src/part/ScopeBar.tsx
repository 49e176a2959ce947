/** One scope for every panel, in the address: region › item › nature › owner level. */
import { Button, Select } from 'antd'
import { useItems, useNatures, useRegions } from '../api/hooks'
import { useNames } from '../api/names'
import { useText } from '../i18n'
import { regionChain, useScope } from '../scope'

const OWNERS = ['central', 'province', 'city', 'county', 'town', 'enterprise', 'society', 'undecided']
const same = (input: string, o?: { label?: unknown }) => String(o?.label ?? '').toLowerCase().includes(input.toLowerCase())

function RegionSelect({ level, parent, value, onPick }: { level: 0 | 1 | 2; parent?: string; value?: string; onPick: (code?: string) => void }) {
  const { t } = useText()
  const names = useNames()
  const regions = useRegions(parent)
  const words = ['scope.province', 'scope.prefecture', 'scope.county'] as const
  const options = (regions.data?.items ?? []).map((r) => ({ value: r.code, label: names.division(r.code, r.name) }))
  if (level > 0 && !options.length) return null
  return <Select showSearch={{ filterOption: same }} allowClear aria-label={t(words[level])} placeholder={level === 0 ? t('scope.nation') : t(words[level])} value={value} options={options} onChange={(v?: string) => onPick(v ?? parent)} style={{ minWidth: 108 }} popupMatchSelectWidth={false} />
}

export function RegionPicker() {
  const { scope, set } = useScope()
  const [province, second, third] = regionChain(scope.region)
  const pick = (region?: string) => set({ region })
  return (
    <>
      <RegionSelect level={0} value={province} onPick={pick} />
      {province && <><span aria-hidden>›</span><RegionSelect key={province} level={1} parent={province} value={second} onPick={pick} /></>}
      {second && <><span aria-hidden>›</span><RegionSelect key={second} level={2} parent={second} value={third} onPick={pick} /></>}
    </>
  )
}

export function ScopeBar({ only = ['region', 'item', 'nature', 'owner'] }: { only?: ('region' | 'item' | 'nature' | 'owner')[] }) {
  const { t, name, word } = useText()
  const { scope, set } = useScope()
  const items = useItems()
  const natures = useNatures()
  const choice = { showSearch: { filterOption: same }, allowClear: true, style: { minWidth: 112 }, popupMatchSelectWidth: false } as const
  return (
    <>
      {only.includes('region') && <RegionPicker />}
      {only.includes('item') && <Select {...choice} aria-label={t('scope.item')} placeholder={t('scope.item')} value={scope.item} onChange={(item?: string) => set({ item })} options={items.data?.items.map((i) => ({ value: i.code, label: name(i) })) ?? []} />}
      {only.includes('nature') && <Select {...choice} aria-label={t('scope.nature')} placeholder={t('scope.nature')} value={scope.nature} onChange={(nature?: string) => set({ nature })} options={natures.data?.items.map((n) => ({ value: n.code, label: name(n) })) ?? []} />}
      {only.includes('owner') && <Select {...choice} aria-label={t('scope.owner')} placeholder={t('scope.owner')} value={scope.owner} onChange={(owner?: string) => set({ owner })} options={OWNERS.map((o) => ({ value: o, label: word('owner', o) }))} />}
      {only.some((f) => scope[f]) && <Button size="small" type="text" onClick={() => set({ region: undefined, item: undefined, nature: undefined, owner: undefined })}>{t('scope.clear')}</Button>}
    </>
  )
}
