/** Stock-takes of public-property warehouses. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { INVENTORY_OPEN } from '../act/disposal'
import { useSession } from '../api/hooks'
import type { InventoryHead } from '../api/types'
import { useText } from '../i18n'
import { holds } from '../menu'
import { OrgFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { useScope } from '../scope'

export const InventoryState = ({ inventory: i }: { inventory: InventoryHead }) => {
  const { t } = useText()
  return <span className={`tag ${i.closed_on ? 'ok' : 'amb'}`}>{t(i.closed_on ? 'inventory.closed' : 'inventory.open')}</span>
}

/** 1 − differences ÷ book, in percent; the formula is provisional. */
export const accuracy = (i: InventoryHead) => (i.closed_on && i.expected ? `${Math.max(0, 100 * (1 - (i.missing + i.misplaced + i.unexpected) / i.expected)).toFixed(1)} %` : null)

export default function InventoryListPage() {
  const { t } = useText()
  const { search } = useScope()
  const user = useSession().data?.user
  return (
    <ListPage<InventoryHead>
      title={t('menu.inventories')} path="/inventories" query={{ org: search.org }} rowKey={(i) => i.code} filters={<OrgFilter />}
      actions={user && holds(user, ...INVENTORY_OPEN.roles) && <Link to="/act/$act" params={{ act: INVENTORY_OPEN.name }}><Button type="primary">{t(INVENTORY_OPEN.label)}</Button></Link>}
      columns={[
        { title: t('inventory.code'), show: (i) => <Link to="/inventories/$inventory" params={{ inventory: i.code }} className="code">{i.code.slice(18)}</Link> }, { title: t('property.state'), show: (i) => <InventoryState inventory={i} /> }, { title: t('property.pool'), show: (i) => <span className="code">{i.pool.slice(18)}</span> }, { title: t('inventory.opened'), show: (i) => `${i.opened_on} ${i.opened_by}` },
        { title: t('inventory.expected'), show: (i) => i.expected, num: true }, { title: t('inventory.found'), show: (i) => (i.closed_on ? i.found : ''), num: true }, { title: t('difference.missing'), show: (i) => (i.closed_on ? i.missing : ''), num: true }, { title: t('difference.misplaced'), show: (i) => (i.closed_on ? i.misplaced : ''), num: true }, { title: t('difference.unexpected'), show: (i) => (i.closed_on ? i.unexpected : ''), num: true }, { title: t('inventory.accuracy'), show: accuracy, num: true },
      ]}
    />
  )
}
