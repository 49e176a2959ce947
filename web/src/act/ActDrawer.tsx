/** An act on one row of a list, in a drawer over it. */
import { Drawer } from 'antd'
import { useState, type ReactNode } from 'react'
import { useSession } from '../api/hooks'
import { useText } from '../i18n'
import type { Act } from './acts'
import { ActForm } from './ActForm'
import type { Values } from './draft'

/** `open(act, preset)` shows the form; put `drawer` somewhere on the page. */
export function useActDrawer(): { open: (act: Act, preset?: Values) => void; drawer: ReactNode } {
  const { t } = useText()
  const user = useSession().data?.user
  const [now, setNow] = useState<{ act: Act; preset: Values } | null>(null)
  const drawer = (
    <Drawer open={!!now} onClose={() => setNow(null)} title={now && t(now.act.label)} size={520} destroyOnHidden>
      {now && user && <ActForm key={now.act.name + JSON.stringify(now.preset)} act={now.act} user={user.id} preset={now.preset} />}
    </Drawer>
  )
  return { open: (act, preset = {}) => setNow({ act, preset }), drawer }
}
