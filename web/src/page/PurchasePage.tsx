/** One request to buy: may money be released, and the search that says why, part by part. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { PURCHASE_OVERRIDE } from '../act/property'
import { usePurchase, useSession } from '../api/hooks'
import type { Match } from '../api/types'
import { instant, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Picture } from '../part/Picture'
import { GateTag } from './PurchaseListPage'

const PARTS = [['class', 'purchase.class'], ['words', 'purchase.word'], ['quality', 'purchase.quality'], ['near', 'purchase.near'], ['life', 'purchase.life']] as const

function MatchCard({ match }: { match: Match }) {
  const { t } = useText()
  return (
    <article className="card good">
      <Link to="/assets/$asset" params={{ asset: match.asset }}><Picture hash={match.photo ?? undefined} name={match.name ?? match.asset} /><b>{match.name ?? match.asset.slice(18)}</b></Link>
      <div className="sec">{match.spec}</div>
      <div className="l2"><span>{match.org_name}</span></div>
      <div><b>{t('purchase.score')} {match.score}</b></div>
      {PARTS.map(([part, label]) => <div key={part} className="part"><span>{t(label)}</span><span className="line"><i style={{ width: `${match[part] / 10}%` }} /></span><span className="num">{match[part]}</span></div>)}
    </article>
  )
}

export default function PurchasePage() {
  const { t, say } = useText()
  const { purchase: code } = useParams({ strict: false }) as { purchase: string }
  const purchase = usePurchase(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const head = purchase.data?.head
  const may = user && head?.gate === 'matched' && head.asked_by !== user.id && holds(user, ...PURCHASE_OVERRIDE.roles)
  return (
    <>
      <Head title={`${t('purchase.code')} ${code.slice(18)}`}>{head && <GateTag gate={head.gate} />}<span className="sp" />{may && <Button type="primary" onClick={() => open(PURCHASE_OVERRIDE, { purchase: code })}>{t(PURCHASE_OVERRIDE.label)}</Button>}</Head>
      <div className="page">
        {drawer}
        <Answer ask={purchase}>
          {(p) => (
            <>
              <Panel title={<span data-testid="release" data-release={p.release} className={p.release ? 'ok' : 'red'}>{p.release ? `✓ ${t('purchase.release')}` : `✕ ${t('purchase.blocked')}`}</span>} hint={t('purchase.now', { n: p.serving_now })}>
                <Facts rows={[
                  [t('property.item'), `${p.head.item} ${say(p.head.item_name, p.head.item_name_en)}`], [t('property.spec'), p.head.words], [t('purchase.quantity'), `${p.head.quantity} ${t('property.pieces')}`], [t('purchase.price'), `¥ ${yuan(p.head.price)}`], [t('purchase.needed'), p.head.needed_on], [t('purchase.days'), p.head.days], [t('loan.purpose'), p.head.purpose],
                  [t('purchase.considered'), p.head.considered], [t('purchase.covers'), `${p.head.covers} / ${p.head.quantity}`], [t('purchase.plea'), p.head.plea], [t('loan.asked'), `${instant(p.head.asked_at)} ${p.head.asked_by}`], [t('loan.decided'), p.head.decided_by], [t('act.why'), p.head.reason],
                ]} />
              </Panel>
              <Panel title={t('purchase.matches')} hint={t('purchase.weights')}>{p.matches.length ? <div className="cards">{p.matches.map((m) => <MatchCard key={m.asset} match={m} />)}</div> : t('purchase.none')}</Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
