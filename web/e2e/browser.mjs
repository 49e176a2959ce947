// Starts Chromium the way that draws alike everywhere, and the few moves every scene needs. Asserts nothing.
import { createHmac } from 'node:crypto'
import { chromium } from 'playwright-core'

const ARGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--force-color-profile=srgb', '--font-render-hinting=none']

export const launch = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ARGS })

/** A page of its own person, on a desk (1440) or a phone (390). */
export async function person(browser, base, phone = false) {
  const context = await browser.newContext({
    baseURL: base, viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', isMobile: phone, hasTouch: phone, reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  page.errors = []
  page.on('pageerror', (e) => page.errors.push(e.message))
  page.on('console', (m) => { if (m.type() === 'error' && !/401|404|409|422/.test(m.text())) page.errors.push(m.text()) })
  return page
}

/** RFC 6238 code of a base32 secret, 30 seconds, six digits. */
export function totp(secret, at = Date.now()) {
  const bits = [...secret.replace(/=+$/, '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const mac = createHmac('sha1', key).update(counter).digest()
  const code = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(code % 1_000_000).padStart(6, '0')
}

/** Signs in; enrols a second factor or changes the initial password if the console asks for it. Returns the secret that was enrolled. */
export async function signIn(page, { username, password, secret, next }) {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  const code = page.getByLabel(/动态口令/)
  const menu = page.locator('header.top')
  const change = page.getByLabel('原密码')
  await code.or(menu).or(change).first().waitFor()
  if (secret && (await code.isVisible()) && !(await page.getByTestId('totp-secret').isVisible())) {
    await code.fill(totp(secret))
    await page.getByRole('button', { name: '登录' }).click()
    await menu.or(change).first().waitFor()
  }
  if (await change.isVisible()) {
    await change.fill(password)
    await page.getByLabel('新密码', { exact: true }).fill(next)
    await page.getByLabel('再输一次新密码').fill(next)
    await page.getByRole('button', { name: '修改密码' }).click()
    await page.getByTestId('totp-secret').or(menu).first().waitFor()
  }
  let found = secret
  if (await page.getByTestId('totp-secret').isVisible()) {
    found = (await page.getByTestId('totp-secret').textContent()).trim()
    await page.getByLabel(/动态口令/).fill(totp(found))
    await page.getByRole('button', { name: '确认' }).click()
  }
  await menu.waitFor()
  return found
}

/** Picks an option of an antd select by typing into it. */
export async function choose(page, label, text, option = text) {
  const box = page.getByLabel(label).first()
  await box.click()
  await box.fill(text)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click()
}
