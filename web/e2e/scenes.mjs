// What each role does, scene after scene, on the demonstration nation. A scene may leave what it made in `memory` for the next.
import assert from 'node:assert/strict'
import { choose, signIn } from './browser.mjs'

const receipt = async (page) => {
  await page.getByTestId('receipt').waitFor()
  await page.locator('[data-testid=receipt] .badge[data-state=verified]').waitFor({ timeout: 30_000 })
}
const submit = (page) => page.locator('form .foot').getByRole('button', { name: '提交' }).click()
const number = (text) => Number(text.replace(/[^\d.]/g, ''))
/** The exact quantity of the first lot on a position's page, in units. */
const exact = async (page) => number(await page.locator('.facts b span').first().getAttribute('title'))

/** 保管员在手机上登记入库，回执在浏览器里核验。 */
export const keeperReceives = {
  phone: true,
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    await page.goto('/depot')
    await page.locator('tbody a').first().waitFor()
    // The keeper's own depot is the first whose code begins with the organisation.
    const session = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
    const positions = await page.evaluate(() => fetch('/api/v1/positions?limit=200').then((r) => r.json()))
    const stocked = positions.items.find((p) => p.lots.length && p.lots.some((l) => /^1[12]/.test(l.nature)))
    assert(stocked, 'the keeper has a stocked position of state reserves')
    Object.assign(memory, { org: session.user.org, position: stocked.code, lot: stocked.lots[0] })
    await page.goto(`/position/${stocked.code}`)
    await page.locator('.facts b').first().waitFor()
    memory.before = await exact(page)
    await page.getByRole('link', { name: '入库' }).click()
    await choose(page, '批次', stocked.lots[0].lot.slice(-9), stocked.lots[0].lot)
    await page.getByLabel('数量').fill('12.5')
    await page.getByLabel('对方单位').fill('端到端测试供应商')
    await submit(page)
    await receipt(page)
    await page.goto(`/position/${stocked.code}`)
    await page.locator('.facts b').first().waitFor()
    assert.equal(await exact(page), memory.before + 12.5)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.equal(width, 390, 'the page does not scroll sideways on a phone')
  },
}

/** 省局业务员签发指令。 */
export const officerIssues = {
  async run(page, logins, memory) {
    await signIn(page, logins.officer)
    await page.goto('/directives')
    await page.getByRole('link', { name: '签发指令' }).click()
    await choose(page, '种类', '', '轮换')
    await choose(page, '执行库点', memory.position.slice(0, 21))
    await choose(page, '品种', memory.lot.item)
    await choose(page, '性质', memory.lot.nature)
    await page.getByLabel('数量上限').fill('5')
    await page.getByLabel('生效日').fill('2020-01-01')
    await page.getByLabel('有效期至').fill('2099-12-31')
    await page.getByLabel('依据文号').fill('端到端〔2026〕1号')
    await submit(page)
    await page.getByLabel(/再次输入数量/).fill('5')
    await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
    await receipt(page)
    memory.directive = (await page.locator('[data-testid=receipt] a[href^="/directives/"]').textContent()).trim()
    await page.goto(`/directives/${memory.directive}`)
    await page.getByText('待批准').first().waitFor()
  },
}

