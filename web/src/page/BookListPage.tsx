/** Every book one may see: how long it is, how far it is signed, what this browser remembers of it. */
import { Link } from '@tanstack/react-router'
import type { Book } from '../api/types'
import { moment } from '../format'
import { useText } from '../i18n'
import { SearchFilter } from '../part/filters'
import { ListPage } from '../part/ListPage'
import { pinnedHead } from '../proof/keys'
import { useScope } from '../scope'

export default function BookListPage() {
  const { t } = useText()
  const { search } = useScope()
  return (
    <ListPage<Book>
      title={t('book.title')} path="/books" query={{ q: search.q }} rowKey={(b) => b.org} exportList="books"
      filters={<SearchFilter label="admin.find_org" />}
      columns={[
        { title: t('book.owner'), show: (b) => <Link to="/books/$org" params={{ org: b.org }}>{b.org_name}</Link> }, { title: t('book.size'), show: (b) => b.size, num: true }, { title: t('book.signed'), show: (b) => b.signed_size, num: true },
        { title: t('book.at'), show: (b) => b.at && moment(b.at) }, { title: t('book.seen'), show: (b) => pinnedHead(b.origin, localStorage)?.size ?? <span className="dim">{t('book.never')}</span>, num: true },
        { title: '', show: (b) => <span className="tag">{b.home ? t('book.home') : t('book.followed')}</span> }, { title: t('book.origin'), less: true, show: (b) => <span className="mono">{b.origin}</span> },
      ]}
    />
  )
}
