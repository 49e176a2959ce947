/** Directives: issued by one officer, approved by a second, used up by issues and dispatches. */
import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { actOf } from '../act/acts'
import { useSession } from '../api/hooks'
import type { Directive } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { ListPage } from '../part/ListPage'
import { Qty } from '../part/Qty'
import { useScope } from '../scope'

export default function DirectiveListPage() {
  const { t, word, say } = useText()
  const { search, set } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<Directive>
      title={t('menu.directives')} path="/directives" query={{ status: search.tab, org: search.org }} rowKey={(d) => d.code} filters={<Select allowClear aria-label={t('depot.status')} placeholder={t('depot.status')} value={search.tab} onChange={(tab?: string) => set({ tab })} style={{ width: 120 }} options={['issued', 'approved', 'revoked'].map((s) => ({ value: s, label: word('state', s) }))} />}
      actions={user && holds(user, ...actOf('directive-issue')!.roles) && <Link to="/act/$act" params={{ act: 'directive-issue' }}><Button type="primary">{t('directive.issue')}</Button></Link>}
      columns={[
        { title: t('directive.code'), show: (d) => <Link to="/directives/$directive" params={{ directive: d.code }} className="code">{d.code}</Link> },
        { title: t('directive.kind'), show: (d) => say(d.purpose_name, d.purpose_name_en) }, { title: t('directive.scope'), show: (d) => d.lines.map((l) => <div key={l.line}><span className="code">{l.scope}</span></div>) }, { title: t('depot.item'), show: (d) => d.lines.map((l) => <div key={l.line}>{l.item_name}</div>) },
        { title: t('depot.quantity'), show: (d) => d.lines.map((l) => <div key={l.line}><Qty value={l.quantity} unit={l.unit} /></div>), num: true }, { title: t('directive.used'), show: (d) => d.lines.map((l) => <div key={l.line}><Progress part={l.used} whole={l.quantity} /></div>) },
        { title: t('directive.issued'), show: (d) => `${moment(d.issued_at)} ${d.issued_by}` }, { title: t('directive.approved'), show: (d) => d.approved_by }, { title: t('depot.status'), show: (d) => <span className={`tag ${d.status === 'issued' ? 'amb' : d.status === 'approved' ? 'ok' : ''}`}>{word('state', d.status)}</span> },
      ]}
    />
  )
}
