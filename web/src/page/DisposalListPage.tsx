/** Disposals of the own organisation's assets: what waits for whom, what was brought in, what calls for somebody. */
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { DISPOSAL_ASK, DISPOSAL_STATES } from '../act/disposal'
import { useSession } from '../api/hooks'
import type { DisposalHead } from '../api/types'
import { yuan } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export const DisposalState = ({ disposal: d }: { disposal: DisposalHead }) => {
  const { word } = useText()
  return <span className={`tag ${d.doubts.length ? 'red' : d.state === 'closed' ? 'ok' : d.state === 'refused' ? '' : 'amb'}`}>{d.doubts.length > 0 && '▲ '}{word('disposing', d.state)}</span>
}

export default function DisposalListPage() {
  const { t, word } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<DisposalHead>
      title={t('menu.disposals')} path="/disposals" query={{ org: search.org, state: search.tab }} rowKey={(d) => d.code} exportList="disposals" exportQuery={{ org: search.org }}
      filters={<><OrgFilter /><Select allowClear value={search.tab} placeholder={t('property.state')} aria-label={t('property.state')} onChange={(tab) => set({ tab })} options={DISPOSAL_STATES.map((s) => ({ value: s, label: word('disposing', s) }))} style={{ minWidth: 150 }} /></>}
      actions={user && holds(user, ...DISPOSAL_ASK.roles) && <Link to="/act/$act" params={{ act: DISPOSAL_ASK.name }}><Button type="primary">{t(DISPOSAL_ASK.label)}</Button></Link>}
      columns={[
        { title: t('disposal.code'), show: (d) => <Link to="/disposals/$disposal" params={{ disposal: d.code }} className="code">{d.code.slice(18)}</Link> }, { title: t('property.state'), show: (d) => <DisposalState disposal={d} /> }, { title: t('disposal.way'), show: (d) => word('way', d.way) }, { title: t('disposal.cause'), show: (d) => word('cause', d.cause) },
        { title: t('disposal.assets'), show: (d) => d.assets, num: true }, { title: t('property.price'), show: (d) => yuan(d.price), num: true }, { title: t('disposal.appraised'), show: (d) => d.appraised != null && yuan(d.appraised), num: true }, { title: t('disposal.proceeds'), show: (d) => d.proceeds > 0 && yuan(d.proceeds), num: true }, { title: t('disposal.paid'), show: (d) => d.proceeds > 0 && yuan(d.paid), num: true },
        { title: t('disposal.doubts'), show: (d) => d.doubts.map((x) => word('doubt', x)).join('、') },
      ]}
    />
  )
}
