// @vitest-environment node
/** Every code that is printed or scanned leads to its page, and nothing else leads anywhere. */
import { expect, it } from 'vitest'
import { placeOf } from './codes'

const ORG = '91330102Y000010002'
it.each([
  ['a lot', `${ORG}001L202500001`, '/lots/$lot'],
  ['a truck', `${ORG}001T202600001`, '/trips/$trip'],
  ['a lot in lower case with spaces', ` ${ORG}001l202500001 `.toLowerCase(), '/lots/$lot'],
  ['a directive', `${ORG}D202600009`, '/directives/$directive'],
  ['an asset', `${ORG}A202600001`, '/assets/$asset'],
  ['a loan', `${ORG}B202600001`, '/loans/$loan'],
  ['a purchase request', `${ORG}G202600001`, '/purchases/$purchase'],
  ['a position', `${ORG}001000100101`, '/position/$position'],
  ['a site', `${ORG}001`, '/depot/$site'],
  ['a warehouse', `${ORG}0010001`, '/depot/$site'],
  ['a bay', `${ORG}0010001001`, '/depot/$site'],
  ['an organisation', ORG, '/books/$org'],
  ['a voucher', `demo.inrs.example/book/${ORG}/455`, '/books/$org/$index'],
  ['the address of a lot on a label', `https://other.example/lots/${ORG}001L202500001?lang=en`, '/lots/$lot'],
  ['an address elsewhere', 'https://evil.example/', undefined],
  ['a word', '小麦', undefined],
  ['nothing', '', undefined],
])('%s', (_, text, to) => expect(placeOf(text)?.to).toBe(to))
it('shows a warehouse with its site, and a voucher with its fact', () => {
  expect(placeOf(`${ORG}0010001`)?.params).toEqual({ site: `${ORG}001` })
  expect(placeOf(`demo.inrs.example/book/${ORG}/455`)?.params).toEqual({ org: ORG, index: '455' })
})
