/** Test environment: what jsdom lacks and antd needs. */
import { vi } from 'vitest'

class Observer { observe() {} unobserve() {} disconnect() {} }
vi.stubGlobal('ResizeObserver', Observer)
if (typeof window !== 'undefined') {
  window.matchMedia ??= (query: string) => ({ matches: false, media: query, onchange: null, addListener() {}, removeListener() {}, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => false }) as MediaQueryList
  const real = window.getComputedStyle.bind(window)
  window.getComputedStyle = (el: Element) => real(el)
}
