/** Quantities, money and instants as text. Integers in, text out; no arithmetic in floating point decides a digit. */

/** Thousandths to a decimal string, exact, with at most `digits` decimals (rounded half up) and group separators. */
export function decimal(thousandths: number, digits = 3, fixed = false): string {
  const sign = thousandths < 0 ? '−' : ''
  const step = 10n ** BigInt(3 - digits)
  const scaled = (BigInt(Math.abs(thousandths)) + step / 2n) / step
  return sign + point(scaled, digits, fixed)
}

function point(scaled: bigint, digits: number, fixed: boolean): string {
  const text = String(scaled).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',')
  const part = digits ? text.slice(-digits) : ''
  const shown = fixed ? part : part.replace(/0+$/, '')
  return shown ? `${whole}.${shown}` : whole
}

export type Scaled = { text: string; unit: string }
/** Units the packs of this release use, by id or Chinese name; another pack's unit shows as its id until its items are known (`learnUnit`). */
const UNITS: Record<string, [string, string]> = {
  t: ['吨', 't'], kg: ['千克', 'kg'], m: ['米', 'm'], m2: ['平方米', 'm²'], m3: ['立方米', 'm³'], tent: ['顶', 'tents'], bed: ['床', 'quilts'], strip: ['条', 'pcs'], piece: ['件', 'pcs'], sheet: ['张', 'pcs'], set: ['套', 'sets'],
  machine: ['台', 'units'], lamp: ['盏', 'lamps'], each: ['个', 'pcs'], case: ['箱', 'cases'], ring: ['只', 'pcs'], boat: ['艘', 'boats'], vehicle: ['辆', 'vehicles'], panel: ['片', 'panels'],
}
export const learnUnit = (id: string, zh: string) => { UNITS[id] ??= [zh, id] }
const named = (unit: string): [string, string] => UNITS[unit] ?? Object.values(UNITS).find(([zh]) => zh === unit) ?? [unit, unit]
/** A unit's name in a language. */
export const unitName = (unit: string, lang: string) => named(unit)[lang.startsWith('zh') ? 0 : 1]

/** `thousandths / 10^(power + 3)` with two decimals, rounded half up. */
function big(thousandths: number, power: number): string {
  const unit = 10n ** BigInt(power + 1)
  return (thousandths < 0 ? '−' : '') + point((BigInt(Math.abs(thousandths)) + unit / 2n) / unit, 2, true)
}

/** Large amounts are shortened with two decimals: 12.34 万吨 in Chinese, 123.40 kt or 12.34 Mt in English; smaller ones are exact. */
export function scaled(thousandths: number, unit: string, lang: string): Scaled {
  const size = Math.abs(thousandths)
  const name = unitName(unit, lang)
  if (lang.startsWith('zh')) return size >= 10_000_000 ? { text: big(thousandths, 4), unit: '万' + name } : { text: decimal(thousandths), unit: name }
  const [power, prefix] = size >= 10_000_000_000 ? [6, 'M'] : size >= 10_000_000 ? [3, 'k'] : [0, '']
  if (!power) return { text: decimal(thousandths), unit: name }
  // SI prefixes join symbols (kt); words keep apart (k tents); and a thousand kilograms are a tonne.
  const shown = name === 'kg' ? (power === 3 ? 't' : 'kt') : name === 't' ? prefix + name : `${prefix} ${name}`
  return { text: big(thousandths, power), unit: shown }
}

/** Fen as yuan with two decimals. */
export const yuan = (fen: number) => (fen < 0 ? '−' : '') + point(BigInt(Math.abs(fen)), 2, true)

const zone = { timeZone: 'Asia/Shanghai', hour12: false } as const
const full = new Intl.DateTimeFormat('sv-SE', { ...zone, dateStyle: 'short', timeStyle: 'medium' })

/** UTC microseconds as business time, `2026-11-22 13:00:05`. */
export const instant = (micros: number) => full.format(micros / 1000)
/** The same, `11-22 13:00`. */
export const moment = (micros: number) => instant(micros).slice(5, 16)
/** The business day of an instant, `YYYY-MM-DD`. */
export const dayOf = (micros: number) => instant(micros).slice(0, 10)

/** Decimal text typed by a person as a whole number of 10^-places; null if it is not a number with at most so many decimals. */
export function parseFixed(text: string, places: number): number | null {
  const m = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(text.replace(/[,，\s]/g, ''))
  if (!m || (m[3] ?? '').length > places) return null
  const value = Number(m[2] + (m[3] ?? '').padEnd(places, '0'))
  return Number.isSafeInteger(value) ? (m[1] ? -value : value) : null
}
/** A quantity typed by a person, in thousandths. */
export const parseThousandths = (text: string) => parseFixed(text, 3)
