/** The house palette as antd tokens, and the light/dark choice, kept in this browser. */
import { theme as antd, type ThemeConfig } from 'antd'
import { useSyncExternalStore } from 'react'

export type Mode = 'light' | 'dark'
const SLOT = 'inrs.theme'
const listeners = new Set<() => void>()

function initial(): Mode {
  const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem(SLOT)
  if (asked === 'dark' || asked === 'light') return asked
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

let mode: Mode = initial()
document.documentElement.dataset.theme = mode
if (new URLSearchParams(location.search).has('still')) document.documentElement.dataset.still = ''

/** Whether motion is off: asked for by `?still=1` or by the person's system. */
export const still = () => 'still' in document.documentElement.dataset || matchMedia('(prefers-reduced-motion: reduce)').matches

export function setMode(next: Mode) {
  mode = next
  localStorage.setItem(SLOT, next)
  document.documentElement.dataset.theme = next
  listeners.forEach((f) => f())
}

export const useMode = () => useSyncExternalStore((f) => (listeners.add(f), () => void listeners.delete(f)), () => mode)

/** Value of a house token such as `pri`, for drawing on canvas. */
export const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim()

export function antdTheme(mode: Mode): ThemeConfig {
  const dark = mode === 'dark'
  return {
    algorithm: [dark ? antd.darkAlgorithm : antd.defaultAlgorithm, antd.compactAlgorithm],
    token: {
      colorPrimary: dark ? '#4f86c2' : '#1d4f91', colorLink: dark ? '#6ea2dd' : '#1d4f91', colorError: dark ? '#f0685c' : '#c2281d',
      colorWarning: dark ? '#e2a23a' : '#995b00', colorSuccess: dark ? '#6dbb93' : '#276b4a', colorBgContainer: dark ? '#141c25' : '#fff',
      colorBgElevated: dark ? '#18222d' : '#fff', colorBgLayout: dark ? '#0d131a' : '#eef1f4', colorBorder: dark ? '#2c3a4b' : '#cfd7df',
      colorBorderSecondary: dark ? '#1d2733' : '#eaeef2', colorText: dark ? '#dfe6ed' : '#17212b', colorTextSecondary: dark ? '#9dabb9' : '#53616f',
      colorTextTertiary: dark ? '#8291a0' : '#6b7886', colorTextPlaceholder: dark ? '#8291a0' : '#6b7886', borderRadius: 4, fontSize: 14, controlHeight: 32, fontFamily: 'inherit', motion: !still(),
    },
    components: { Table: { headerBg: 'transparent', headerColor: dark ? '#9dabb9' : '#53616f', cellPaddingBlockSM: 5, cellFontSizeSM: 13, headerSplitColor: 'transparent' } },
  }
}
