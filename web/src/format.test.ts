// @vitest-environment node
/** Numbers people read must be exact. */
import { describe, expect, it } from 'vitest'
import { decimal, instant, moment, parseFixed, parseThousandths, scaled, yuan } from './format'

describe('quantities', () => {
  it.each([
    [0, '0'], [1, '0.001'], [1_500, '1.5'], [114_173_000, '114,173'], [-2_050, '−2.05'], [9_007_199_254_740_991, '9,007,199,254,740.991'],
  ])('%d thousandths read %s', (n, text) => expect(decimal(n)).toBe(text))
  it.each([
    [9_999_999, '吨', '9,999.999', '吨'], [10_000_000, '吨', '1.00', '万吨'], [12_864_000_000, '吨', '1,286.40', '万吨'], [-23_455_000, '吨', '−2.35', '万吨'], [4_756_000, 'piece', '4,756', '件'], [12_864_000_000, 't', '1,286.40', '万吨'], [5_000, 'box', '5', 'box'],
  ])('%d of %s reads %s %s', (n, unit, text, shown) => expect(scaled(n, unit, 'zh')).toEqual({ text, unit: shown }))
  it.each([
    [12_345_000_000, '吨', '12.35', 'Mt'], [12_345_000, '吨', '12.35', 'kt'], [9_999_999, '吨', '9,999.999', 't'], [12_345_000, '件', '12.35', 'k pcs'], [12_345_000, '千克', '12.35', 't'], [4_126_000, 'tent', '4,126', 'tents'],
  ])('%d of %s reads %s %s in English', (n, unit, text, shown) => expect(scaled(n, unit, 'en')).toEqual({ text, unit: shown }))
  it.each([['1,200.5', 1_200_500], ['0.001', 1], ['-3', -3_000], ['1.0005', null], ['', null], ['1e3', null], ['999999999999.999', 999_999_999_999_999]])('typed %s is %s', (text, n) => expect(parseThousandths(text)).toBe(n))
})

it.each([['120.305112', 6, 120_305_112], ['-0.5', 1, -5], ['1.02', 2, 102], ['1.023', 2, null], ['7', 0, 7], ['7.0', 0, null]])('typed %s with %d places is %s', (text, places, n) => expect(parseFixed(text, places)).toBe(n))

describe('money and instants', () => {
  it('shows fen as yuan', () => expect([yuan(0), yuan(5), yuan(-123_456)]).toEqual(['0.00', '0.05', '−1,234.56']))
  it('shows business time whatever the machine thinks', () => expect(instant(1_795_323_600_000_000)).toBe('2026-11-22 13:00:00'))
  it('shows it briefly', () => expect(moment(1_795_323_600_000_000)).toBe('11-22 13:00'))
})
