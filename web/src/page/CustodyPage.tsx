/** The chain of custody of one sealed thing: each step with its document, seal, photograph and two signatures. */
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { CUSTODY_ACTS } from '../act/property'
import { useCustody, useSession } from '../api/hooks'
import { instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Picture } from '../part/Picture'

export default function CustodyPage() {
  const { t, word } = useText()
  const { asset: code } = useParams({ strict: false }) as { asset: string }
  const custody = useCustody(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const head = custody.data?.head
  const offered = CUSTODY_ACTS.filter((a) => head && user && head.org === user.org && !head.outcome && a.offered === !!head.offered_to && holds(user, ...a.act.roles))
  return (
    <>
      <Head title={head?.name ?? code}>{head && <span className="tag">{head.outcome ? word('outlet', head.outcome) : word('office', head.office)}</span>}<span className="sp" />{offered.map((a, i) => <Button key={a.act.name} type={i ? 'default' : 'primary'} onClick={() => open(a.act, { asset: code })}>{t(a.act.label)}</Button>)}</Head>
      <div className="page">
        {drawer}
        <Answer ask={custody}>
          {({ head: h, chain }) => (
            <>
              <Panel title={t('custody.rule')} hint={<span className="code">{h.asset}</span>}>
                <Facts rows={[
                  [t('custody.case'), h.case_no], [t('custody.office'), word('office', h.office)], [t('custody.offered'), h.offered_to && `${word('office', h.offered_to)}（${h.offered_by ?? ''}）`], [t('custody.seal'), h.seal], [t('property.place'), h.place], [t('custody.document'), h.document], [t('custody.seized'), h.sealed_on], [t('custody.outcome'), h.outcome && word('outlet', h.outcome)],
                  [t('property.code'), <Link key="a" to="/assets/$asset" params={{ asset: h.asset }}>{h.asset.slice(18)}</Link>], [t('property.last'), <Link key="n" to="/books/$org/$index" params={{ org: h.org, index: String(h.index) }}>#{h.index}</Link>],
                ]} />
              </Panel>
              <Panel title={t('custody.chain')}>
                <ol className="tl">
                  {chain.map((s) => (
                    <li key={s.step}>
                      <div className="hd"><b>{s.step === 1 ? t('act.custody_seal') : `${word('office', s.from_office)} → ${word('office', s.to_office)}`}</b><span className="sec">{instant(s.at)}</span><Link to="/books/$org/$index" params={{ org: h.org, index: String(s.index) }}>#{s.index}</Link></div>
                      <div>{s.document} · {t('custody.seal')} {s.seal}</div>
                      <div className="sec">{t('custody.given')} {s.given_by} · {t('custody.taken')} {s.taken_by}</div>
                      <span className="shot"><Picture hash={s.photo} name={s.document} /></span>
                    </li>
                  ))}
                </ol>
              </Panel>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
