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
const UNIT_EN: Record<string, string> = { 吨: 't', 万吨: '10⁴ t', 千克: 'kg', 公斤: 'kg', 件: 'pcs', 万件: '10⁴ pcs', 顶: 'pcs', 台: 'units', 个: 'pcs', 套: 'sets', 张: 'pcs', 桶: 'bbl', 立方米: 'm³', 升: 'L', 床: 'pcs', 箱: 'boxes' }

/** Large amounts read in ten thousands with two decimals (12.34 万吨); below that in the unit itself. */
export function scaled(thousandths: number, unit: string, lang: string): Scaled {
  const label = (u: string) => (lang.startsWith('zh') ? u : (UNIT_EN[u] ?? u))
  const name = unit === 't' ? '吨' : unit
  if (Math.abs(thousandths) >= 10_000_000 && /^[\u4e00-\u9fff]/.test(name)) {
    const sign = thousandths < 0 ? '−' : ''
    const hundredths = (BigInt(Math.abs(thousandths)) + 50_000n) / 100_000n
    return { text: sign + point(hundredths, 2, true), unit: lang.startsWith('zh') ? '万' + name : `10⁴ ${label(name)}` }
  }
  return { text: decimal(thousandths), unit: label(name) }
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

/** Decimal text typed by a person to thousandths; null if it is not a number with at most three decimals. */
export function parseThousandths(text: string): number | null {
  const m = /^(-?)(\d{1,12})(?:\.(\d{1,3}))?$/.exec(text.replace(/[,，\s]/g, ''))
  if (!m) return null
  const value = Number(m[2]) * 1000 + Number((m[3] ?? '').padEnd(3, '0'))
  return m[1] ? -value : value
}
