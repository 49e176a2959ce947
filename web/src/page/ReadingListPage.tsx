/** Where an organisation measures, and how its devices are doing. */
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import type { Device, LayoutAnswer } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { OrgFilter } from '../part/filters'
import { List } from '../part/ListPage'
import { Head } from '../part/Panel'
import { useScope } from '../scope'

export default function ReadingListPage() {
  const { t, say } = useText()
  const { search, set } = useScope()
  const devices = search.tab === 'devices'
  return (
    <>
      <Head title={t('menu.readings')}>
        <Segmented value={devices ? 'devices' : 'positions'} onChange={(tab) => set({ tab })} options={[{ value: 'positions', label: t('sense.positions') }, { value: 'devices', label: t('sense.devices') }]} />
        <OrgFilter />
      </Head>
      <div className="page"><section className="p">
        {devices ? (
          <List<Device> path="/devices" query={{ org: search.org }} rowKey={(d) => d.device} columns={[
            { title: t('sense.devices'), show: (d) => <>{d.name} <span className="code">{d.device}</span></> }, { title: t('depot.position'), show: (d) => <span className="code">{d.place.slice(18)}</span> },
            { title: t('sense.heard'), show: (d) => d.heard_at ? moment(d.heard_at) : '—' }, { title: t('sense.accepted'), show: (d) => d.accepted, num: true },
            { title: t('sense.refused'), show: (d) => d.refused ? <span className="tag amb">{d.refused} {d.refusal}</span> : 0, num: true }, { title: t('sense.calibrated'), show: (d) => d.calibrated_until ?? '—' },
          ]} />
        ) : (
          <List<LayoutAnswer> path="/layouts" query={{ scope: search.org }} rowKey={(l) => l.position + l.kind} none={t('sense.none')} columns={[
            { title: t('depot.position'), show: (l) => <Link to="/readings/$position" params={{ position: l.position }} search={l.kind === 'grain_temperature' ? {} : { tab: l.kind }} className="code">{l.position.slice(18)}</Link> },
            { title: t('market.series'), show: (l) => say(l.kind_zh, l.kind_en) }, { title: t('sense.points'), show: (l) => `${l.rows} × ${l.columns} × ${l.layers}` }, { title: t('sense.newest'), show: (l) => l.newest_at ? moment(l.newest_at) : '—' },
          ]} />
        )}
      </section></div>
    </>
  )
}
