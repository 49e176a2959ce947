/** One truck: its number in the queue, the step bar, the step that is due for whoever looks, weights, results, and every fact behind it. */
import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Button, QRCode, Upload } from 'antd'
import { useState } from 'react'
import { ActForm } from '../act/ActForm'
import { useActDrawer } from '../act/ActDrawer'
import { ReceiptView } from '../act/ReceiptView'
import { forward, ROLES_OF, tripActs, weighBy } from '../act/gate'
import type { Act } from '../act/acts'
import { fileUrl, get } from '../api/client'
import { useItems, useSession, useTrip } from '../api/hooks'
import type { ActAnswer, Page, TripDetail, Weighbridge } from '../api/types'
import { decimal, instant, yuan } from '../format'
import { useText, type Key } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { Qty } from '../part/Qty'

const kg = (n: number | null | undefined) => (n === null || n === undefined ? null : `${decimal(n * 1000)} kg`)
const WAY_IN = ['register', 'sample', 'test', 'first', 'handle', 'second', 'settle', 'leave'] as const
const WAY_OUT = ['register', 'first', 'handle', 'second', 'settle', 'leave'] as const
/** The state in which each step of the bar is done. */
const REACHED: Record<string, string> = { registered: 'register', sampled: 'sample', tested: 'test', weighed_in: 'first', handled: 'handle', weighed_out: 'second', settled: 'settle', left: 'leave' }

function StepBar({ d }: { d: TripDetail }) {
  const { t } = useText()
  const way = d.direction === 'in' ? WAY_IN : WAY_OUT
  const refused = d.status === 'refused' || (d.status === 'left' && d.movement === null)
  const reached = refused ? d.steps.length - 1 : way.indexOf(REACHED[d.status] as never)
  return (
    <ol className="bar" aria-label={t('gate.stand')}>
      {way.map((s, i) => {
        const state = refused ? (i < Math.min(reached, way.length - 1) ? 'done' : i === way.length - 1 && d.status === 'left' ? 'done' : 'off') : i <= reached ? 'done' : i === reached + 1 ? 'now' : ''
        return <li key={s} className={state} aria-current={state === 'now' ? 'step' : undefined}><i>{state === 'done' ? '✓' : i + 1}</i><span>{t(`gate.step.${s}` as Key)}</span></li>
      })}
      {refused && <li className="bad"><i>✕</i><span>{t('gate.step.refused')}</span></li>}
    </ol>
  )
}

/** The displays of the site's bridges, asked every second; a steady one can be taken. */
function Bridges({ d, take }: { d: TripDetail; take: (act: Act, preset: Record<string, string>) => void }) {
  const { t } = useText()
  const [missing, setMissing] = useState(false)
  const bridges = useQuery({ queryKey: ['/weighbridges', d.site], queryFn: () => get<Page<Weighbridge>>('/weighbridges', { org: d.site }), refetchInterval: 1000 })
  const choose = async (file: File) => {
    const line = (await file.text()).split(/\r?\n/).filter((l) => l.toUpperCase().replace('·', '').includes(d.plate)).pop()
    setMissing(!line)
    if (line) take(weighBy('line'), { trip: d.code, line: line.trim() })
    return false
  }
  return (
    <>
      {bridges.data?.items.map((b) => (
        <div key={b.name} className="scale" data-testid="bridge">
          <span>{b.name}</span><b className={b.steady === null ? 'dim' : ''}>{kg(b.kilograms) ?? '—'}</b>
          <span className={`tag ${b.steady !== null ? 'ok' : 'amb'}`}>{t(b.steady !== null ? 'gate.steady' : b.kilograms === null ? 'gate.silent' : 'gate.moving')}</span>
          <Button type="primary" size="large" disabled={b.steady === null} onClick={() => take(weighBy('bridge'), { trip: d.code, bridge: b.name })}>{t('gate.weigh')}</Button>
        </div>
      ))}
      {bridges.data?.items.length === 0 && <p className="dim">{t('gate.no_bridge')}</p>}
      <Upload accept=".csv,.txt" showUploadList={false} beforeUpload={(f) => choose(f as File)}><Button>{t('gate.choose_file')}</Button></Upload>
      {missing && <p className="amb">{t('gate.no_line', { plate: d.plate })}</p>}
    </>
  )
}

function Next({ d }: { d: TripDetail }) {
  const { t, word } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  // The receipt stays when the truck has moved on: the number of a sample stands nowhere else.
  const [done, setDone] = useState<ActAnswer | null>(null)
  if (!user) return null
  const acts = tripActs(d)
  const here = d.code.startsWith(user.org)
  const ahead = forward(d)
  const can = here ? ahead.filter((a) => holds(user, ...(ROLES_OF[a] ?? []))) : []
  const main = can[0]
  const side = here ? [...can.slice(1), ...d.due.filter((a) => !ahead.includes(a))].flatMap((a) => acts[a] ?? []).filter((a) => holds(user, ...a.roles)) : []
  const preset = { trip: d.code, direction: d.direction, item: d.item, ...(d.position ? { position: d.position } : {}) }
  return (
    <Panel title={t('gate.next')} extra={side.map((a) => <Button key={a.name} size="small" danger={a.path.endsWith('refuse')} onClick={() => open(a, preset)}>{t(a.label)}</Button>)}>
      {drawer}
      {!done && !ahead.length && <span className="dim">{t('gate.over')}</span>}
      {!done && ahead.length > 0 && !main && <span className="sec">{t('gate.waits', { list: ahead.map((a) => word('fact', a)).join('、') })}</span>}
      {!done && main === 'trip.weigh' && <Bridges d={d} take={open} />}
      {!done && main === 'trip.sample' && <p className="sec">{t('gate.sample_hint')}</p>}
      {done ? <ReceiptView answer={done} again={t('gate.next')} onAgain={() => setDone(null)} /> : main && main !== 'trip.test' && (acts[main] ?? []).map((a) => <ActForm key={a.name + d.status} act={a} user={user.id} preset={preset} onDone={setDone} />)}
      {!done && main === 'trip.test' && <Link to="/samples">{t('menu.samples')}</Link>}
    </Panel>
  )
}

