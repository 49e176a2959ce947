/** What a person typed survives a reload, together with the idempotency key it will be sent with. */
export type Values = Record<string, unknown>
export type Draft = { key: string; values: Values; sent: boolean }

const slot = (user: string, act: string) => `inrs.draft.${user}.${act}`
const fresh = (): Draft => ({ key: crypto.randomUUID(), values: {}, sent: false })

export function loadDraft(user: string, act: string): Draft {
  try {
    const d = JSON.parse(localStorage.getItem(slot(user, act)) ?? '') as Draft
    return typeof d.key === 'string' && typeof d.values === 'object' ? d : fresh()
  } catch {
    return fresh()
  }
}

export const saveDraft = (user: string, act: string, draft: Draft) => localStorage.setItem(slot(user, act), JSON.stringify(draft))
export const dropDraft = (user: string, act: string) => localStorage.removeItem(slot(user, act))
export const newDraft = fresh
