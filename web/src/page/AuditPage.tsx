/** What was done to users, roles and tokens, newest first: for auditors and the audit administrator. */
import { Link } from '@tanstack/react-router'
import { useSession } from '../api/hooks'
import type { FactLine } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'

export default function AuditPage() {
  const { t, say } = useText()
  const user = useSession().data?.user
  const reads = user && holds(user, 'auditor')
  return (
    <ListPage<FactLine>
      title={t('menu.audit')} path="/audit" rowKey={(f) => `${f.org}#${f.index}`}
      columns={[
        { title: t('book.index'), show: (f) => (reads ? <Link to="/books/$org/$index" params={{ org: f.org, index: String(f.index) }}>#{f.index}</Link> : `#${f.index}`) }, { title: t('book.when'), show: (f) => instant(f.at) },
        { title: t('book.act'), show: (f) => say(f.summary, f.summary_en) }, { title: t('book.by'), show: (f) => f.by }, { title: t('act.why'), show: (f) => f.why }, { title: t('book.owner'), show: (f) => f.org_name },
      ]}
    />
  )
}
