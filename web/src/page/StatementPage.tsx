/** One statement: its totals and roots, its file, verified here. */
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { fileUrl, get } from '../api/client'
import type { Statement } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

export default function StatementPage() {
  const { t } = useText()
  const { id } = useParams({ strict: false }) as { id: string }
  const statement = useQuery({ queryKey: [`/statements/${id}`], queryFn: () => get<Statement>(`/statements/${id}`) })
  return (
    <>
      <Head title={t('statement.title')}><span className="sp" /><Button href={fileUrl(`/statements/${id}/file`)}>{t('statement.file')}</Button></Head>
      <div className="page">
        <Answer ask={statement}>
          {(s) => (
            <>
              <Panel title={s.day}><Facts rows={[[t('statement.made'), instant(s.made_at)], [t('statement.books'), s.books], [t('statement.positions'), s.positions], [`${t('statement.root')} SHA-256`, <span key="a" className="mono">{s.root_sha256}</span>], [`${t('statement.root')} SM3`, <span key="b" className="mono">{s.root_sm3}</span>]]} /></Panel>
              <Panel title={t('statement.totals')}><Facts rows={s.totals.map((x) => [x.name, <Qty key={x.name} value={x.quantity} unit={x.unit} exact />])} /></Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
