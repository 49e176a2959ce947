/** Directives: issued by one officer, approved by a second, used up by issues and dispatches. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { actOf } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Directive } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { ScopeBar } from '../part/ScopeBar'
import { useScope } from '../scope'

export default function DirectiveListPage() {
  const { t, word } = useText()
  const { scope } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<Directive>
      title={t('menu.directives')} path="/directives" query={{ region: scope.region, item: scope.item }} rowKey={(d) => d.code} exportList="directives" filters={<ScopeBar only={['region', 'item']} />}
      actions={user && holds(user, ...actOf('directive-issue')!.roles) && <Link to="/act/$act" params={{ act: 'directive-issue' }}><Button type="primary">{t('directive.issue')}</Button></Link>}
      columns={[
        { title: t('directive.code'), show: (d) => <Link to="/directives/$directive" params={{ directive: d.code }} className="code">{d.code}</Link> },
        { title: t('directive.executor'), show: (d) => d.executor_name }, { title: t('depot.item'), show: (d) => d.item_name }, { title: t('depot.quantity'), show: (d) => <Qty value={d.quantity} unit={d.unit} />, num: true },
        { title: t('directive.used'), show: (d) => <Progress part={d.used} whole={d.quantity} /> }, { title: t('directive.issued'), show: (d) => `${moment(d.issued_at)} ${d.issued_by}` },
        { title: t('directive.approved'), show: (d) => d.approved_at && `${moment(d.approved_at)} ${d.approved_by}` }, { title: t('depot.status'), show: (d) => <span className={`tag ${d.status === 'issued' ? 'amb' : d.status === 'approved' ? 'ok' : ''}`}>{word('directive', d.status)}</span> },
      ]}
    />
  )
}
