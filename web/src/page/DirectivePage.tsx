/** One directive: what it allows, what is used, and approval or revocation by a second person with a one-time code. */
import { useParams } from '@tanstack/react-router'
import { Button, Table } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import type { Act } from '../act/acts'
import { useDirective, useSession } from '../api/hooks'
import type { Directive, DirectiveLine } from '../api/types'
import { instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { columnsOf } from '../part/ListPage'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

const hidden = { name: 'directive', kind: 'text', label: 'directive.code' } as const
const APPROVE: Act = { name: 'directive-approve', label: 'directive.approve', path: '/acts/directive-approve', roles: ['bureau_approver', 'commander', 'depot_manager'], at: 'none', fields: [hidden] }
const REVOKE: Act = { name: 'directive-revoke', label: 'directive.revoke', path: '/acts/directive-revoke', roles: ['bureau_approver', 'commander', 'depot_manager', 'bureau_officer'], at: 'none', fields: [hidden, { name: 'why', kind: 'long', label: 'act.why' }] }

function Lines({ d }: { d: Directive }) {
  const { t } = useText()
  return (
    <Table<DirectiveLine> size="small" rowKey={(l) => l.line} dataSource={d.lines} pagination={false} scroll={{ x: 'max-content' }} columns={columnsOf<DirectiveLine>([
      { title: t('directive.scope'), show: (l) => <span className="code">{l.scope}</span> }, { title: t('depot.item'), show: (l) => l.item_name }, { title: t('depot.nature'), show: (l) => l.nature_name }, { title: t('depot.owner'), show: (l) => l.owner_name },
      { title: t('directive.max'), show: (l) => <Qty value={l.quantity} unit={l.unit} exact />, num: true }, { title: t('directive.used'), show: (l) => <Progress part={l.used} whole={l.quantity} /> }, { title: t('directive.left'), show: (l) => <Qty value={l.quantity - l.used} unit={l.unit} exact />, num: true }, { title: t('act.to_site'), show: (l) => l.destination },
    ])} />
  )
}

export default function DirectivePage() {
  const { t, word, say } = useText()
  const { directive: code } = useParams({ strict: false }) as { directive: string }
  const directive = useDirective(code)
  const user = useSession().data?.user
  const { open, drawer } = useActDrawer()
  const status = directive.data?.status
  const offered = [APPROVE, REVOKE].filter((a) => user && holds(user, ...a.roles) && (status === 'issued' || (a === REVOKE && status === 'approved')))
  return (
    <>
      <Head title={`${t('directive.code')} ${code}`}>{directive.data && <span className={`tag ${directive.data.status === 'issued' ? 'amb' : directive.data.status === 'approved' ? 'ok' : ''}`}>{word('state', directive.data.status)}</span>}<span className="sp" />{offered.map((a) => <Button key={a.name} type={a === APPROVE ? 'primary' : 'default'} title={a === APPROVE ? t('directive.second') : undefined} onClick={() => open(a, { directive: code })}>{t(a.label)}</Button>)}</Head>
      <div className="page">
        {drawer}
        <Answer ask={directive}>
          {(d) => (
            <>
              <Panel title={say(d.purpose_name, d.purpose_name_en)} hint={d.authority}>
                <Facts rows={[[t('depot.org'), d.org_name], [t('directive.issued'), `${instant(d.issued_at)} ${d.issued_by}`], [t('directive.approved'), d.approved_by], [t('directive.from'), d.valid_from], [t('directive.validity'), d.valid_to], [t('directive.authority'), d.authority], [t('directive.reason'), d.reason]]} />
              </Panel>
              <section className="p"><Lines d={d} /></section>
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
