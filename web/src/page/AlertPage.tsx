/** One alert: why it was raised, down to readings and limits; its frozen evidence, judged again on request; its case step by step. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { ACKNOWLEDGE, stepOf, suppressAt } from '../act/sense'
import { get } from '../api/client'
import { useAlert } from '../api/hooks'
import type { Alert, CaseStep, RecomputeAnswer } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { DetailPage } from '../part/DetailPage'
import { Rows } from '../part/ListPage'
import { Facts, Panel } from '../part/Panel'
import { State } from '../part/State'
import { Severity } from './AlertListPage'

type Part = { code: string; zh: string; en: string; value?: number; unit?: string; origin?: string; parts?: Part[] }
type Conclusion = { rule: string; place: string; severity: number; findings: number; status: string | null; explain: Part }
type Proof = { frames: { at: number }[]; conclusions: Conclusion[]; building: string }

/** A figure with what it was computed from. */
function Figure({ part }: { part: Part }) {
  const { say, word } = useText()
  const told = part.origin && part.origin !== 'input' && part.origin !== 'computed' ? `（${word('status', part.origin)}）` : ''
  return <li>{say(part.zh, part.en)}{part.value !== undefined && <b className="num"> {Number(part.value.toFixed(3))} {part.unit}</b>}{told}{!!part.parts?.length && <ul>{part.parts.map((p, i) => <Figure key={i} part={p} />)}</ul>}</li>
}

function Again({ id }: { id: string }) {
  const { t } = useText()
  const ask = useQuery({ queryKey: ['/alerts', id, 'recompute'], queryFn: ({ signal }) => get<RecomputeAnswer>(`/alerts/${id}/recompute`, undefined, signal), enabled: false })
  return <span>{ask.data && <span className={`tag ${ask.data.agrees ? 'ok' : 'red'}`}>{t(ask.data.agrees ? 'alert.agrees' : 'alert.differs')}</span>} <Button size="small" loading={ask.isFetching} onClick={() => void ask.refetch()}>{t('alert.recompute')}</Button></span>
}

export default function AlertPage() {
  const { t, say, word } = useText()
  const { alert: id } = useParams({ strict: false }) as { alert: string }
  const ask = useAlert(id)
  return (
    <DetailPage<Alert>
      title={ask.data ? `${ask.data.rule} ${say(ask.data.rule_zh, ask.data.rule_en)}` : id} state={ask.data?.state} ask={ask}
      offers={(a) => {
        const on = { org: a.org, alert: a.number }
        return [...(a.next_step ? [{ act: stepOf(a.next_step), preset: on }] : []), ...(a.acknowledged_by ? [] : [{ act: ACKNOWLEDGE, preset: on }]), ...(a.state === 'active' ? [{ act: suppressAt(Date.now() * 1000), preset: on }] : [])]
      }}
    >
      {(a) => {
        const proof = a.proof as Proof | null | undefined
        const told = proof?.conclusions.find((c) => c.rule === a.rule)
        return (
          <>
            <Panel title={t('alert.why')} hint={told ? t('alert.findings', { n: told.findings }) : undefined}>
              <Facts rows={[[t('alert.severity'), <Severity level={a.severity} />], [t('depot.position'), <Link to="/readings/$position" params={{ position: a.position }} className="code">{a.position}</Link>], [t('alert.place'), a.place], [t('alert.raised'), instant(a.raised_at)], [t('alert.cleared'), a.cleared_at && instant(a.cleared_at)], [t('alert.seen'), a.acknowledged_by && `${a.acknowledged_by} ${instant(a.acknowledged_at!)}`], [t('alert.status'), word('status', a.status)]]} />
              {told && <ul className="why"><Figure part={told.explain} /></ul>}
            </Panel>
            <Panel title={t('alert.evidence')} hint={proof ? t('alert.frames', { n: proof.frames.length }) : undefined} extra={<Again id={id} />}>
              <Facts rows={[[t('depot.status'), <span className={`tag ${a.frozen ? 'ok' : 'red'}`}>{t(a.frozen ? 'alert.frozen' : 'alert.broken')}</span>], [t('alert.digest'), <span className="code" style={{ overflowWrap: 'anywhere' }}>{a.evidence}</span>]]} />
            </Panel>
            <Panel title={t('alert.steps')} bare>
              <Rows<CaseStep> rowKey={(s) => String(s.index)} rows={a.steps} columns={[{ title: t('alert.step'), show: (s) => <State code={s.step} /> }, { title: t('sense.time'), show: (s) => instant(s.at) }, { title: t('book.by'), show: (s) => s.by }, { title: t('alert.note'), show: (s) => s.note }]} />
            </Panel>
          </>
        )
      }}
    </DetailPage>
  )
}
