/** The life of one lot across books: who, when, under which directive, what; each step verified in this browser. */
import { Link, useParams } from '@tanstack/react-router'
import { Button, QRCode } from 'antd'
import { useCallback, useState } from 'react'
import { useActDrawer } from '../act/ActDrawer'
import { ROW_ACTS } from '../act/acts'
import { useLot, useSession, useTrace } from '../api/hooks'
import { useNames } from '../api/names'
import type { Step } from '../api/types'
import { instant, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Lineage } from '../part/Lineage'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import { Region } from '../part/Region'
import type { State, Verdict } from '../proof/verify'

const DAY = 86_400_000_000

function Event({ line, unit, auto, onState }: { line: Step; unit: string; auto: boolean; onState: (key: string, s: State) => void }) {
  const { t, say } = useText()
  const key = `${line.org}#${line.index}`
  const told = useCallback((v: Verdict) => onState(key, v.state), [key, onState])
  return (
    <>
      <div className="hd"><b>{say(line.summary, line.summary_en)}</b><span>{instant(line.at)}</span><span>{line.quantity > 0 && '+'}<Qty value={line.quantity} unit={unit} exact /></span><span className="sec">{t('ledger.balance')} <Qty value={line.balance} unit={unit} exact /></span><ProofBadge org={line.org} index={line.index} auto={auto} onVerdict={told} /></div>
      <div className="l2"><span>{[line.org_name, line.by, line.counterpart].filter(Boolean).join(' · ')}</span>
        {line.order && <span>{t('trace.under')} <Link to="/directives/$directive" params={{ directive: line.order }} className="code">{line.order}</Link></span>}
        {line.position.length === 30 ? <Link to="/position/$position" params={{ position: line.position }} className="code" title={line.position}>{t('depot.position')} {line.position.slice(21)}</Link> : <span className="code">{line.position}</span>}
        <Link to="/books/$org/$index" params={{ org: line.org, index: String(line.index) }} className="code">#{line.index}</Link></div>
    </>
  )
}

export default function TracePage() {
  const { t, word, name } = useText()
  const { lot: code } = useParams({ strict: false }) as { lot: string }
  const lot = useLot(code)
  const trace = useTrace(code)
  const names = useNames()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const hold = lot.data?.held ? ROW_ACTS.release : ROW_ACTS.hold
  const [auto, setAuto] = useState(false)
  const [states, setStates] = useState<Record<string, State>>({})
  const onState = useCallback((key: string, s: State) => setStates((before) => (before[key] === s ? before : { ...before, [key]: s })), [])
  const lines = trace.data?.items ?? []
  // A move is one fact and two steps.
  const facts = new Set(lines.map((l) => `${l.org}#${l.index}`)).size
  const good = Object.values(states).filter((s) => s === 'verified').length
  return (
    <>
      <Head title={t('trace.title')}><span className="code">{code}</span><span className="sp" />{lot.data && user && lot.data.org === user.org && holds(user, ...hold.roles) && <Button onClick={() => open(hold, { lot: code })}>{t(hold.label)}</Button>}<Button type="primary" disabled={auto || !lines.length} onClick={() => setAuto(true)}>{t('trace.verify')}</Button></Head>
      <div className="page">
        {drawer}
        <Answer ask={lot}>
          {(l) => (
            <Panel title={name({ name: l.item_name, name_en: l.item_name_en })} hint={l.org_name}>
              <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
                <div style={{ flex: '1 1 320px' }}>
                  <Facts rows={[
                    [t('trace.now'), <Qty key="q" value={l.quantity} unit={l.unit} exact />], [t('depot.nature'), names.nature(l.nature, l.nature_name)], [t('depot.owner'), names.owner(l.owner, l.owner_name)], [t('depot.grade'), names.grade(l.item, l.grade)], [t('depot.harvest'), l.harvest_year], [t('depot.origin'), l.origin && <Region key="o" code={l.origin} />], [t('depot.received'), l.received_on], [t('depot.judgement'), word('judgement', l.judgement)], [t('depot.tested'), l.tested_on], [t('depot.value'), `¥ ${yuan(l.amount)}`], [t('lot.hold'), l.held && <span key="h" className="tag amb">▲ {l.held}</span>],
                    [t('depot.positions'), l.positions.map((p) => <div key={p.code}><Link to="/position/$position" params={{ position: p.code }} className="code">{p.code}</Link> <Qty value={p.quantity} unit={l.unit} /></div>)],
                  ]} />
                </div>
                <figure style={{ margin: 0, textAlign: 'center' }}><QRCode value={l.lot} size={112} bordered={false} bgColor="#fff" color="#000" /><figcaption className="dim">{t('depot.qr')}</figcaption></figure>
              </div>
            </Panel>
          )}
        </Answer>
        <Lineage lot={code} />
        <Panel title={t('trace.events')} extra={<span aria-live="polite" data-testid="trace-state" data-verified={good} data-total={facts}>{t('trace.summary', { a: facts, b: good })}</span>} bare>
          <Answer ask={trace}>
            {(page) => (
              <ol className="tl">
                {page.items.map((line, i) => {
                  const next = page.items[i + 1]
                  const gap = next ? Math.floor(Math.abs(next.at - line.at) / DAY) : 0
                  return <li key={`${line.org}#${line.index}#${i}`} className={gap >= 30 ? 'gap' : ''}><Event line={line} unit={lot.data?.unit ?? ''} auto={auto} onState={onState} />{gap >= 30 && <div className="dim">{t('trace.gap', { n: gap })}</div>}</li>
                })}
                {page.hidden > 0 && <li className="dim">{t('trace.hidden', { n: page.hidden })}</li>}
              </ol>
            )}
          </Answer>
        </Panel>
      </div>
    </>
  )
}
