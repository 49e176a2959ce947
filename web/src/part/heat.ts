/** Colours of a temperature: Cividis, which reads the same to colour-blind eyes, from dark blue (cold) to yellow (warm). */
const STOPS = [[0, 34, 78], [53, 69, 108], [102, 105, 112], [148, 142, 119], [200, 184, 102], [254, 232, 56]]

/** Background and text colour of a value between two bounds. */
export function heat(value: number, low: number, high: number): { background: string; color: string } {
  const share = high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 0.5
  const at = Math.min(Math.floor(share * (STOPS.length - 1)), STOPS.length - 2)
  const part = share * (STOPS.length - 1) - at
  const rgb = STOPS[at].map((c, i) => Math.round(c + (STOPS[at + 1][i] - c) * part))
  const light = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]
  return { background: `rgb(${rgb.join(',')})`, color: light > 120 ? '#111' : '#fff' }
}
