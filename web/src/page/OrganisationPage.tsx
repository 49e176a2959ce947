/** Organisations: who keeps a book, where, under whom. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { actOf } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Organisation } from '../api/types'
import { useNames } from '../api/names'
import { useText } from '../i18n'
import { holds } from '../menu'
import { SearchFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { ScopeBar } from '../part/ScopeBar'
import { useScope } from '../scope'

export default function OrganisationPage() {
  const { t, say } = useText()
  const names = useNames()
  const { scope, search } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<Organisation>
      title={t('menu.organisations')} path="/organisations" query={{ region: scope.region, q: search.q }} rowKey={(o) => o.code} exportList="organisations"
      actions={user && holds(user, ...actOf('organisation-register')!.roles) && <Link to="/act/$act" params={{ act: 'organisation-register' }}><Button type="primary">{t('admin.register')}</Button></Link>}
      filters={<><ScopeBar only={['region']} /><SearchFilter label="admin.find_org" /></>}
      columns={[
        { title: t('depot.name'), show: (o) => <Link to="/books/$org" params={{ org: o.code }}>{o.name}</Link> }, { title: t('admin.uscc'), show: (o) => <span className="code">{o.code}</span> }, { title: t('admin.kind'), show: (o) => say(o.kind_name, o.kind_name_en) },
        { title: t('admin.region'), show: (o) => names.region(o.region, o.region_name) }, { title: t('admin.parent'), show: (o) => o.parent_name ?? o.parent },
      ]}
    />
  )
}
