/** One finding: what is wrong, what was mended in the other book, how it was looked at again, round by round. */
import { Link, useParams } from '@tanstack/react-router'
import { FINDING_MEND, FINDING_RECHECK } from '../act/check'
import { useFinding, useSession } from '../api/hooks'
import type { Finding } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { DetailPage } from '../part/DetailPage'
import { Facts, Panel } from '../part/Panel'
import { Shots } from './CheckPage'
import { factLink, FindingState, Overdue, placeLink } from './CheckRoomPage'

export default function FindingPage() {
  const { t } = useText()
  const { finding: code } = useParams({ strict: false }) as { finding: string }
  const ask = useFinding(code)
  const user = useSession().data?.user
  return (
    <DetailPage<Finding>
      title={<>{t('check.findings')} <span className="code">{code.slice(18)}</span></>} tools={ask.data && <FindingState status={ask.data.head.status} />} ask={ask}
      offers={({ head }) => [
        ...(head.status === 'open' && user?.org === head.org ? [{ act: FINDING_MEND, preset: { finding: code } }] : []),
        ...(head.status === 'mended' && user && user.org !== head.org && user.id !== head.opened_by ? [{ act: FINDING_RECHECK, preset: { finding: code } }] : []),
      ]}
    >
      {({ head: h, rounds }) => (
        <>
          <Panel title={h.words} hint={h.serious ? t('finding.grave') : t('finding.general')}>
            <Facts rows={[
              [t('finding.org'), h.org_name], [t('finding.inspecting'), h.inspecting_name], [t('check.code'), <Link key="c" to="/checks/$check" params={{ check: h.check }} className="code">{h.check.slice(18)}</Link>], [t('depot.position'), h.position && placeLink(h.position)], [t('finding.rule'), h.rule],
              [t('check.sheets'), h.sheet == null ? null : factLink(h.inspecting, h.sheet)], [t('finding.due'), <Overdue key="d" of={h} />], [t('finding.opened'), `${instant(h.opened_at)} ${h.opened_by}`], [t('progress_of_finding.closed'), h.closed_at && instant(h.closed_at)], [t('property.last'), factLink(h.inspecting, h.index)],
            ]} />
            <Shots hashes={h.photos} />
          </Panel>
          {rounds.map((r, i) => (
            <Panel key={r.mending.index} title={t('finding.round', { n: i + 1 })}>
              <Facts rows={[
                [t('finding.mending'), r.mending.words], [t('property.photos'), r.mending.photos.length ? <Shots key="m" hashes={r.mending.photos} /> : null], [t('finding.evidence'), <span key="f">{`${instant(r.mending.at)} ${r.mending.by} `}{factLink(h.org, r.mending.index)}</span>],
                ...(r.recheck ? [[t('finding.recheck'), <span key="r"><span className={`tag ${r.recheck.accepted ? 'ok' : 'red'}`}>{t(r.recheck.accepted ? 'finding.yes' : 'finding.no')}</span> {r.recheck.words}</span>], [t('property.photos'), r.recheck.photos.length ? <Shots key="p" hashes={r.recheck.photos} /> : null], [t('finding.evidence'), <span key="g">{`${instant(r.recheck.at)} ${r.recheck.by} `}{factLink(h.inspecting, r.recheck.index)}</span>]] as [string, React.ReactNode][] : []),
              ]} />
            </Panel>
          ))}
          {h.status === 'open' && <section className="p"><div className="in amb">{t('finding.waits')}</div></section>}
        </>
      )}
    </DetailPage>
  )
}
