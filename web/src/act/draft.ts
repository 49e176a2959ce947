/** What a person typed survives a reload, together with the idempotency key it will be sent with. */
export type Values = Record<string, unknown>
export type Draft = { key: string; values: Values; sent: boolean; /** What the form was opened on, to open it there again. */ preset?: Values }
/** Whose draft of which act about what: the form of another position, lot or request is another draft. */
export type Slot = { user: string; act: string; about: string }

const PREFIX = 'inrs.draft.'
const nameOf = (s: Slot) => `${PREFIX}${s.user}.${s.act}${s.about && `.${s.about}`}`
/** What a form was opened on, as the last part of its slot. */
export const aboutOf = (preset: Values) => Object.values(preset).filter(Boolean).map(String).sort().join(' ')

/** A fresh UUID; also where the page is not a secure context, as over plain http in a depot. */
export function newKey(): string {
  if (crypto.randomUUID) return crypto.randomUUID()
  const b = crypto.getRandomValues(new Uint8Array(16))
  b[6] = (b[6] & 0x0f) | 0x40
  b[8] = (b[8] & 0x3f) | 0x80
  return [...b].map((x) => x.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const newDraft = (): Draft => ({ key: newKey(), values: {}, sent: false })

function parse(text: string | null): Draft | null {
  try {
    const d = JSON.parse(text ?? '') as Draft
    return typeof d.key === 'string' && typeof d.values === 'object' ? d : null
  } catch {
    return null
  }
}

export const loadDraft = (slot: Slot): Draft => parse(localStorage.getItem(nameOf(slot))) ?? newDraft()
export const saveDraft = (slot: Slot, draft: Draft) => localStorage.setItem(nameOf(slot), JSON.stringify(draft))
export const dropDraft = (slot: Slot) => localStorage.removeItem(nameOf(slot))

/** Forms this person began and neither sent nor cleared. */
export function drafts(user: string): (Slot & { preset: Values })[] {
  const mine = `${PREFIX}${user}.`
  return Object.keys(localStorage).filter((k) => k.startsWith(mine)).flatMap((k) => {
    const draft = parse(localStorage.getItem(k))
    const [act, about = ''] = k.slice(mine.length).split(/\.(.*)/)
    return draft && Object.values(draft.values).some(Boolean) ? [{ user, act, about, preset: draft.preset ?? {} }] : []
  })
}
