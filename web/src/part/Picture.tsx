/** A photograph of the content store, or a quiet frame where there is none. */
import { photoUrl } from '../act/Photos'
import { useText } from '../i18n'

export function Picture({ hash, name }: { hash?: string; name: string }) {
  const { t } = useText()
  return <span className="pic">{hash ? <img src={photoUrl(hash)} alt={name} loading="lazy" /> : <span className="dim">{t('property.photo_none')}</span>}</span>
}
