/** One directive: what it allows, what is used, and approval or revocation by a second person with a one-time code. */
import { useParams } from '@tanstack/react-router'
import { ActForm } from '../act/ActForm'
import type { Act } from '../act/acts'
import { useDirective, useSession } from '../api/hooks'
import { instant } from '../format'
import { useText } from '../i18n'
import { holds } from '../menu'
import { Progress } from '../part/Bars'
import { Answer, Facts, Head, Panel } from '../part/Panel'
import { Qty } from '../part/Qty'

const DECIDERS = ['bureau_approver', 'commander', 'depot_manager']
const hidden = { name: 'directive', kind: 'text', label: 'directive.code' } as const
const APPROVE: Act = { name: 'directive-approve', label: 'directive.approve', path: '/acts/directive-approve', roles: DECIDERS, fields: [hidden, { name: 'code', kind: 'code6', label: 'login.code' }] }
const REVOKE: Act = { name: 'directive-revoke', label: 'directive.revoke', path: '/acts/directive-revoke', roles: [...DECIDERS, 'bureau_officer'], fields: [hidden, { name: 'code', kind: 'code6', label: 'login.code' }, { name: 'why', kind: 'long', label: 'act.why' }] }

export default function DirectivePage() {
  const { t, word } = useText()
  const { directive: code } = useParams({ strict: false }) as { directive: string }
  const directive = useDirective(code)
  const user = useSession().data?.user
  return (
    <>
      <Head title={`${t('directive.code')} ${code}`}>{directive.data && <span className={`tag ${directive.data.status === 'issued' ? 'amb' : 'ok'}`}>{word('directive', directive.data.status)}</span>}</Head>
      <div className="page">
        <Answer ask={directive}>
          {(d) => (
            <>
              <Panel title={d.reason}>
                <Facts rows={[
                  [t('directive.executor'), d.executor_name], [t('depot.item'), d.item_name], [t('depot.quantity'), <Qty key="q" value={d.quantity} unit={d.unit} exact />], [t('directive.used'), <Progress key="p" part={d.used} whole={d.quantity} />], [t('directive.left'), <Qty key="l" value={d.quantity - d.used} unit={d.unit} exact />],
                  [t('directive.issued'), `${instant(d.issued_at)} ${d.issued_by}`], [t('directive.approved'), d.approved_at && `${instant(d.approved_at)} ${d.approved_by}`], [t('directive.validity'), d.valid_to],
                ]} />
              </Panel>
              {user && d.status === 'issued' && holds(user, ...APPROVE.roles) && <Panel title={t('directive.approve')} hint={t('directive.second')} bare><ActForm act={APPROVE} user={user.id} preset={{ directive: code }} /></Panel>}
              {user && (d.status === 'issued' || d.status === 'approved') && holds(user, ...REVOKE.roles) && <Panel title={t('directive.revoke')} bare><ActForm act={REVOKE} user={user.id} preset={{ directive: code }} /></Panel>}
            </>
          )}
        </Answer>
      </div>
    </>
  )
}
