/** What a code names, and where that is shown: codes are scanned, typed and printed, and one place tells them apart. Asks nothing. */

/** An address of the console. */
export type Place = { to: string; params: Record<string, string> }

const KINDS: [RegExp, (m: RegExpMatchArray) => Place][] = [
  [/^[0-9A-Z]{21}L\d{9}$/, ([lot]) => ({ to: '/lots/$lot', params: { lot } })],
  [/^[0-9A-Z]{21}T\d{9}$/, ([trip]) => ({ to: '/trips/$trip', params: { trip } })],
  [/^[0-9A-Z]{18}D\d{9}$/, ([directive]) => ({ to: '/directives/$directive', params: { directive } })],
  [/^[0-9A-Z]{18}A\d{9}$/, ([asset]) => ({ to: '/assets/$asset', params: { asset } })],
  [/^[0-9A-Z]{18}B\d{9}$/, ([loan]) => ({ to: '/loans/$loan', params: { loan } })],
  [/^[0-9A-Z]{18}G\d{9}$/, ([purchase]) => ({ to: '/purchases/$purchase', params: { purchase } })],
  [/^[0-9A-Z]{18}K\d{9}$/, ([check]) => ({ to: '/checks/$check', params: { check } })],
  [/^[0-9A-Z]{18}Z\d{9}$/, ([finding]) => ({ to: '/findings/$finding', params: { finding } })],
  [/^[0-9A-Z]{18}X\d{9}$/, ([disposal]) => ({ to: '/disposals/$disposal', params: { disposal } })],
  [/^[0-9A-Z]{18}Y\d{9}$/, ([inventory]) => ({ to: '/inventories/$inventory', params: { inventory } })],
  [/^[0-9A-Z]{30}$/, ([position]) => ({ to: '/position/$position', params: { position } })],
  // A bay or a warehouse is shown with its site.
  [/^([0-9A-Z]{21})(\d{4}|\d{7})?$/, ([, site]) => ({ to: '/depot/$site', params: { site } })],
  [/^[0-9A-Z]{18}$/, ([org]) => ({ to: '/books/$org', params: { org } })],
]
/** The number of a voucher: the origin of its book and the index of its fact. */
const VOUCHER = /\/book\/([0-9A-Z]{18})[/ #]+(\d{1,12})$/

/** Where a scanned or typed text leads; null if it names nothing of this system. */
export function placeOf(text: string): Place | null {
  const said = text.trim()
  const voucher = VOUCHER.exec(said)
  if (voucher) return { to: '/books/$org/$index', params: { org: voucher[1], index: voucher[2] } }
  // Of an address of any console only the last part counts: a code must not lead to another site.
  const code = (said.split(/[?#]/)[0].replace(/\/+$/, '').split('/').at(-1) ?? '').toUpperCase().replace(/\s/g, '')
  for (const [shape, place] of KINDS) {
    const m = shape.exec(code)
    if (m) return place(m)
  }
  return null
}
