/** What waits for a second person: adjustments, reversals, losses beyond the quota. Nobody decides their own request. */
import { Link } from '@tanstack/react-router'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { ActForm } from '../act/ActForm'
import type { Act } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Request } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'

const DECIDERS = ['depot_manager', 'bureau_approver']
const deciding = (decision: 'approve' | 'reject', r: Request): Act => ({
  name: `request-${decision}`, label: `request.${decision}`, path: `/acts/request-${decision}`, roles: DECIDERS, at: 'none',
  fields: [{ name: 'why', kind: 'long', label: 'act.why', optional: decision === 'approve' }], body: (v) => ({ ...v, org: r.org, request: r.n }),
})

export default function RequestPage() {
  const { t, word } = useText()
  const user = useSession().data?.user
  const [open, setOpen] = useState<{ act: Act; r: Request } | null>(null)
  const may = (r: Request) => user && holds(user, ...DECIDERS) && r.state === 'open' && r.requested_by !== user.id
  return (
    <ListPage<Request>
      title={t('request.title')} path="/requests" rowKey={(r) => `${r.org}#${r.n}`}
      columns={[
        { title: t('book.index'), show: (r) => <Link to="/books/$org/$index" params={{ org: r.org, index: String(r.n) }}>#{r.n}</Link> }, { title: t('request.kind'), show: (r) => word('fact', r.kind) }, { title: t('depot.position'), show: (r) => r.position && <Link to="/position/$position" params={{ position: r.position }} className="code">{r.position}</Link> },
        { title: t('act.why'), show: (r) => r.reason }, { title: t('request.by'), show: (r) => r.requested_by }, { title: t('request.when'), show: (r) => moment(r.requested_at) }, { title: t('depot.status'), show: (r) => <span className="tag">{word('state', r.state)}</span> },
        { title: t('request.decided'), show: (r) => (may(r) ? <span className="pick"><Button size="small" type="primary" onClick={() => setOpen({ act: deciding('approve', r), r })}>{t('request.approve')}</Button><Button size="small" onClick={() => setOpen({ act: deciding('reject', r), r })}>{t('request.reject')}</Button></span> : r.decided_by) },
      ]}
    >
      <Drawer open={!!open} onClose={() => setOpen(null)} title={open && t(open.act.label)} destroyOnHidden>{open && user && <ActForm key={`${open.act.name}${open.r.n}`} act={open.act} user={user.id} />}</Drawer>
    </ListPage>
  )
}
