/** The market: monthly prices with the bands of FAO's IFPA behind them, and the months in which IFPA or WFP's ALPS warned. */
import { Select } from 'antd'
import { useSeries, useSeriesList } from '../api/hooks'
import type { Figure } from '../api/types'
import { useText } from '../i18n'
import { OrgFilter } from '../part/filters'
import { Lines } from '../part/Lines'
import { Rows } from '../part/ListPage'
import { Answer, Empty, Head, Panel } from '../part/Panel'
import { useScope } from '../scope'

const BAND: Record<string, string> = { alert: 'var(--redbg)', watch: 'var(--ambbg)' }
const LOUD = ['alert', 'watch', 'crisis']

export default function MarketPage() {
  const { t, word } = useText()
  const { search, set } = useScope()
  const list = useSeriesList(search.org)
  const chosen = search.q ?? list.data?.items[0]?.series
  const ask = useSeries(chosen, search.org)
  const points = (v: number | null | undefined) => (v === null || v === undefined ? '—' : (v / 1000).toFixed(2))
  const tag = (code: string | null | undefined) => code && <span className={`tag ${code === 'alert' || code === 'crisis' ? 'red' : code === 'watch' || code === 'stress' ? 'amb' : ''}`}>{word('price', code)}</span>
  return (
    <>
      <Head title={t('menu.market')}>
        <Select className="some" aria-label={t('market.series')} value={chosen} onChange={(q: string) => set({ q })} options={list.data?.items.map((s) => ({ value: s.series, label: s.name }))} />
        <OrgFilter />
      </Head>
      <div className="page">
        <Answer ask={list}>
          {(all) => all.items.length === 0 ? <section className="p"><Empty>{t('market.none')}</Empty></section> : (
            <Answer ask={ask} lines={8}>
              {(s) => {
                const loud = s.figures.filter((f) => LOUD.includes(f.ifpa_class ?? '') || f.alps_class === 'crisis').reverse()
                return (
                  <>
                    <Panel title={`${s.name}（${s.unit}）`} hint={`${t('market.source')}：${s.source}`}>
                      <Lines labels={s.figures.map((f) => f.tick)} unit={s.unit} lines={[{ name: s.name, color: 'var(--pri)', values: s.figures.map((f) => f.value / 1e6) }]} bands={s.figures.map((f) => BAND[f.ifpa_class ?? ''] ?? null)} />
                      <div className="l2">{t('market.bands')}</div>
                    </Panel>
                    <Panel title={t('market.crises')} hint={String(loud.length)} bare>
                      <Rows<Figure> rowKey={(f) => f.tick} rows={loud} page={24} none={t('market.calm')} columns={[
                        { title: t('market.month'), show: (f) => f.tick }, { title: t('market.value'), show: (f) => (f.value / 1e6).toFixed(2), num: true },
                        { title: t('market.ifpa'), show: (f) => <>{points(f.ifpa)} {tag(f.ifpa_class)}</>, num: true }, { title: t('market.alps'), show: (f) => <>{points(f.alps)} {tag(f.alps_class)}</>, num: true },
                      ]} />
                    </Panel>
                  </>
                )
              }}
            </Answer>
          )}
        </Answer>
      </div>
    </>
  )
}
