/** What an act leaves in hand: where it stands in which book, its leaf hashes, the proof, the printed voucher. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { fileUrl } from '../api/client'
import type { ActAnswer } from '../api/types'
import { useText } from '../i18n'
import { Facts } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'

/** A code as a link to what it names, told apart by the letter after its issuer's code. */
function Created({ code }: { code: string }) {
  if (code[18] === 'D') return <Link to="/directives/$directive" params={{ directive: code }} className="code">{code}</Link>
  if (code[21] === 'T') return <Link to="/trips/$trip" params={{ trip: code }} className="code">{code}</Link>
  if (code[21] === 'L') return <Link to="/lots/$lot" params={{ lot: code }} className="code">{code}</Link>
  return <span className="code">{code}</span>
}

export function ReceiptView({ answer, onAgain, again }: { answer: ActAnswer; onAgain: () => void; again?: string }) {
  const { t, word } = useText()
  const r = answer.receipt
  return (
    <div className="in" role="status" data-testid="receipt">
      <div className="l1"><strong className="ok">✓ {t('act.done')}</strong><ProofBadge org={r.org} index={r.index} auto /></div>
      {(answer.password || answer.token) && <p>{t(answer.password ? 'admin.initial' : 'admin.token_once')}<br /><b className="mono" style={{ fontSize: 16 }} data-testid="secret">{answer.password ?? answer.token}</b></p>}
      <Facts rows={[
        [t('book.act'), word('fact', r.act)],
        [t('act.created'), answer.created?.length ? answer.created.map((c) => <div key={c}><Created code={c} /></div>) : null],
        [t('act.receipt'), <Link key="r" to="/books/$org/$index" params={{ org: r.org, index: String(r.index) }} className="mono">{r.book} #{r.index}</Link>],
        ['SHA-256', <span key="a" className="mono">{r.leaf_sha256}</span>], ['SM3', <span key="b" className="mono">{r.leaf_sm3}</span>],
      ]} />
      <p className="pick"><Button type="primary" onClick={onAgain}>{again ?? t('act.again')}</Button>{/^(stock|transfer)\./.test(r.act) && <Button href={fileUrl(`/vouchers/${r.org}/${r.index}.pdf`)} target="_blank">{t('depot.voucher')} PDF</Button>}</p>
    </div>
  )
}
