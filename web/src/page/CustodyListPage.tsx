/** Case property: who has custody under which papers. The things themselves do not move. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { CUSTODY_SEAL } from '../act/property'
import { useSession } from '../api/hooks'
import type { CustodyHead } from '../api/types'
import { useText } from '../i18n'
import { holds } from '../menu'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export default function CustodyListPage() {
  const { t, word } = useText()
  const { search } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<CustodyHead>
      title={t('menu.custody')} path="/custody" query={{ org: search.org }} rowKey={(c) => c.asset}
      actions={user && holds(user, ...CUSTODY_SEAL.roles) && <Link to="/act/$act" params={{ act: CUSTODY_SEAL.name }}><Button type="primary">{t(CUSTODY_SEAL.label)}</Button></Link>}
      columns={[
        { title: t('property.code'), show: (c) => <Link to="/custody/$asset" params={{ asset: c.asset }} className="code">{c.asset.slice(18)}</Link> }, { title: t('property.name'), show: (c) => c.name }, { title: t('custody.case'), show: (c) => c.case_no }, { title: t('custody.office'), show: (c) => word('office', c.office) },
        { title: t('custody.offered'), show: (c) => c.offered_to && <span className="tag amb">{word('office', c.offered_to)}</span> }, { title: t('custody.seal'), show: (c) => <span className="code">{c.seal}</span> }, { title: t('property.place'), show: (c) => c.place },
        { title: t('custody.outcome'), show: (c) => <span className={`tag ${c.outcome ? 'ok' : ''}`}>{c.outcome ? word('outlet', c.outcome) : t('custody.open')}</span> },
      ]}
    />
  )
}
