/** What waits for a second person: adjustments, reversals, losses beyond the quota. Nobody decides their own request. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { ROW_ACTS } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Request } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter, StateFilter, useOwnOnly } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { State } from '../part/State'
import { useScope } from '../scope'

export default function RequestPage() {
  const own = useOwnOnly()
  const { t, word } = useText()
  const user = useSession().data?.user
  const { search } = useScope()
  const { open, drawer } = useActDrawer()
  const approval = (r: Request) => ROW_ACTS[r.kind as 'adjustment' | 'reversal' | 'loss']
  const may = (r: Request) => user && holds(user, ...approval(r).roles) && r.status === 'open' && r.requested_by !== user.id
  const decide = (r: Request) => [approval(r), ROW_ACTS.reject].map((act, i) => <Button key={act.name} size="small" type={i ? 'default' : 'primary'} onClick={() => open(act, { org: r.org, request: String(r.number) })}>{t(act.label)}</Button>)
  return (
    <ListPage<Request>
      title={t('request.title')} none={own ? t('app.none_own') : undefined} path="/requests" query={{ org: search.org, status: search.tab }} filters={<><OrgFilter /><StateFilter states={['open', 'approved', 'rejected']} /></>} rowKey={(r) => `${r.org}#${r.number}`}
      columns={[
        { title: t('book.index'), show: (r) => <Link to="/books/$org/$index" params={{ org: r.org, index: String(r.number) }}>#{r.number}</Link> }, { title: t('request.kind'), show: (r) => word('fact', `${r.kind}.request`) }, { title: t('depot.position'), show: (r) => r.position && <Link to="/position/$position" params={{ position: r.position }} className="code">{r.position}</Link> },
        { title: t('act.why'), show: (r) => r.reason }, { title: t('request.by'), show: (r) => r.requested_by }, { title: t('request.when'), show: (r) => moment(r.requested_at) }, { title: t('depot.status'), show: (r) => <State code={r.status} /> },
        { title: t('request.decided'), show: (r) => (may(r) ? <span className="pick">{decide(r)}</span> : r.decided_by) },
      ]}
    >{drawer}</ListPage>
  )
}
