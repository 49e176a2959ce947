/** What an act leaves in hand: where it stands in which book, its leaf hashes, the proof, the printed voucher. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { fileUrl } from '../api/client'
import type { ActAnswer } from '../api/types'
import { useText } from '../i18n'
import { Facts } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'

export function ReceiptView({ answer, onAgain }: { answer: ActAnswer; onAgain: () => void }) {
  const { t, word } = useText()
  const r = answer.receipt
  return (
    <div className="in" role="status" data-testid="receipt">
      <div className="l1"><strong className="ok">✓ {t('act.done')}</strong><ProofBadge org={r.org} index={r.index} auto /></div>
      <Facts rows={[
        [t('book.act'), word('fact', r.act)],
        [t('act.receipt'), <Link key="r" to="/books/$org/$index" params={{ org: r.org, index: String(r.index) }} className="mono">{r.book} #{r.index}</Link>],
        ['SHA-256', <span key="a" className="mono">{r.leaf_sha256}</span>], ['SM3', <span key="b" className="mono">{r.leaf_sm3}</span>],
      ]} />
      <p className="pick"><Button type="primary" onClick={onAgain}>{t('act.again')}</Button><Button href={fileUrl(`/vouchers/${r.org}/${r.index}.pdf`)} target="_blank">{t('depot.voucher')} PDF</Button></p>
    </div>
  )
}
