/** Fumigations and aerations of an organisation, each with its state, what was read, and the next step for whom it is. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { JOB_PLAN, JOB_STEPS, today } from '../act/keeping'
import { useSession } from '../api/hooks'
import type { Job } from '../api/types'
import { decimal, moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { type Column, List } from '../part/ListPage'

const TONE: Record<string, string> = { planned: 'amb', approved: 'pri', running: 'red', ended: 'amb', cleared: 'ok' }
const tenths = (value: number | null | undefined, unit: string) => (value == null ? '' : `${decimal(value * 100, 1)} ${unit}`)

/** Air and grain that an aeration started on. */
function Air({ air }: { air: NonNullable<Job['air']> }) {
  const { t, word } = useText()
  return <div className="l2"><span className={`tag ${air.verdict === 'good' ? 'ok' : 'amb'}`}>{word('verdict', air.verdict)}</span><span>{t('keeping.air')} {tenths(air.temperature, '℃')}，{tenths(air.humidity, '%')}</span><span>{t('job.dew_point')} {tenths(air.dew_point, '℃')}</span><span>{t('job.mean')} {tenths(air.grain_mean, '℃')}</span><span>{t('job.lowest')} {tenths(air.grain_lowest, '℃')}</span><span>{t('job.erh')} {tenths(air.equilibrium_humidity, '%')}</span></div>
}

export function Jobs({ org }: { org?: string }) {
  const { t, word } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const steps = (j: Job) => (user && user.org === j.org ? JOB_STEPS.filter((s) => s.states.includes(j.status) && (!s.kind || s.kind === j.kind) && holds(user, ...s.act.roles)) : [])
  const columns: Column<Job>[] = [
    { title: t('depot.position'), show: (j) => <><Link to="/position/$position" params={{ position: j.position }} className="code">{j.position.slice(18)}</Link> <b>{word('job', j.kind)}</b></> },
    { title: t('depot.status'), show: (j) => <span className={`tag ${TONE[j.status] ?? ''}`}>{j.status === 'running' && j.kind === 'fumigation' ? `⛔ ${t('job.closed')}` : word('jobstate', j.status)}</span> },
    { title: t('job.method'), show: (j) => [j.method, j.agent, j.dose && `${decimal(j.dose)} kg`].filter(Boolean).join(' · ') },
    { title: t('job.when'), show: (j) => [j.started_on ?? j.planned_on, j.ended_on].filter(Boolean).join(' → ') },
    { title: t('job.readings'), show: (j) => (j.air || j.readings.length ? <>{j.air && <Air air={j.air} />}{j.readings.slice(-3).map((r) => <div key={r.index} className="l2"><Link to="/books/$org/$index" params={{ org: j.org, index: String(r.index) }}>{moment(r.at)}</Link><span>{[r.oxygen != null && `O₂ ${tenths(r.oxygen, '%')}`, r.phosphine != null && `PH₃ ${decimal(r.phosphine)} mL/m³`, tenths(r.mean, '℃')].filter(Boolean).join('，')}</span></div>)}</> : null) },
    { title: t('job.people'), show: (j) => [j.planned_by, j.approved_by, j.ended_by, j.cleared_by].filter(Boolean).join(' → ') },
    { title: t('job.code'), show: (j) => <Link to="/books/$org/$index" params={{ org: j.org, index: String(j.index) }} className="code">{j.code.slice(18)}</Link> },
    { title: '', show: (j) => steps(j).length > 0 && <span className="pick">{steps(j).map((s, i) => <Button key={s.act.name} type={i ? 'default' : 'primary'} onClick={() => open(s.act, { job: j.code, ...s.preset?.() })}>{t(s.act.label)}</Button>)}</span> },
  ]
  return (
    <section className="p">
      {user && holds(user, ...JOB_PLAN.roles) && <div className="in pick"><Button type="primary" size="large" onClick={() => open(JOB_PLAN, { planned_on: today() })}>{t('job.plan')}</Button></div>}
      {drawer}
      <List<Job> path="/jobs" query={{ org }} rowKey={(j) => j.code} columns={columns} none={t('job.none')} />
    </section>
  )
}
