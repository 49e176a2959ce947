/** One act on its own page, filled in from where the person came (position, lot, directive, consignment, count). */
import { useParams } from '@tanstack/react-router'
import { useSession } from '../api/hooks'
import { ActForm } from '../act/ActForm'
import { actOf } from '../act/acts'
import { useText } from '../i18n'
import { Head } from '../part/Panel'
import { useScope } from '../scope'

export default function ActPage() {
  const { t } = useText()
  const { act: name } = useParams({ strict: false }) as { act: string }
  const { search } = useScope()
  const session = useSession()
  const act = actOf(name)
  if (!act || !session.data) return <div className="page"><section className="p"><div className="in">{t('app.missing')}</div></section></div>
  const preset = Object.fromEntries(act.fields.map((f) => [f.name, search[f.name as keyof typeof search]]).filter(([, v]) => v))
  return (
    <>
      <Head title={t(act.label)} />
      <div className="page"><section className="p"><ActForm key={act.name} act={act} user={session.data.user.id} preset={preset} /></section></div>
    </>
  )
}