function Results({ d }: { d: TripDetail }) {
  const { t, name } = useText()
  const items = useItems()
  const indicators = items.data?.items.find((i) => i.code === d.item)?.indicators ?? []
  const label = (code: string) => { const found = indicators.find((i) => i.code === code); return found ? name(found) : code }
  return (
    <Panel title={t('gate.results')} hint={d.sample && <span className="code">{d.sample}</span>}>
      <Facts rows={[...Object.entries(d.quality).map(([k, v]) => [label(k), v] as [string, string]), [t('depot.grade'), d.grade], [t('gate.barred'), d.barred && <span key="b" className="red">{d.barred}</span>], [t('gate.sampler'), d.sampler], [t('gate.tester'), d.tester]]} />
    </Panel>
  )
}

export default function TripPage() {
  const { t, say, name } = useText()
  const { trip: code } = useParams({ strict: false }) as { trip: string }
  const trip = useTrip(code)
  return (
    <>
      <Head title={trip.data ? <><Link to="/gate">{t('menu.gate')}</Link> › {trip.data.plate}</> : code}>
        {trip.data && <span className="tag pri">{say(trip.data.status_name, trip.data.status_name_en)}</span>}
        <span className="sp" />
        {trip.data && trip.data.movement !== null && <Button href={fileUrl(`/vouchers/${trip.data.org}/${trip.data.movement}.pdf`)} target="_blank">{t('depot.voucher')} PDF</Button>}
        {trip.data?.position && trip.data.movement !== null && <Button href={fileUrl(`/positions/${trip.data.position}/card.pdf`)} target="_blank">{t('depot.card')} PDF</Button>}
      </Head>
      <div className="page">
        <Answer ask={trip} lines={8}>
          {(d) => (
            <>
              <section className="p"><div className="in"><StepBar d={d} /></div></section>
              <Next d={d} />
              <Panel title={<>{t('gate.queue')} {d.queue}</>} hint={<span className="code">{d.code}</span>}>
                <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap' }}>
                  <div style={{ flex: '1 1 260px' }}>
                    <Facts rows={[
                      [t('gate.direction'), t(d.direction === 'in' ? 'gate.in' : 'gate.out')], [t('depot.item'), name({ name: d.item_name, name_en: d.item_name_en })], [t('gate.counterpart'), d.counterpart], [t('gate.notice'), <span key="n" className="code">{d.notice.slice(21)}</span>],
                      [t('gate.driver'), d.driver && `${d.driver.name} ${d.driver.phone}`], [t('gate.gross'), kg(d.gross)], [t('gate.tare'), kg(d.tare)], [t('gate.net'), d.net !== null && <b key="w">{kg(d.net)}</b>], [t('gate.settled'), d.settled !== null && <Qty key="s" value={d.settled} unit={d.unit} exact />], [t('act.amount'), d.amount !== null && yuan(d.amount ?? 0)],
                      [t('depot.position'), d.position && <Link key="p" to="/position/$position" params={{ position: d.position }} className="code">{d.position.slice(18)}</Link>], [t('depot.lot'), d.lot && <Link key="l" to="/lots/$lot" params={{ lot: d.lot }} className="code">{d.lot.slice(21)}</Link>], [t('gate.keeper'), d.keeper], [t('act.why'), d.reason],
                      [t('gate.doubts'), d.doubts.length ? d.doubts.map((x) => <span key={x.code} className="tag amb" style={{ marginRight: 4 }}>{say(x.name, x.name_en)}</span>) : null],
                    ]} />
                  </div>
                  <figure style={{ margin: 0, textAlign: 'center' }}><QRCode value={`${location.origin}/trips/${d.code}`} size={112} bordered={false} bgColor="#fff" color="#000" /><figcaption className="dim">{d.code.slice(21)}<br />{t('gate.scan')}</figcaption></figure>
                </div>
              </Panel>
              {Object.keys(d.quality).length > 0 && <Results d={d} />}
              <Panel title={t('gate.steps')} bare>
                <ol className="tl">
                  {d.steps.map((s) => (
                    <li key={s.index}><div className="hd"><b>{say(s.name, s.name_en)}</b><span>{instant(s.at)}</span><span className="sec">{s.by}</span>{s.kilograms !== null && <span>{kg(s.kilograms)} <span className="sec">{s.source ?? t('gate.by_hand')}</span></span>}<ProofBadge org={d.org} index={s.index} /></div>
                      <div className="l2">{s.why && <span>{s.why}</span>}<Link to="/books/$org/$index" params={{ org: d.org, index: String(s.index) }} className="code">#{s.index}</Link></div></li>
                  ))}
                </ol>
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
