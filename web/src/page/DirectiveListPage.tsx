/** Directives: issued by one officer, approved by a second, used up by issues and dispatches. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { actOf } from '../act/acts'
import { useSession } from '../api/hooks'
import { useNames } from '../api/names'
import type { Directive } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { OrgFilter, StateFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { State } from '../part/State'
import { useScope } from '../scope'

/** What the lines of a directive come to, by unit: tents are never added to quilts. */
export function sums(d: Directive): { unit: string; quantity: number; used: number }[] {
  const by = new Map<string, { unit: string; quantity: number; used: number }>()
  for (const l of d.lines) {
    const s = by.get(l.unit) ?? { unit: l.unit, quantity: 0, used: 0 }
    by.set(l.unit, { unit: l.unit, quantity: s.quantity + l.quantity, used: s.used + l.used })
  }
  return [...by.values()]
}

export default function DirectiveListPage() {
  const { t, say } = useText()
  const names = useNames()
  const { search } = useScope()
  const user = useSession().data?.user
  const itemsOf = (d: Directive) => [...new Set(d.lines.map((l) => names.item(l.item, l.item_name)))]
  return (
    <ListPage<Directive>
      title={t('menu.directives')} path="/directives" query={{ status: search.tab, org: search.org }} rowKey={(d) => d.code} exportList="directives" exportQuery={{ org: search.org }} filters={<><OrgFilter /><StateFilter states={['issued', 'approved', 'revoked']} /></>}
      actions={user && holds(user, ...actOf('directive-issue')!.roles) && <Link to="/act/$act" params={{ act: 'directive-issue' }}><Button type="primary">{t('directive.issue')}</Button></Link>}
      columns={[
        { title: t('directive.code'), show: (d) => <Link to="/directives/$directive" params={{ directive: d.code }} className="code">{d.code}</Link> },
        { title: t('depot.status'), show: (d) => <State code={d.status} /> }, { title: t('directive.kind'), show: (d) => say(d.purpose_name, d.purpose_name_en) }, { title: t('directive.scope'), show: (d) => <>{d.lines.length === 1 ? <span className="code">{d.lines[0].scope}</span> : t('directive.lines', { n: d.lines.length })}</> }, { title: t('depot.item'), show: (d) => itemsOf(d).join('、'), wide: true, width: 260 },
        { title: t('depot.quantity'), show: (d) => sums(d).map((x) => <div key={x.unit}><Qty value={x.quantity} unit={x.unit} /></div>), num: true }, { title: t('directive.used'), show: (d) => sums(d).map((x) => <div key={x.unit}><Progress part={x.used} whole={x.quantity} /></div>) },
        { title: t('directive.issued'), show: (d) => `${moment(d.issued_at)} ${d.issued_by}`, less: true }, { title: t('directive.approved'), less: true, show: (d) => d.approved_by },
      ]}
    />
  )
}
