/** Acts that could not be sent wait here, in this browser, and go out later under the key they were made with: the book takes each once.
 *  Nothing leaves the box silently: it is recorded, refused with words, or discarded by the person who made it. */
import { useSyncExternalStore } from 'react'
import { Problem } from '../api/client'
import type { ActAnswer } from '../api/types'
import type { Key } from '../i18n'
import type { Values } from './draft'

/** What a refusal said, in both languages. */
export type Told = Pick<Problem, 'title' | 'titleEn' | 'detail' | 'detailEn' | 'mend' | 'mendEn'>
export type Waiting = {
  key: string
  /** Name of the act, its label, and where it goes. */
  act: string
  label: Key
  path: string
  body: unknown
  /** As typed, to open the form again; and as shown to the person. */
  values: Values
  shown: [Key, string][]
  /** Milliseconds: when it was put here. */
  at: number
  tries: number
  /** It may have reached the book although no answer came back: it cannot be changed before it is known. */
  unsure: boolean
  refused?: Told
}
/** One that went out, kept as a note for the person. */
export type Sent = Pick<Waiting, 'key' | 'label' | 'shown' | 'at'> & { org: string; index: number }
export type Box = { waiting: Waiting[]; sent: Sent[] }

/** More than a day's work of one keeper; the browser's store holds some five megabytes. */
const WAITING_MAX = 200
const SENT_MAX = 20
const EMPTY: Box = { waiting: [], sent: [] }
const slot = (user: string) => `inrs.outbox.${user}`
const listeners = new Set<() => void>()
let last: { slot: string; text: string | null; box: Box } | undefined

/** The box of a user; the same object as long as nothing changed. */
export function boxOf(user: string): Box {
  const text = localStorage.getItem(slot(user))
  if (last?.slot === slot(user) && last.text === text) return last.box
  let box = EMPTY
  try {
    const found = JSON.parse(text ?? '') as Box
    if (Array.isArray(found.waiting) && Array.isArray(found.sent)) box = found
  } catch { /* nothing there yet */ }
  last = { slot: slot(user), text, box }
  return box
}

function change(user: string, how: (box: Box) => Box) {
  localStorage.setItem(slot(user), JSON.stringify(how(boxOf(user))))
  listeners.forEach((f) => f())
}
const amend = (user: string, key: string, part: Partial<Waiting>) => change(user, (b) => ({ ...b, waiting: b.waiting.map((w) => (w.key === key ? { ...w, ...part } : w)) }))

/** Puts an act in the box; false if the box is full. */
export function keep(user: string, w: Waiting): boolean {
  if (boxOf(user).waiting.length >= WAITING_MAX) return false
  change(user, (b) => ({ ...b, waiting: [...b.waiting.filter((x) => x.key !== w.key), w] }))
  return true
}
export const discard = (user: string, key: string) => change(user, (b) => ({ ...b, waiting: b.waiting.filter((w) => w.key !== key) }))
export const again = (user: string, key: string) => amend(user, key, { refused: undefined })

/** Whether a failure says nothing about the act itself: no connection, no session, an overloaded or failing node. */
export const isPassing = (e: unknown) => !(e instanceof Problem) || [0, 401, 408, 425, 429].includes(e.status) || e.status >= 500
/** Whether the act may have been recorded although it failed: it left this device and the answer was lost. */
export const isUnsure = (e: unknown) => !(e instanceof Problem) || (e.status === 0 ? navigator.onLine : e.status >= 500)

type Send = (path: string, body: unknown, key: string) => Promise<ActAnswer>
let running: Promise<number> | undefined

/** One at a time over all tabs where the browser can tell; the key protects the rest. */
const alone = async (work: () => Promise<number>): Promise<number> => (navigator.locks ? await navigator.locks.request('inrs.outbox', work) : work())

async function empty(user: string, send: Send): Promise<number> {
  let done = 0
  for (const { key } of boxOf(user).waiting) {
    const w = boxOf(user).waiting.find((x) => x.key === key)
    if (!w || w.refused) continue
    amend(user, key, { tries: w.tries + 1 })
    try {
      const { receipt } = await send(w.path, w.body, key)
      change(user, (b) => ({ waiting: b.waiting.filter((x) => x.key !== key), sent: [{ key, label: w.label, shown: w.shown, at: Date.now(), org: receipt.org, index: receipt.index }, ...b.sent].slice(0, SENT_MAX) }))
      done += 1
    } catch (e) {
      if (isPassing(e)) { amend(user, key, { unsure: w.unsure || isUnsure(e) }); break }
      const { title, titleEn, detail, detailEn, mend, mendEn } = e as Problem
      amend(user, key, { unsure: false, refused: { title, titleEn, detail, detailEn, mend, mendEn } })
    }
  }
  return done
}

/** Sends what waits, oldest first, up to the first that cannot be sent now. How many were recorded. */
export function flush(user: string, send: Send): Promise<number> {
  running ??= alone(() => empty(user, send)).finally(() => { running = undefined })
  return running
}

function subscribe(f: () => void) {
  listeners.add(f)
  window.addEventListener('storage', f)
  return () => { listeners.delete(f); window.removeEventListener('storage', f) }
}
export const useBox = (user: string) => useSyncExternalStore(subscribe, () => boxOf(user))
