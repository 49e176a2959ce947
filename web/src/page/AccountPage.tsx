/** One's own account: who I am, password, second factor. */
import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSession } from '../api/hooks'
import { useText } from '../i18n'
import { Facts, Head, Panel } from '../part/Panel'
import { PasswordForm, TotpForm } from './LoginPage'

export default function AccountPage() {
  const { t, word } = useText()
  const session = useSession()
  const client = useQueryClient()
  const [enrol, setEnrol] = useState<'no' | 'yes' | 'done'>('no')
  const [changed, setChanged] = useState(false)
  const user = session.data?.user
  if (!user) return null
  const again = () => void client.invalidateQueries({ queryKey: ['/session'] })
  return (
    <>
      <Head title={t('app.account')} />
      <div className="page">
        <Panel title={user.name}><Facts rows={[[t('admin.username'), user.id], [t('admin.org'), `${user.org_name} ${user.org}`], [t('admin.roles'), user.roles.map((r) => word('role', r)).join('、')], [t('admin.regions'), user.regions.join('、')]]} /></Panel>
        <Panel title={t('login.change')} className="form">{changed ? <p className="ok">{t('login.done')}</p> : <PasswordForm onDone={() => { setChanged(true); again() }} />}</Panel>
        <Panel title={t('login.enrol')} hint={t('login.enrol_lead')} className="form">
          {enrol === 'no' && <Button onClick={() => setEnrol('yes')}>{t('login.enrol')}</Button>}
          {enrol === 'yes' && <TotpForm onDone={() => { setEnrol('done'); again() }} />}
          {enrol === 'done' && <p className="ok">{t('login.done')}</p>}
        </Panel>
      </div>
    </>
  )
}
