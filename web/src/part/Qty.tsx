/** A quantity with its unit: tabular figures, ten-thousands from ten thousand up, the exact figure in the title. */
import { useText } from '../i18n'
import { decimal, scaled } from '../format'

export function Qty({ value, unit, exact, bare }: { value: number | null | undefined; unit?: string | null; exact?: boolean; bare?: boolean }) {
  const { lang } = useText()
  if (value === null || value === undefined) return <span className="dim">—</span>
  const s = exact ? { text: decimal(value), unit: scaled(0, unit ?? '', lang).unit } : scaled(value, unit ?? '', lang)
  return <span title={`${decimal(value)} ${unit ?? ''}`} style={{ whiteSpace: 'nowrap' }}>{s.text}{!bare && s.unit && <span className="sec"> {s.unit}</span>}</span>
}