/** 第二人经动态口令登录后批准。 */
export const approverApproves = {
  async run(page, logins, memory) {
    await signIn(page, logins.approver)
    await page.goto(`/directives/${memory.directive}`)
    await page.getByRole('button', { name: '批准' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
    await receipt(page)
    await page.reload()
    await page.getByText('已批准').first().waitFor()
  },
}

/** 保管员凭指令出库：须再输一次数量；总数随之变化。 */
export const keeperIssues = {
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    const total = async () => {
      const t = await page.evaluate((item) => fetch(`/api/v1/table?by=item&item=${item}`).then((r) => r.json()), memory.lot.item)
      return t.totals[0].stored
    }
    const before = await total()
    await page.goto(`/position/${memory.position}`)
    await page.getByRole('link', { name: '出库' }).click()
    await choose(page, '指令', memory.directive.slice(-10), memory.directive)
    await page.getByLabel('数量').fill('3')
    await page.getByLabel('提货单位').fill('端到端测试提货人')
    await submit(page)
    await page.getByLabel(/再次输入数量/).fill('3')
    await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
    await receipt(page)
    await page.waitForFunction(async ([item, want]) => (await (await fetch(`/api/v1/table?by=item&item=${item}`)).json()).totals[0].stored === want, [memory.lot.item, before - 3000])
    await page.goto(`/position/${memory.position}`)
    await page.locator('.facts b').first().waitFor()
    assert.equal(await exact(page), memory.before + 9.5)
    await page.getByText('五账一致').waitFor()
  },
}

/** 追溯：每一步都在浏览器里核验。 */
export const traceVerifies = {
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    await page.goto(`/lots/${memory.lot.lot}`)
    await page.getByRole('button', { name: '逐条核验' }).click()
    await page.waitForFunction(() => { const e = document.querySelector('[data-testid=trace-state]'); return e && Number(e.dataset.total) > 1 && e.dataset.verified === e.dataset.total }, null, { timeout: 60_000 })
  },
}

/** 一张表：下钻到货位，每个数都能核验。 */
export const tableProves = {
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    await page.goto(`/table?by=item,nature&item=${memory.lot.item}`)
    await page.locator('td.num button').first().click()
    await page.getByText(/✓ 货位相加/).waitFor()
    await page.getByRole('button', { name: '全部核验' }).click()
    await page.locator('.ant-drawer .badge[data-state=verified]').first().waitFor({ timeout: 30_000 })
  },
}

/** 审计：重算全本，核验报表；什么都不能办理。 */
export const auditorVerifies = {
  async run(page, logins, memory) {
    await signIn(page, logins.auditor)
    await page.goto(`/books/${memory.org}`)
    await page.getByRole('button', { name: '逐条重算全本' }).click()
    await page.locator('.badge[data-state=verified]').first().waitFor({ timeout: 60_000 })
    await page.goto(`/position/${memory.position}`)
    await page.locator('.facts b').first().waitFor()
    assert.equal(await page.getByRole('link', { name: '入库' }).count(), 0)
    await page.goto('/')
    await page.waitForFunction(() => document.body.dataset.mapReady === 'china')
  },
}

/** 一张图：从库点下钻到货位。 */
export const mapDrills = {
  async run(page, logins) {
    await signIn(page, logins.auditor)
    await page.goto('/map')
    await page.waitForFunction(() => document.body.dataset.mapReady === 'maplibre', null, { timeout: 60_000 })
    assert(number(await page.getByTestId('site-count').textContent()) > 0)
    const box = page.getByLabel('按名称或代码找库点')
    await box.click()
    await page.locator('.ant-select-item-option').first().click()
    await page.locator('.ant-drawer .card').first().click()
    await page.locator('.ant-drawer .facts').first().waitFor()
  },
}

/** 三员各见各的。 */
const admin = (who, sees, refused) => ({
  async run(page, logins, memory) {
    await signIn(page, logins[who])
    const menu = await page.locator('nav.side a:visible').allTextContents()
    assert.deepEqual(menu, sees)
    for (const path of refused) {
      const status = await page.evaluate((p) => fetch(p).then((r) => r.status), path.replace('ORG', memory.org))
      assert.equal(status, 403, `${who} is refused ${path}`)
    }
  },
})
export const systemAdministrator = admin('sysadmin', ['口径包'], ['/api/v1/situation', '/api/v1/users', '/api/v1/books/ORG', '/api/v1/sites/ORG001'])
export const securityAdministrator = admin('secadmin', ['用户与角色', '接口令牌'], ['/api/v1/situation', '/api/v1/table', '/api/v1/books/ORG', '/api/v1/sites/ORG001'])
export const auditAdministrator = admin('auditadmin', ['审计记录', '用户与角色'], ['/api/v1/situation', '/api/v1/table', '/api/v1/books/ORG', '/api/v1/sites/ORG001'])

/** In the order they are played: each builds on those before. */
export const SCENES = { keeperReceives, officerIssues, approverApproves, keeperIssues, traceVerifies, tableProves, auditorVerifies, mapDrills, systemAdministrator, securityAdministrator, auditAdministrator }
