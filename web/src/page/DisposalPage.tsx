/** One disposal: who asked, appraised, approved, carried out and paid in; its things; the next step for whoever looks at it. */
import { Link, useParams } from '@tanstack/react-router'
import { DISPOSAL_ACTS } from '../act/disposal'
import { useDisposal } from '../api/hooks'
import type { DisposalLine } from '../api/types'
import { yuan } from '../format'
import { useText } from '../i18n'
import { DetailPage } from '../part/DetailPage'
import { Facts, Panel } from '../part/Panel'
import { Picture } from '../part/Picture'
import { Rows } from '../part/ListPage'
import { DisposalState } from './DisposalListPage'

export default function DisposalPage() {
  const { t, word } = useText()
  const { disposal: code } = useParams({ strict: false }) as { disposal: string }
  const disposal = useDisposal(code)
  return (
    <DetailPage title={`${t('disposal.code')} ${code.slice(18)}`} ask={disposal} tools={disposal.data && <DisposalState disposal={disposal.data.head} />}
      offers={({ head }) => DISPOSAL_ACTS.filter((a) => a.states.includes(head.state) && (a.act.name !== 'disposal-approve' || head.appraised != null || !['auction', 'sale'].includes(head.way))).map(({ act }) => ({ act, preset: { disposal: code } }))}>
      {({ head: h, lines }) => (
        <>
          <Panel title={word('way', h.way)} hint={h.why}>
            <Facts rows={[
              [t('disposal.cause'), word('cause', h.cause)], [t('property.price'), `¥ ${yuan(h.price)}`], [t('property.worth'), `¥ ${yuan(h.worth)}`], [t('loan.asked'), `${h.asked_on} ${h.asked_by}`],
              [t('disposal.appraised'), h.appraised != null && `¥ ${yuan(h.appraised)} · ${h.appraiser} · ${h.appraisal}`], [t('disposal.approved'), h.approved_by], [t('disposal.finance'), h.permitted_by ?? (h.needs_finance ? t('disposal.finance_needed', { from: yuan(h.finance_from) }) : t('disposal.finance_none'))],
              [t('act.why'), h.refused_why], [t('disposal.party'), h.party], [t('disposal.document'), h.document], [t('disposal.ended'), h.ended_on && `${h.ended_on} ${h.ended_by ?? ''} ${h.ended_why ?? ''}`], [t('disposal.proceeds'), h.ended_on && `¥ ${yuan(h.proceeds)}`], [t('disposal.paid'), h.proceeds > 0 && `¥ ${yuan(h.paid)}`],
              [t('disposal.doubts'), h.doubts.length > 0 && <span className="red">▲ {h.doubts.map((x) => word('doubt', x)).join('、')}</span>], [t('property.last'), <Link key="n" to="/books/$org/$index" params={{ org: h.org, index: String(h.index) }}>#{h.index}</Link>],
            ]} />
            {h.photo && <div className="pick"><span className="shot"><Picture hash={h.photo} name={t('disposal.photo')} /></span></div>}
          </Panel>
          <Panel title={t('disposal.things')}>
            <Rows<DisposalLine> rows={lines} rowKey={(l) => l.asset} columns={[{ title: t('property.code'), show: (l) => <Link to="/assets/$asset" params={{ asset: l.asset }} className="code">{l.asset.slice(18)}</Link> }, { title: t('property.name'), show: (l) => l.name }, { title: t('property.spec'), show: (l) => l.spec }, { title: t('property.state'), show: (l) => word('asset', l.was) }, { title: t('property.price'), show: (l) => yuan(l.price), num: true }]} />
          </Panel>
        </>
      )}
    </DetailPage>
  )
}
