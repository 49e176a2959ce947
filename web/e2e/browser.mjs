// Starts Chromium the way that draws alike everywhere, and the few moves every scene needs. Asserts nothing.
import { execFileSync } from 'node:child_process'
import { chromium } from 'playwright-core'

const ARGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--force-color-profile=srgb', '--font-render-hinting=none']

/** `more` are further switches, as for a camera that shows a file. */
export const launch = (more = []) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...ARGS, ...more] })

/** A page of its own person, on a desk (1440) or a phone (390). */
export async function person(browser, base, phone = false, more = {}) {
  const context = await browser.newContext({
    baseURL: base, viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: phone, hasTouch: phone, reducedMotion: 'reduce', serviceWorkers: 'block', ...more,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.errors = []
  page.on('pageerror', (e) => page.errors.push(e.message))
  page.on('console', (m) => { if (m.type() === 'error' && !/401|403|404|409|422|ERR_INTERNET_DISCONNECTED/.test(m.text())) page.errors.push(m.text()) })
  return page
}

/** The one-time code of an account that has a second factor, as the node's own command gives it. */
const codeOf = ([program, ...args]) => /\b\d{6}\b/.exec(execFileSync(program, args, { encoding: 'utf8' }))[0]

/** The last code each person signed in with: a code is good once, so the next sign-in within its half minute waits for the next code. */
const used = new Map()
async function freshCode(username, code) {
  const until = Date.now() + 40_000
  let found = codeOf(code)
  while (found === used.get(username) && Date.now() < until) {
    await new Promise((done) => setTimeout(done, 1_000))
    found = codeOf(code)
  }
  used.set(username, found)
  return found
}

/** Signs in, with a one-time code if the account has a second factor. */
export async function signIn(page, { username, password, code }) {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  if (code) {
    await page.getByLabel(/动态口令/).fill(await freshCode(username, code))
    await page.getByRole('button', { name: '登录' }).click()
  }
  await page.locator('header.top').waitFor()
}

/** Picks an option of an antd select by typing into it. */
export async function choose(page, label, text, option = text) {
  const box = page.getByLabel(label).and(page.getByRole('combobox')).first()
  await box.click()
  if (text) await box.fill(text)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
}
