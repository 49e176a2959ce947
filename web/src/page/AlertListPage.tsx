/** The inbox of alerts: what the rules found in readings, the most urgent first. */
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { AlertHead } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { OrgFilter } from '../part/filters'
import { List } from '../part/ListPage'
import { Head } from '../part/Panel'
import { State } from '../part/State'
import { useScope } from '../scope'

/** A severity as a tag: the word always with the colour. */
export function Severity({ level }: { level: number }) {
  const { word } = useText()
  return <span className={`tag ${level === 1 ? 'red' : level === 2 ? 'amb' : ''}`}>{word('severity', String(level))}</span>
}

export default function AlertListPage() {
  const { t, say, word } = useText()
  const { search, set } = useScope()
  const which = search.tab === 'all' ? 'all' : 'open'
  return (
    <>
      <Head title={t('menu.alerts')}>
        <Segmented value={which} onChange={(tab) => set({ tab })} options={[{ value: 'open', label: t('alert.open') }, { value: 'all', label: t('alert.all') }]} />
        <OrgFilter />
      </Head>
      <div className="page"><section className="p">
        <List<AlertHead>
          path="/alerts" query={{ org: search.org, which }} rowKey={(a) => a.id} none={t('alert.none')}
          columns={[
            { title: t('alert.rule'), show: (a) => <Link to="/alerts/$alert" params={{ alert: a.id }}>{a.rule} {say(a.rule_zh, a.rule_en)}</Link> },
            { title: t('alert.severity'), show: (a) => <Severity level={a.severity} /> },
            { title: t('depot.status'), show: (a) => <State code={a.state} /> },
            { title: t('depot.position'), show: (a) => <Link to="/readings/$position" params={{ position: a.position }} className="code">{a.position.slice(18)}</Link> },
            { title: t('alert.place'), show: (a) => a.place },
            { title: t('alert.raised'), show: (a) => moment(a.raised_at) },
            { title: t('alert.seen'), show: (a) => a.acknowledged_by ?? '—' },
            { title: t('alert.case'), show: (a) => a.step ? <State code={a.step} /> : '—' },
            { title: t('alert.status'), show: (a) => word('status', a.status), less: true },
          ]}
        />
      </section></div>
    </>
  )
}
