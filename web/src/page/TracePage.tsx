/** The life of one lot across books: who, when, under which directive, what; each step verified in this browser. */
import { Link, useParams } from '@tanstack/react-router'
import { Button, QRCode } from 'antd'
import { useCallback, useState } from 'react'
import { useLot, useTrace } from '../api/hooks'
import type { TraceLine } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'
import type { State, Verdict } from '../proof/verify'

const DAY = 86_400_000_000

function Event({ line, auto, onState }: { line: TraceLine; auto: boolean; onState: (key: string, s: State) => void }) {
  const { t, word, say } = useText()
  const key = `${line.org}#${line.index}`
  const told = useCallback((v: Verdict) => onState(key, v.state), [key, onState])
  return (
    <>
      <div className="hd"><b>{word('fact', line.act)}</b><span>{instant(line.at)}</span>{line.quantity !== null && <Qty value={line.quantity} unit={line.unit} />}<ProofBadge org={line.org} index={line.index} auto={auto} onVerdict={told} /></div>
      <div>{say(line.summary, line.summary_en)}</div>
      <div className="l2"><span>{line.org_name} · {line.by}</span>
        {line.order && <span>{t('trace.under')} <Link to="/directives/$directive" params={{ directive: line.order }} className="code">{line.order}</Link></span>}
        {line.position && <Link to="/position/$position" params={{ position: line.position }} className="code">{line.position}</Link>}
        <Link to="/books/$org/$index" params={{ org: line.org, index: String(line.index) }} className="code">#{line.index}</Link></div>
    </>
  )
}

export default function TracePage() {
  const { t, word } = useText()
  const { lot: code } = useParams({ strict: false }) as { lot: string }
  const lot = useLot(code)
  const trace = useTrace(code)
  const [auto, setAuto] = useState(false)
  const [states, setStates] = useState<Record<string, State>>({})
  const onState = useCallback((key: string, s: State) => setStates((before) => (before[key] === s ? before : { ...before, [key]: s })), [])
  const lines = trace.data?.items ?? []
  const good = Object.values(states).filter((s) => s === 'verified').length
  return (
    <>
      <Head title={t('trace.title')}><span className="code">{code}</span><span className="sp" /><Button type="primary" disabled={auto || !lines.length} onClick={() => setAuto(true)}>{t('trace.verify')}</Button></Head>
      <div className="page">
        <Answer ask={lot}>
          {(l) => (
            <Panel title={l.item_name} hint={l.site_name}>
              <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
                <div style={{ flex: '1 1 320px' }}>
                  <Facts rows={[
                    [t('trace.now'), <Qty key="q" value={l.quantity} unit={l.unit} exact />], [t('depot.nature'), l.nature_name], [t('depot.owner'), word('owner', l.owner)], [t('depot.grade'), l.grade], [t('depot.harvest'), l.harvest_year], [t('depot.origin'), l.origin], [t('depot.received'), l.received], [t('depot.judgement'), word('judgement', l.judgement)],
                    [t('depot.positions'), l.positions.map((p) => <div key={p.code}><Link to="/position/$position" params={{ position: p.code }} className="code">{p.code}</Link> <Qty value={p.quantity} unit={l.unit} /></div>)],
                  ]} />
                </div>
                <figure style={{ margin: 0, textAlign: 'center' }}><QRCode value={l.code} size={112} bordered={false} bgColor="#fff" color="#000" /><figcaption className="dim">{t('depot.qr')}</figcaption></figure>
              </div>
            </Panel>
          )}
        </Answer>
        <Panel title={t('trace.events')} extra={<span aria-live="polite" data-testid="trace-state" data-verified={good} data-total={lines.length}>{t('trace.summary', { a: lines.length, b: good })}</span>} bare>
          <Answer ask={trace}>
            {(page) => (
              <ol className="tl">
                {page.items.map((line, i) => {
                  const next = page.items[i + 1]
                  const gap = next ? Math.floor(Math.abs(next.at - line.at) / DAY) : 0
                  return <li key={`${line.org}#${line.index}`} className={gap >= 30 ? 'gap' : ''}><Event line={line} auto={auto} onState={onState} />{gap >= 30 && <div className="dim">{t('trace.gap', { n: gap })}</div>}</li>
                })}
              </ol>
            )}
          </Answer>
        </Panel>
      </div>
    </>
  )
}
