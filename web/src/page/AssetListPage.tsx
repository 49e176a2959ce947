/** The assets of the own organisation in every state, and taking new ones in. */
import { Link } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { ASSET_STATES, PROPERTY_ACTS } from '../act/property'
import { useSession } from '../api/hooks'
import type { Asset } from '../api/types'
import { yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export default function AssetListPage() {
  const { t, word, say } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<Asset>
      title={t('menu.assets')} path="/assets" query={{ org: search.org, state: search.tab, words: search.q }} rowKey={(a) => a.code} exportList="assets" exportQuery={{ org: search.org }}
      filters={<>
        <Input.Search allowClear defaultValue={search.q} placeholder={t('property.find')} aria-label={t('property.find')} onSearch={(q) => set({ q })} style={{ width: 220, maxWidth: '100%' }} />
        <Select allowClear value={search.tab} placeholder={t('property.state')} aria-label={t('property.state')} onChange={(tab) => set({ tab })} options={ASSET_STATES.map((s) => ({ value: s, label: word('asset', s) }))} style={{ minWidth: 130 }} />
      </>}
      actions={PROPERTY_ACTS.filter((a) => (a.name === 'asset-receive' || a.name === 'pool-register') && user && holds(user, ...a.roles)).map((a) => <Link key={a.name} to="/act/$act" params={{ act: a.name }}><Button type={a.name === 'asset-receive' ? 'primary' : 'default'}>{t(a.label)}</Button></Link>)}
      columns={[
        { title: t('property.code'), show: (a) => <Link to="/assets/$asset" params={{ asset: a.code }} className="code">{a.code.slice(18)}</Link> }, { title: t('property.name'), show: (a) => a.name }, { title: t('property.spec'), show: (a) => a.spec }, { title: t('property.item'), show: (a) => say(a.item_name, a.item_name_en) },
        { title: t('property.state'), show: (a) => <span className={`tag ${a.state === 'missing' ? 'red' : a.state === 'repair' || a.state === 'disposing' ? 'amb' : ''}`}>{word('asset', a.state)}</span> }, { title: t('property.condition'), show: (a) => word('condition', a.condition) }, { title: t('property.title'), show: (a) => word('title', a.title) },
        { title: t('property.place'), show: (a) => a.place }, { title: t('property.price'), show: (a) => yuan(a.price), num: true }, { title: t('property.worth'), show: (a) => yuan(a.worth), num: true }, { title: t('property.life'), show: (a) => a.life_ends_on ?? t('property.life_unknown') }, { title: t('property.since'), show: (a) => a.since },
      ]}
    />
  )
}
