/** The card of one asset: pictures, what is known of it, labels, and the acts that change it. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ASSET_ACTS } from '../act/property'
import { fileUrl } from '../api/client'
import { useAsset, useSession } from '../api/hooks'
import { yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Picture } from '../part/Picture'
import { ProofBadge } from '../part/ProofBadge'

export default function AssetPage() {
  const { t, word, say } = useText()
  const { asset: code } = useParams({ strict: false }) as { asset: string }
  const asset = useAsset(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const own = user && asset.data?.org === user.org
  return (
    <>
      <Head title={asset.data?.name ?? code}>
        {asset.data && <span className="tag">{word('asset', asset.data.state)}</span>}
        <span className="sp" />
        {own && <><Button href={fileUrl('/assets/labels.pdf', { assets: code })} target="_blank">{t('property.labels_a4')}</Button><Button href={fileUrl('/assets/labels.pdf', { assets: code, stock: 'roll' })} target="_blank">{t('property.labels_roll')}</Button></>}
        {own && ASSET_ACTS.filter((a) => holds(user, ...a.roles)).map((a) => <Button key={a.name} onClick={() => open(a, { asset: code })}>{t(a.label)}</Button>)}
      </Head>
      <div className="page">
        {drawer}
        <Answer ask={asset}>
          {(a) => (
            <>
              {a.photos.length > 0 && <section className="p"><div className="in pick">{a.photos.map((h) => <span key={h} className="shot"><Picture hash={h} name={a.name} /></span>)}</div></section>}
              <Panel title={t('property.code')} hint={<span className="code">{a.code}</span>}>
                <Facts rows={[
                  [t('property.item'), `${a.item} ${say(a.item_name, a.item_name_en)}`], [t('property.spec'), a.spec], [t('property.org'), a.org_name], [t('property.title'), word('title', a.title)], [t('property.intake'), word('intake', a.intake)], [t('property.origin'), a.origin], [t('property.purpose'), a.purpose],
                  [t('property.condition'), word('condition', a.condition)], [t('property.place'), a.place], [t('property.price'), `¥ ${yuan(a.price)}`], [t('property.worth'), `¥ ${yuan(a.worth)}`], [t('property.acquired'), a.acquired_on], [t('property.life'), a.life_ends_on ?? t('property.life_unknown')],
                  [t('property.keeper'), a.keeper], [t('property.handler'), a.handler], [t('property.holder'), a.holder_name], [t('property.since'), a.since],
                  [t('property.facts'), <span key="r"><Link to="/books/$org/$index" params={{ org: a.org, index: String(a.received_index) }}>#{a.received_index}</Link> {own && <ProofBadge org={a.org} index={a.received_index} />}</span>], [t('property.last'), <Link key="l" to="/books/$org/$index" params={{ org: a.org, index: String(a.index) }}>#{a.index}</Link>],
                ]} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
