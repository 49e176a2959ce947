/** One loan or reallocation: who signed what, the things with their inspection, and the next step for whoever looks at it. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { LOAN_ACTS, LOAN_RETURN } from '../act/property'
import { useLoan, useSession } from '../api/hooks'
import { instant, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Picture } from '../part/Picture'
import { LoanState } from './LoanListPage'

export default function LoanPage() {
  const { t, word } = useText()
  const { loan: code } = useParams({ strict: false }) as { loan: string }
  const loan = useLoan(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const head = loan.data?.head
  const sideOf = (side: 'lender' | 'borrower') => head && user && head[side] === user.org
  const offered = LOAN_ACTS.filter((a) => head && user && sideOf(a.side) && a.states.includes(head.state) && (!a.kind || a.kind === head.kind) && holds(user, ...a.act.roles))
  const inspects = head && user && sideOf('lender') && head.kind === 'loan' && ['handed', 'received'].includes(head.state) && holds(user, ...LOAN_RETURN.roles)
  return (
    <>
      <Head title={`${t('loan.code')} ${code.slice(18)}`}>{head && <LoanState loan={head} />}<span className="sp" />{offered.map((a, i) => <Button key={a.act.name} type={i ? 'default' : 'primary'} onClick={() => open(a.act, { loan: code })}>{t(a.act.label)}</Button>)}</Head>
      <div className="page">
        {drawer}
        <Answer ask={loan}>
          {({ head: h, lines }) => (
            <>
              <Panel title={word('matter', h.kind)} hint={h.purpose}>
                <Facts rows={[
                  [t('loan.lender'), h.lender_name], [t('loan.borrower'), h.borrower_name], [t('loan.occasion'), h.occasion], [t('loan.from'), h.from_on], [t('loan.due'), h.due_on], [t('loan.out'), `${h.out} / ${h.assets}`],
                  [t('loan.asked'), `${instant(h.asked_at)} ${h.asked_by}`], [t('loan.decided'), h.decided_by], [t('loan.handed'), h.handed_on && `${h.handed_on} ${h.handed_by ?? ''}`], [t('loan.accepted'), h.accepted_by], [t('loan.closed'), h.closed_on], [t('act.why'), h.reason],
                  [t('loan.worth'), h.worth > 0 ? `¥ ${yuan(h.worth)}` : null], [t('loan.cost'), h.cost > 0 ? `¥ ${yuan(h.cost)}` : null], [t('loan.owed'), h.owed > 0 ? `¥ ${yuan(h.owed)}` : null], [t('loan.paid'), h.owed > 0 ? `¥ ${yuan(h.paid)}` : null],
                  [t('property.last'), <Link key="n" to="/books/$org/$index" params={{ org: h.lender, index: String(h.index) }}>#{h.index}</Link>],
                ]} />
              </Panel>
              <div className="cards">
                {lines.map((l) => (
                  <article key={l.asset} className="card good">
                    <Link to="/assets/$asset" params={{ asset: l.asset }}><Picture hash={l.photo ?? undefined} name={l.name} /><b>{l.name}</b></Link>
                    <div className="sec">{l.spec}</div>
                    <div className="code">{l.asset.slice(18)}</div>
                    <div>{l.outcome ? <span className={`tag ${l.outcome === 'accepted' ? 'ok' : 'amb'}`}>{word('outcome', l.outcome)}</span> : <span className="tag">{word('condition', l.condition)}</span>} {l.damage > 0 && <span className="red">¥ {yuan(l.damage)}</span>}</div>
                    {inspects && !l.outcome && <Button size="small" onClick={() => open(LOAN_RETURN, { loan: code, asset: l.asset })}>{t('loan.inspect')}</Button>}
                  </article>
                ))}
              </div>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
