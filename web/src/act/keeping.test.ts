// How layers of grain temperature travel from what is typed to what is sent. It renders nothing.
import { expect, test } from 'vitest'
import { wire } from './body'

test.each([
  ['one layer', [{ highest: '18.2', mean: '-1' }], [{ highest: 182, mean: -10 }]],
  ['empty layers are left out', [{ highest: '20', mean: '19', lowest: '18.5' }, {}], [{ highest: 200, mean: 190, lowest: 185 }]],
  ['nothing typed', [{}], []],
  ['half a layer', [{ highest: '20' }], undefined],
  ['not a number', [{ highest: '20', mean: 'warm' }], undefined],
  ['finer than a tenth', [{ highest: '20.05', mean: '19' }], undefined],
])('layers as typed: %s', (_, typed, sent) => {
  expect(wire({ kind: 'layers' }, typed)).toEqual(sent)
})
