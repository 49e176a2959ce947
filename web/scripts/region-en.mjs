// Writes public/geo/region-en.json: English names of the divisions in data/geo/regions.csv by code. Provinces and the places of
// autonomous regions whose usual English name is not Hanyu Pinyin are named here; the rest is romanised (GB/T 28039-2011, without tones).
import { readFileSync, writeFileSync } from 'node:fs'
import { pinyin } from 'pinyin-pro'

const NAMED = {
  110000: 'Beijing', 120000: 'Tianjin', 130000: 'Hebei', 140000: 'Shanxi', 150000: 'Inner Mongolia', 210000: 'Liaoning', 220000: 'Jilin', 230000: 'Heilongjiang', 310000: 'Shanghai', 320000: 'Jiangsu', 330000: 'Zhejiang', 340000: 'Anhui', 350000: 'Fujian', 360000: 'Jiangxi', 370000: 'Shandong', 410000: 'Henan', 420000: 'Hubei', 430000: 'Hunan', 440000: 'Guangdong', 450000: 'Guangxi', 460000: 'Hainan', 500000: 'Chongqing', 510000: 'Sichuan', 520000: 'Guizhou', 530000: 'Yunnan', 540000: 'Xizang', 610000: 'Shaanxi', 620000: 'Gansu', 630000: 'Qinghai', 640000: 'Ningxia', 650000: 'Xinjiang', 710000: 'Taiwan', 810000: 'Hong Kong', 820000: 'Macao',
  150100: 'Hohhot', 150200: 'Baotou', 150400: 'Chifeng', 150500: 'Tongliao', 150600: 'Ordos', 150700: 'Hulunbuir', 150800: 'Bayannur', 150900: 'Ulanqab', 152200: 'Hinggan League', 152500: 'Xilingol League', 152900: 'Alxa League',
  540100: 'Lhasa', 540200: 'Shigatse', 540300: 'Qamdo', 540400: 'Nyingchi', 540500: 'Shannan', 540600: 'Nagqu', 542500: 'Ngari Prefecture',
  650100: 'Ürümqi', 650200: 'Karamay', 650400: 'Turpan', 650500: 'Hami', 652300: 'Changji', 652700: 'Bortala', 652800: 'Bayingolin', 652900: 'Aksu Prefecture', 653000: 'Kizilsu', 653100: 'Kashgar Prefecture', 653200: 'Hotan Prefecture', 654000: 'Ili', 654200: 'Tacheng Prefecture', 654300: 'Altay Prefecture',
  513200: 'Ngawa', 513300: 'Garzê', 513400: 'Liangshan', 232700: 'Da Hinggan Ling Prefecture', 222400: 'Yanbian', 433100: 'Xiangxi', 422800: 'Enshi', 623000: 'Gannan', 622900: 'Linxia', 632200: 'Haibei', 632300: 'Huangnan', 632500: 'Hainan (Qinghai)', 632600: 'Golog', 632700: 'Yushu', 632800: 'Haixi', 532300: 'Chuxiong', 532500: 'Honghe', 532600: 'Wenshan', 532800: 'Xishuangbanna', 532900: 'Dali', 533100: 'Dehong', 533300: 'Nujiang', 533400: 'Diqing', 522300: 'Qianxinan', 522600: 'Qiandongnan', 522700: 'Qiannan',
}
/** Proper names read otherwise than their characters usually are. */
const READ = { 单: 'Shan', 黄陂: 'Huangpi', 洪洞: 'Hongtong', 歙: 'She', 蔚: 'Yu', 穆棱: 'Muling', 乐亭: 'Laoting', 乐清: 'Yueqing', 乐陵: 'Laoling', 六合: 'Luhe', 涡阳: 'Guoyang', 大埔: 'Dabu', 浚: 'Xun', 荥经: 'Yingjing', 犍为: 'Qianwei', 筠连: 'Junlian', 泌阳: 'Biyang', 尉犁: 'Yuli', 吴堡: 'Wubu', 宕昌: 'Tanchang', 繁峙: 'Fanshi', 鄂伦春: 'Oroqen', 鄂温克: 'Ewenki', 莫力达瓦: 'Morin Dawa', 秘: 'Bi' }
/** What follows the proper name, longest first. A bare city keeps its name; the others say what they are. */
const KINDS = [[/(?:[一-龥]{1,12}族)+自治县$/, ' County'], [/自治县$/, ' County'], [/自治旗$/, ' Banner'], [/(?:[一-龥]{1,12}族)+自治州$/, ' Prefecture'], [/林区$/, ' Forestry District'], [/特区$/, ' Special District'], [/新区$/, ' New Area'], [/地区$/, ' Prefecture'], [/左旗$/, ' Left Banner'], [/右旗$/, ' Right Banner'], [/旗$/, ' Banner'], [/盟$/, ' League'], [/群岛$/, ' Islands'], [/县$/, ' County'], [/区$/, ' District'], [/市$/, ''], [/省$/, '']]
const PEOPLES = /(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|普米|塔吉克|怒|鄂温克|保安|裕固|德昂|独龙|各)族?)+(?=自治)/

function english(code, name) {
  if (NAMED[code]) return NAMED[code]
  const plain = name.replace(PEOPLES, '')
  // A name of one character keeps its kind: 沛县 is Peixian, not Pei.
  if (/^.[县区旗]$/.test(plain)) return cap(syllables(plain[0])) + syllables(plain[1])
  const [shape, kind] = KINDS.find(([shape]) => shape.test(plain)) ?? [/$/, '']
  return cap(syllables(plain.replace(shape, ''))) + kind
}
/** Syllables joined; an apostrophe before a syllable that begins with a vowel. */
const syllables = (text) => READ[text] ?? pinyin(text, { toneType: 'none', type: 'array', v: true, mode: 'normal' }).reduce((a, s) => a + (a && /^[aoe]/.test(s) ? `'${s}` : s), '').replace(/v/g, 'ü')
const cap = (text) => text.charAt(0).toUpperCase() + text.slice(1)

const at = (path) => new URL(path, import.meta.url)
const rows = readFileSync(at('../../data/geo/regions.csv'), 'utf8').trim().split('\n').slice(1).map((l) => l.split(','))
const names = Object.fromEntries(rows.map(([code, , , name]) => [code, english(code, name)]))
for (const code of ['710000', '810000', '820000']) names[code] ??= NAMED[code]
writeFileSync(at('../public/geo/region-en.json'), JSON.stringify(names) + '\n')
console.log(`${Object.keys(names).length} names`)
