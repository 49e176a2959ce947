/** Two languages from one table of pairs: a key without both does not compile. Chinese is the default. */
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { cost } from './cost'
import { check } from './check'
import { depot } from './depot'
import { disposing } from './disposal'
import { emergency } from './emergency'
import { fact } from './fact'
import { gate } from './gate'
import { importing } from './import'
import { keeping } from './keeping'
import { proof } from './proof'
import { property } from './property'
import { relief } from './relief'
import { rotation } from './rotation'
import { sense } from './sense'
import { shell } from './shell'

const pairs = { ...shell, ...cost, ...check, ...depot, ...disposing, ...fact, ...gate, ...importing, ...keeping, ...proof, ...property, ...rotation, ...sense, ...relief, ...emergency }
export type Key = keyof typeof pairs
const SLOT = 'inrs.lang'
const side = (i: 0 | 1) => Object.fromEntries(Object.entries(pairs).map(([k, v]) => [k, v[i]]))

const asked = new URLSearchParams(location.search).get('lang') ?? localStorage.getItem(SLOT)
void i18next.use(initReactI18next).init({
  lng: asked === 'en' ? 'en' : 'zh', fallbackLng: 'zh', keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false },
  resources: { zh: { translation: side(0) }, en: { translation: side(1) } },
})
const mark = () => { document.documentElement.lang = i18next.language === 'en' ? 'en' : 'zh-CN'; document.title = i18next.t('app.name') }
mark()

export function setLanguage(next: 'zh' | 'en') {
  localStorage.setItem(SLOT, next)
  void i18next.changeLanguage(next).then(mark)
}

/** `t` for keys of the table, the language, and `name`/`say` to choose between a row's Chinese and English text. */
export function useText() {
  const { t, i18n } = useTranslation()
  const zh = i18n.language !== 'en'
  return {
    zh, lang: i18n.language,
    t: t as (key: Key, vars?: Record<string, string | number>) => string,
    /** Translation of a code the server sends (act, status, role, …), or the code itself if it is new to this console. */
    word: (group: string, code: string | null | undefined) => (code ? ((`${group}.${code}`) in pairs ? t(`${group}.${code}`) : code) : ''),
    name: (row: { name: string; name_en?: string | null }) => (zh ? row.name : (row.name_en ?? row.name)),
    say: (chinese: string, english?: string | null) => (zh ? chinese : (english || chinese)),
  }
}
