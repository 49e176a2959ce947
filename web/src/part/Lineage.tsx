/** Which lots a lot was made from and which were made from it; kits can be taken apart here. Nothing is shown for an ordinary lot. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { dismantleOf } from '../act/relief'
import { useLineage, useSession } from '../api/hooks'
import type { Lineage as Answer, Relative } from '../api/types'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Rows } from './ListPage'
import { Panel } from './Panel'
import { Qty } from './Qty'

function Kin({ title, rows }: { title: string; rows: Relative[] }) {
  const { t, say } = useText()
  if (!rows.length) return null
  return (
    <>
      <div className="in l2">{title}</div>
      <Rows<Relative> rows={rows} page={50} rowKey={(r) => r.lot} columns={[
        { title: t('depot.lot'), show: (r) => <Link to="/lots/$lot" params={{ lot: r.lot }} className="code">{r.lot.slice(18)}</Link> }, { title: t('depot.item'), show: (r) => say(r.item_name, r.item_name_en) },
        { title: t('depot.quantity'), show: (r) => <Qty value={r.quantity} unit={r.unit} exact />, num: true }, { title: t('relief.back'), show: (r) => (r.back ? <Qty value={r.back} unit={r.unit} exact /> : ''), num: true }, { title: t('depot.expires'), show: (r) => r.expires_on },
      ]} />
    </>
  )
}

function Shown({ of }: { of: Answer }) {
  const { t, say } = useText()
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const act = dismantleOf(of, say)
  const may = of.kit && user && user.org === of.lot.slice(0, 18) && holds(user, ...act.roles)
  return (
    <Panel title={t('relief.lineage')} hint={of.kit} bare extra={may && <Button size="small" onClick={() => open(act)}>{t(act.label)}</Button>}>
      {drawer}
      <Kin title={t('relief.made_from')} rows={of.made_from} />
      <Kin title={t('relief.gone_into')} rows={of.gone_into} />
    </Panel>
  )
}

export function Lineage({ lot }: { lot: string }) {
  const ask = useLineage(lot)
  return ask.data && (ask.data.made_from.length > 0 || ask.data.gone_into.length > 0) ? <Shown of={ask.data} /> : null
}
