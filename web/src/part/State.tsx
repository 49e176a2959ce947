/** The state of anything as a tag: one tone for one meaning everywhere, the word always with it. */
import { useText } from '../i18n'

/** Amber asks for somebody, green is in force or complete, red is refused or in dispute; the rest is quiet. */
const TONE: Record<string, string> = { committed: 'amb', running: 'pri', issued: 'amb', requested: 'amb', pending: 'amb', open: 'pri', active: 'red', cleared: 'ok', sent: 'pri', arriving: 'pri', approved: 'ok', disputed: 'red', rejected: 'red', revoked: 'red' }

export function State({ code }: { code?: string | null }) {
  const { word } = useText()
  return code ? <span className={`tag ${TONE[code] ?? ''}`}>{word('state', code)}</span> : null
}
