/** One rotation plan: its lines with gap clock and money, the movements that carry it out, what is wrong; approval by a second person. */
import { Link, useParams } from '@tanstack/react-router'
import { Button, Table } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { APPROVE, COST, EXTEND, PERMIT, WITHDRAW } from '../act/rotation'
import { useRotationPlan, useSession } from '../api/hooks'
import type { RotationFinding, RotationLine, RotationTrip } from '../api/types'
import { instant, yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { columnsOf } from '../part/ListPage'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'
import { findingColumns, Left } from './RotationPage'

export default function RotationPlanPage() {
  const { t, word, say } = useText()
  const { plan: code } = useParams({ strict: false }) as { plan: string }
  const plan = useRotationPlan(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const status = plan.data?.plan.status
  const may = (act: typeof APPROVE) => !!user && holds(user, ...act.roles)
  const whole = [APPROVE, WITHDRAW].filter((a) => may(a) && (status === 'draft' || (a === WITHDRAW && status === 'approved')))
  const acts = (l: RotationLine) => status === 'approved' ? [EXTEND, PERMIT, COST].filter((a) => may(a) && (a === COST || (a === PERMIT ? !!l.gap?.extension_asked : !!l.gap_months && !l.gap?.refilled_on && !l.gap?.extension_asked))) : []
  return (
    <>
      <Head title={`${t('rotation.plan')} ${code.slice(18)}`}>{status && <span className={`tag ${status === 'draft' ? 'amb' : status === 'approved' ? 'ok' : ''}`}>{word('state', status)}</span>}<span className="sp" />{whole.map((a) => <Button key={a.name} type={a === APPROVE ? 'primary' : 'default'} onClick={() => open(a, { plan: code })}>{t(a.label)}</Button>)}</Head>
      <div className="page">
        {drawer}
        <Answer ask={plan}>
          {({ plan: p, lines, trips, findings }) => (
            <>
              <Panel title={`${p.year} ${word('mode', p.mode)}`} hint={p.authority}>
                <Facts rows={[[t('depot.quantity'), <Qty key="q" value={p.quantity} unit={p.unit} />], [t('rotation.out'), <Progress key="o" part={p.quantity_out} whole={p.quantity} />], [t('rotation.back'), <Progress key="b" part={p.quantity_back} whole={p.quantity} />], [t('rotation.net'), yuan(lines.reduce((sum, l) => sum + l.net, 0))], [t('rotation.drafted'), `${instant(p.drafted_at)} ${p.drafted_by}`], [t('rotation.approved'), p.approved_by], [t('directive.reason'), p.reason]]} />
              </Panel>
              {findings.length > 0 && <Panel bare title={t('rotation.findings')}><Table<RotationFinding> size="small" rowKey={(f) => `${f.kind}${f.line}${f.detail}`} dataSource={findings} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf(findingColumns(t, say))} /></Panel>}
              <section className="p">
                <Table<RotationLine> size="small" rowKey={(l) => l.line} dataSource={lines} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<RotationLine>([
                  { title: t('depot.position'), show: (l) => <Link to="/position/$position" params={{ position: l.position }} className="code">{l.position.slice(18)}</Link> }, { title: t('depot.item'), show: (l) => `${say(l.item_name, l.item_name_en)} ${l.harvest_year ?? ''}` }, { title: t('depot.quantity'), show: (l) => <Qty value={l.quantity} unit={l.unit} exact />, num: true },
                  { title: t('rotation.out_by'), show: (l) => l.out_by }, { title: t('rotation.out'), show: (l) => <Progress part={l.quantity_out} whole={l.quantity} /> }, { title: t('rotation.back_by'), show: (l) => l.back_by }, { title: t('rotation.back'), show: (l) => <Progress part={l.quantity_back} whole={l.quantity} /> },
                  { title: t('rotation.left'), show: (l) => (l.gap ? <Left gap={l.gap} /> : '—'), num: true }, { title: t('rotation.extension'), show: (l) => (l.gap?.extension_asked ? `${t('rotation.extension_asked', { n: l.gap.extension_asked })} ${l.extension_by ?? ''}` : l.gap?.extension_months ? t('rotation.extension_given', { n: l.gap.extension_months }) : '') },
                  { title: t('rotation.sale'), show: (l) => yuan(l.sale), num: true }, { title: t('rotation.purchase'), show: (l) => yuan(l.purchase), num: true }, { title: t('rotation.net'), show: (l) => yuan(l.net), num: true }, { title: t('depot.lot'), show: (l) => <Link to="/lots/$lot" params={{ lot: l.lot }} className="code">{l.lot.slice(18)}</Link> },
                  { title: '', show: (l) => acts(l).map((a) => <Button key={a.name} size="small" type="link" onClick={() => open(a, { plan: code, line: l.line })}>{t(a.label)}</Button>) },
                ])} />
              </section>
              <Panel bare title={t('rotation.movements')}>
                <Table<RotationTrip> size="small" rowKey={(r) => `${r.index}/${r.line}/${r.lot}`} dataSource={trips} pagination={false} scroll={{ x: 'max-content' }} locale={{ emptyText: t('app.none') }} columns={columnsOf<RotationTrip>([
                  { title: t('rotation.line'), show: (r) => r.line }, { title: t('rotation.since'), show: (r) => <Link to="/books/$org/$index" params={{ org: p.org, index: String(r.index) }}>{r.day}</Link> }, { title: t('rotation.mode'), show: (r) => t(r.direction === 'out' ? 'rotation.out' : 'rotation.back') }, { title: t('depot.quantity'), show: (r) => <Qty value={r.quantity} unit={lines.find((l) => l.line === r.line)?.unit} exact />, num: true },
                  { title: t('rotation.weighed'), show: (r) => (r.weighed ? t('rotation.weighed') : <span className="tag amb">{t('rotation.not_weighed')}</span>) }, { title: t('rotation.party'), show: (r) => r.party }, { title: t('act.vehicle'), show: (r) => r.vehicle }, { title: t('depot.lot'), show: (r) => <Link to="/lots/$lot" params={{ lot: r.lot }} className="code">{r.lot.slice(18)}</Link> },
                ])} />
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
