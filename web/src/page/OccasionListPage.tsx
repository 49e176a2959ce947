/** Temporary bodies and large events: their last day, and what was called back when it came. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { OCCASION_MOVE, OCCASION_REGISTER } from '../act/disposal'
import { useSession } from '../api/hooks'
import type { Occasion } from '../api/types'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export default function OccasionListPage() {
  const { t, word } = useText()
  const { search } = useScope()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const acts = user && !search.org && holds(user, ...OCCASION_MOVE.roles)
  return (
    <ListPage<Occasion>
      title={t('menu.occasions')} path="/occasions" query={{ org: search.org }} rowKey={(o) => o.code} filters={<OrgFilter />}
      actions={acts && <Link to="/act/$act" params={{ act: OCCASION_REGISTER.name }}><Button type="primary">{t(OCCASION_REGISTER.label)}</Button></Link>}
      columns={[
        { title: t('occasion.name'), show: (o) => <Link to="/loans" search={{ q: o.name }}>{o.name}</Link> }, { title: t('property.state'), show: (o) => <span className={`tag ${o.ended_on ? 'ok' : 'amb'}`}>{o.ended_on ? t('occasion.over', { n: o.recalled }) : t('occasion.lasts')}</span> }, { title: t('occasion.kind'), show: (o) => word('occasion', o.kind) }, { title: t('occasion.document'), show: (o) => o.document },
        { title: t('loan.from'), show: (o) => o.from_on }, { title: t('occasion.ends'), show: (o) => o.ends_on }, { title: '', show: (o) => acts && !o.ended_on && <Button size="small" onClick={() => open(OCCASION_MOVE, { occasion: o.code })}>{t(OCCASION_MOVE.label)}</Button> },
      ]}
    >{drawer}</ListPage>
  )
}
