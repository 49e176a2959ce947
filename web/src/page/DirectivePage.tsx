/** One directive: what it allows, what is used, and approval or revocation by a second person with a one-time code. */
import { Link, useParams } from '@tanstack/react-router'
import type { Act } from '../act/acts'
import { useAllocation, useDirective } from '../api/hooks'
import { useNames } from '../api/names'
import type { Directive, DirectiveLine, Leaving } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { Progress } from '../part/Bars'
import { placeOf } from '../part/codes'
import { DetailPage } from '../part/DetailPage'
import { Rows } from '../part/ListPage'
import { Answer, Facts, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

const directive = { name: 'directive', kind: 'text', label: 'directive.code', fixed: true } as const
const APPROVE: Act = { name: 'directive-approve', label: 'directive.approve', path: '/acts/directive-approve', roles: ['bureau_approver', 'commander', 'depot_manager'], at: 'none', fields: [directive] }
const REVOKE: Act = { name: 'directive-revoke', label: 'directive.revoke', path: '/acts/directive-revoke', roles: ['bureau_approver', 'commander', 'depot_manager', 'bureau_officer'], at: 'none', fields: [directive, { name: 'why', kind: 'long', label: 'act.why' }] }

function Place({ code }: { code: string }) {
  const place = placeOf(code)
  return place ? <Link to={place.to} params={place.params as never} className="code">{code}</Link> : <span className="code">{code}</span>
}

function Lines({ d }: { d: Directive }) {
  const { t } = useText()
  const names = useNames()
  return (
    <Rows<DirectiveLine> rowKey={(l) => String(l.line)} rows={d.lines} page={50} columns={[
      { title: t('directive.scope'), show: (l) => <Place code={l.scope} /> }, { title: t('depot.item'), show: (l) => names.item(l.item, l.item_name) }, { title: t('depot.nature'), show: (l) => names.nature(l.nature, l.nature_name) }, { title: t('depot.owner'), show: (l) => names.owner(l.owner, l.owner_name) },
      { title: t('directive.max'), show: (l) => <Qty value={l.quantity} unit={l.unit} exact />, num: true }, { title: t('directive.used'), show: (l) => <Progress part={l.used} whole={l.quantity} /> }, { title: t('directive.left'), show: (l) => <Qty value={l.quantity - l.used} unit={l.unit} exact />, num: true }, { title: t('act.to_site'), show: (l) => l.destination && <Place code={l.destination} /> },
    ]} />
  )
}

/** What should leave for the rest of a line, by the one allocation rule. */
function Leaves({ line, purpose }: { line: DirectiveLine; purpose: string }) {
  const { t } = useText()
  const names = useNames()
  const ask = useAllocation({ scope: line.scope, item: line.item, nature: line.nature, owner_level: line.owner, quantity: line.quantity - line.used, disposal: String(purpose === 'disposal') }, true)
  return (
    <Panel title={t('relief.first_out')} hint={`${names.item(line.item, line.item_name)} · ${t('relief.first_out_hint')}`} bare>
      <Answer ask={ask}>
        {(page) => <Rows<Leaving> rows={page.items} page={20} rowKey={(p) => p.position + p.lot} columns={[
          { title: t('depot.lot'), show: (p) => <Link to="/lots/$lot" params={{ lot: p.lot }} className="code">{p.lot.slice(18)}</Link> }, { title: t('depot.position'), show: (p) => <Place code={p.position} /> },
          { title: t('depot.quantity'), show: (p) => <Qty value={p.quantity} unit={line.unit} exact />, num: true }, { title: t('depot.expires'), show: (p) => p.expires_on ?? '—' }, { title: t('relief.produced'), show: (p) => p.produced_on ?? '—', less: true }, { title: t('depot.received'), show: (p) => p.received_on },
        ]} />}
      </Answer>
    </Panel>
  )
}

export default function DirectivePage() {
  const { t, say } = useText()
  const { directive: code } = useParams({ strict: false }) as { directive: string }
  const ask = useDirective(code)
  const on = { directive: code }
  return (
    <DetailPage<Directive>
      title={<>{t('directive.code')} <span className="code">{code}</span></>} state={ask.data?.status} ask={ask}
      offers={(d) => [...(d.status === 'issued' ? [{ act: APPROVE, preset: on, hint: t('directive.second') }] : []), ...(d.status === 'issued' || d.status === 'approved' ? [{ act: REVOKE, preset: on }] : [])]}
    >
      {(d) => (
        <>
          <Panel title={say(d.purpose_name, d.purpose_name_en)} hint={d.authority}>
            <Facts rows={[[t('depot.org'), d.org_name], [t('directive.issued'), `${instant(d.issued_at)} ${d.issued_by}`], [t('directive.approved'), d.approved_by], [t('directive.from'), d.valid_from], [t('directive.validity'), d.valid_to], [t('directive.authority'), d.authority], [t('directive.reason'), d.reason]]} />
          </Panel>
          {d.status === 'approved' && d.lines.filter((l) => l.quantity > l.used && !l.destination).slice(0, 20).map((l) => <Leaves key={l.line} line={l} purpose={d.purpose} />)}
          <Panel title={t('directive.content')} hint={t('directive.lines', { n: d.lines.length })} bare><Lines d={d} /></Panel>
        </>
      )}
    </DetailPage>
  )
}
