/** Stocktakes under way and done. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useSession } from '../api/hooks'
import type { CountHead } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter, useOwnOnly } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { State } from '../part/State'
import { useScope } from '../scope'

export default function CountListPage() {
  const own = useOwnOnly()
  const { t } = useText()
  const { search } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<CountHead>
      title={t('menu.counts')} none={own ? t('app.none_own') : undefined} path="/counts" query={{ org: search.org }} filters={<OrgFilter />} rowKey={(c) => c.id} exportList="counts" actions={user && holds(user, 'depot_manager') && <Link to="/act/$act" params={{ act: 'count-open' }}><Button type="primary">{t('count.open')}</Button></Link>}
      columns={[
        { title: t('depot.site'), show: (c) => <Link to="/counts/$count" params={{ count: c.id }} className="code">{c.scope}</Link> }, { title: t('count.opened'), show: (c) => moment(c.opened_at) },
        { title: t('book.by'), show: (c) => c.opened_by }, { title: t('act.why'), show: (c) => c.reason }, { title: t('depot.status'), show: (c) => <State code={c.status} /> },
      ]}
    />
  )
}
