/** The console without a network: registers the service worker that keeps the console's files and the last answers a form needs, and clears those answers when the person leaves. */

/** Name of the store of answers; the same as in `public/sw.js`. */
const ANSWERS = 'inrs-answers'

/** Service workers exist only where the page came over https or from this device itself. */
export function keepShell() {
  if (import.meta.env.PROD && 'serviceWorker' in navigator) addEventListener('load', () => void navigator.serviceWorker.register('/sw.js'))
}

/** Forgets every answer kept on this device. */
export async function forget() {
  if ('caches' in globalThis) await caches.delete(ANSWERS)
}
