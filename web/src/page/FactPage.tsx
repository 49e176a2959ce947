/** One fact: the exact bytes that are hashed, read aloud, with their proof. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { fileUrl } from '../api/client'
import { useFact } from '../api/hooks'
import { instant } from '../format'
import { useText } from '../i18n'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { ProofBadge } from '../part/ProofBadge'
import { leaves } from '../part/reading'

const bodyOf = (entry: string): unknown => { try { return (JSON.parse(entry) as { body?: unknown }).body } catch { return null } }

export default function FactPage() {
  const { t, word } = useText()
  const { org, index } = useParams({ strict: false }) as { org: string; index: string }
  const n = Number(index)
  const fact = useFact(org, n)
  return (
    <>
      <Head title={<><Link to="/books/$org" params={{ org }}>{org}</Link> #{index}</>}>
        <span className="sp" />
        {n > 0 && <Link to="/books/$org/$index" params={{ org, index: String(n - 1) }}><Button>{t('book.prev')}</Button></Link>}
        <Link to="/books/$org/$index" params={{ org, index: String(n + 1) }}><Button>{t('book.next')}</Button></Link>
      </Head>
      <div className="page">
        <Answer ask={fact}>
          {(f) => (
            <>
              <Panel title={word('fact', f.act)} extra={<ProofBadge org={org} index={n} auto />}>
                <Facts rows={[[t('book.when'), instant(f.at)], [t('book.by'), `${f.by.user} · ${f.by.org}`], [t('book.order'), f.order && <Link key="o" to="/directives/$directive" params={{ directive: f.order }} className="code">{f.order}</Link>], [t('act.why'), f.why], [t('book.origin'), <span key="b" className="mono">{f.origin}</span>]]} />
                {/^stock\./.test(f.act) && <p><Button href={fileUrl(`/vouchers/${org}/${n}.pdf`)} target="_blank">{t('depot.voucher')} PDF</Button></p>}
              </Panel>
              <Panel title={t('book.body')} bare>
                <div className="scroll"><table className="t"><tbody>{leaves(bodyOf(f.entry)).map((l) => <tr key={l.path}><td className="sec">{l.path}</td><td style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>{l.value}</td></tr>)}</tbody></table></div>
              </Panel>
              <Panel title={t('book.entry')}>
                <pre className="mono" style={{ whiteSpace: 'pre-wrap' }} data-testid="entry">{f.entry}</pre>
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
