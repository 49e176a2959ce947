/** The laboratory: bags by number, and nothing that tells whose goods they are. */
import { Button } from 'antd'
import { useActDrawer } from '../act/ActDrawer'
import { RESULT } from '../act/gate'
import type { Sample } from '../api/types'
import { useText } from '../i18n'
import { ListPage } from '../part/ListPage'

export default function SamplePage() {
  const { t, name } = useText()
  const { open, drawer } = useActDrawer()
  return (
    <ListPage<Sample> title={t('menu.samples')} path="/samples" rowKey={(s) => s.number} columns={[
      { title: t('gate.sample_number'), show: (s) => <Button size="small" className="mono" onClick={() => open(RESULT, { sample: s.number, item: s.item })}>{s.number}</Button> },
      { title: t('depot.item'), show: (s) => name({ name: s.item_name, name_en: s.item_name_en }) }, { title: t('gate.drawn'), show: (s) => s.drawn_on },
    ]}>{drawer}</ListPage>
  )
}
