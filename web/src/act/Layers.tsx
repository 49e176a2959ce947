/** Grain temperature layer by layer, from the surface down, as a keeper reads it off: highest, mean, lowest. Judges nothing. */
import { Button, Input } from 'antd'
import { useText } from '../i18n'
import type { LayerText } from './body'

/** Layers the server takes (docs/spec/stock.md). */
const LAYERS_MAX = 12

export function Layers({ id, value, onChange }: { id?: string; value?: LayerText[]; onChange?: (v: LayerText[] | undefined) => void }) {
  const { t } = useText()
  const rows = value?.length ? value : [{}]
  const set = (at: number, change: LayerText) => onChange?.(rows.map((row, i) => (i === at ? { ...row, ...change } : row)))
  return (
    <div className="layers" id={id}>
      {rows.map((row, at) => (
        <fieldset key={at}>
          <legend>{t('keeping.layer', { n: at + 1 })}</legend>
          {(['highest', 'mean', 'lowest'] as const).map((key) => (
            <Input key={key} aria-label={`${t('keeping.layer', { n: at + 1 })} ${t(`keeping.${key}`)}`} placeholder={t(`keeping.${key}`)} value={row[key] ?? ''} inputMode="text" autoComplete="off" suffix="℃" onChange={(e) => set(at, { [key]: e.target.value.trim() })} />
          ))}
        </fieldset>
      ))}
      <p className="pick">
        {rows.length < LAYERS_MAX && <Button onClick={() => onChange?.([...rows, {}])}>＋ {t('keeping.layer_more')}</Button>}
        {rows.length > 1 && <Button onClick={() => onChange?.(rows.slice(0, -1))}>{t('keeping.layer_less')}</Button>}
      </p>
    </div>
  )
}
