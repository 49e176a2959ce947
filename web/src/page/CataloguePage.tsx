/** The catalogue of the public-property warehouse: what is idle and may be borrowed, as cards with pictures. */
import { Link } from '@tanstack/react-router'
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { LOAN_ASK } from '../act/property'
import { fileUrl } from '../api/client'
import { useItems, useList, useSession } from '../api/hooks'
import type { Asset } from '../api/types'
import { yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Picture } from '../part/Picture'
import { Answer, Head } from '../part/Panel'
import { useScope } from '../scope'

export function AssetCard({ asset, children }: { asset: Asset; children?: React.ReactNode }) {
  const { t, word, say } = useText()
  return (
    <article className="card good">
      <Link to="/assets/$asset" params={{ asset: asset.code }}><Picture hash={asset.photos[0]} name={asset.name} /><b>{asset.name}</b></Link>
      <div className="sec">{asset.spec || say(asset.item_name, asset.item_name_en)}</div>
      <div><span className="tag">{word('condition', asset.condition)}</span> <span className="sec">¥ {yuan(asset.worth)}</span></div>
      <div className="l2"><span>{asset.org_name}</span></div>
      <div className="l2"><span>{t('property.place')} {asset.place}</span></div>
      {children}
    </article>
  )
}

const SLOT = 'inrs.basket'
type Chosen = { code: string; org: string }

/** What was chosen for one request; kept in this tab, so that leaving the page loses nothing. */
function useBasket() {
  const [chosen, set] = useState<Chosen[]>(() => JSON.parse(sessionStorage.getItem(SLOT) ?? '[]') as Chosen[])
  const keep = (next: Chosen[]) => { sessionStorage.setItem(SLOT, JSON.stringify(next)); set(next) }
  return { chosen, keep }
}

export default function CataloguePage() {
  const { t, name } = useText()
  const { search, set } = useScope()
  const items = useItems()
  const user = useSession().data?.user
  const { chosen, keep } = useBasket()
  const { open, drawer } = useActDrawer()
  const lender = chosen[0]?.org
  const may = user && holds(user, ...LOAN_ASK.roles)
  const query = { item: search.item, words: search.q }
  const list = useList<Asset>('/catalogue', { ...query, limit: 48 })
  const kinds = (items.data?.items ?? []).filter((i) => i.code.startsWith('A0'))
  return (
    <>
      <Head title={t('menu.catalogue')}>
        <Input.Search allowClear defaultValue={search.q} placeholder={t('property.find')} aria-label={t('property.find')} onSearch={(q) => set({ q })} style={{ width: 240, maxWidth: '100%' }} />
        <Select allowClear value={search.item} placeholder={t('property.item')} aria-label={t('property.item')} onChange={(item) => set({ item })} options={kinds.map((i) => ({ value: i.code, label: name(i) }))} style={{ minWidth: 150 }} />
        <span className="sp" />
        <Button href={fileUrl('/export/catalogue.xlsx', query)}>{t('app.export')}</Button>
      </Head>
      <div className="page">
        {drawer}
        {chosen.length > 0 && <section className="p"><div className="in l2"><b>{t('basket.title', { n: chosen.length })}</b><span className="dim">{t('basket.hint')}</span><span className="sp" /><Button type="primary" onClick={() => open(LOAN_ASK, { lender, kind: 'loan', assets: chosen.map((x) => x.code).join(', ') })}>{t('basket.ask')}</Button><Button onClick={() => keep([])}>{t('basket.drop')}</Button></div></section>}
        <Answer ask={list} lines={8}>
          {(data) => {
            const assets = data.pages.flatMap((page) => page.items)
            return (
              <>
                {assets.length === 0 && <section className="p"><div className="in">{t('property.empty')}</div></section>}
                <div className="cards">{assets.map((a) => <AssetCard key={a.code} asset={a}>
                  {may && a.org !== user.org && (chosen.some((x) => x.code === a.code)
                    ? <Button size="small" onClick={() => keep(chosen.filter((x) => x.code !== a.code))}>{t('basket.drop')}</Button>
                    : <Button size="small" disabled={!!lender && lender !== a.org} title={lender && lender !== a.org ? t('basket.hint') : undefined} onClick={() => keep([...chosen, { code: a.code, org: a.org }])}>{t('basket.add')}</Button>)}
                </AssetCard>)}</div>
                <div className="in l2" aria-live="polite"><span>{t('app.shown', { n: assets.length })}</span>{list.hasNextPage && <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('app.more')}</Button>}</div>
              </>
            )
          }}
        </Answer>
      </div>
    </>
  )
}
