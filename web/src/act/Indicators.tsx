/** Test results by indicator of the item: numbers as written on the report, words from the pack's list. Judges nothing. */
import { Input } from 'antd'
import { useItems, useLot } from '../api/hooks'
import { useText } from '../i18n'

type Props = { item?: string; lot?: string; value?: Record<string, string>; onChange?: (v: Record<string, string> | undefined) => void }

export function Indicators({ item, lot, value = {}, onChange }: Props) {
  const { t, name } = useText()
  const items = useItems()
  const known = useLot(item ? undefined : lot)
  const found = items.data?.items.find((i) => i.code === (item ?? known.data?.item))
  if (!found?.indicators?.length) return <span className="dim">{t('act.results_hint')}</span>
  const set = (code: string, text: string | undefined) => {
    const next = Object.fromEntries(Object.entries({ ...value, [code]: text ?? '' }).filter(([, v]) => v !== ''))
    onChange?.(Object.keys(next).length ? next : undefined)
  }
  return (
    <div className="two">
      {found.indicators.map((i) => (
        <label key={i.code} className="one">
          <span className="sec">{name(i)}</span>
          <Input aria-label={name(i)} value={value[i.code] ?? ''} autoComplete="off" onChange={(e) => set(i.code, e.target.value.trim())} />
        </label>
      ))}
    </div>
  )
}
