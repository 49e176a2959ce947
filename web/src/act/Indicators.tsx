/** Test results by indicator of the item, group by group: numbers as written on the report, words from the pack's list. Judges nothing. */
import { Input, Select } from 'antd'
import { useItems, useLot } from '../api/hooks'
import type { Item } from '../api/types'
import { useText } from '../i18n'

type Indicator = Item['indicators'][number]
type Props = { item?: string; lot?: string; judged?: boolean; value?: Record<string, string>; onChange?: (v: Record<string, string> | undefined) => void }
const GROUPS = ['routine', 'storage', 'safety']

function One({ i, value, onChange }: { i: Indicator; value?: string; onChange: (text?: string) => void }) {
  const { name } = useText()
  return (
    <label className="one">
      <span className="sec">{name(i)}</span>
      {i.words.length
        ? <Select aria-label={name(i)} allowClear value={value} onChange={onChange} options={i.words.map((w) => ({ value: w.code, label: name(w) }))} />
        : <Input aria-label={name(i)} value={value ?? ''} autoComplete="off" inputMode="decimal" suffix={i.unit === '1' ? undefined : i.unit} onChange={(e) => onChange(e.target.value.trim())} />}
    </label>
  )
}

export function Indicators({ item, lot, judged, value = {}, onChange }: Props) {
  const { t, name, word } = useText()
  const items = useItems()
  const known = useLot(item ? undefined : lot)
  const found = items.data?.items.find((i) => i.code === (item ?? known.data?.item))
  const asked = found?.indicators.filter((i) => !judged || i.judged) ?? []
  if (!asked.length) return <span className="dim">{found && judged ? t('act.judge_none', { item: name(found) }) : t('act.results_hint')}</span>
  const set = (code: string, text: string | undefined) => {
    const next = Object.fromEntries(Object.entries({ ...value, [code]: text ?? '' }).filter(([, v]) => v !== ''))
    onChange?.(Object.keys(next).length ? next : undefined)
  }
  return (
    <>
      {GROUPS.map((g) => [g, asked.filter((i) => i.group === g)] as const).filter(([, of]) => of.length).map(([g, of]) => (
        <fieldset key={g} className="set">
          {!judged && <legend>{word('indicator', g)}</legend>}
          <div className="two">{of.map((i) => <One key={i.code} i={i} value={value[i.code]} onChange={(text) => set(i.code, text)} />)}</div>
        </fieldset>
      ))}
    </>
  )
}
