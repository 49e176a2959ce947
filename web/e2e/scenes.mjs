// What each role does, scene after scene, on the demonstration nation. A scene may leave what it made in `memory` for the next.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import encodeQR from 'qr'
import { choose, launch, person, signIn } from './browser.mjs'

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
    await page.locator('.rows a').first().waitFor()
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

/** 保管员在手机上看到期清单，做一次粮情检查，清单随之变化，记录在货位上可核验。 */
export const keeperInspects = {
  phone: true,
  async run(page, logins) {
    await signIn(page, logins.keeper)
    await page.goto('/keeping')
    const card = page.locator('.duty').filter({ has: page.getByRole('button', { name: '粮情检查' }) }).first()
    await card.waitFor()
    const name = await card.locator('.n').getAttribute('href')
    await card.getByRole('button', { name: '粮情检查' }).click()
    for (const [layer, figures] of [['第 1 层', { 最高: '18.6', 平均: '16.2' }], ['第 2 层', { 最高: '15.1', 平均: '14.0', 最低: '13.2' }]]) {
      if (layer === '第 2 层') await page.getByRole('button', { name: /加一层/ }).click()
      for (const [what, value] of Object.entries(figures)) await page.getByLabel(`${layer} ${what}`, { exact: true }).fill(value)
    }
    await page.getByLabel('水分').fill('12.1')
    await page.getByLabel('虫口密度（头/kg）').fill('0')
    await page.getByLabel('其中主要害虫（头/kg）').fill('0')
    await submit(page)
    await receipt(page)
    await page.goto('/keeping?by=0')
    await page.locator('.more').waitFor()
    const left = page.locator('.duty').filter({ has: page.locator(`a[href="${name}"]`) })
    assert.equal(await left.getByText('粮温', { exact: true }).count(), 0, 'what was looked at is no longer due')
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    assert.equal(width, 390, 'the page does not scroll sideways on a phone')
    await page.goto(name)
    await page.getByText('18.6 ℃', { exact: false }).first().waitFor()
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
    assert.equal(await page.getByRole('link', { name: '入库', exact: true }).count(), 0)
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

/** 没有网络：办理的业务存在本机，重新打开也在；有网络后只入账一次。 */
export const keeperWorksOffline = {
  phone: true,
  context: { serviceWorkers: 'allow' },
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    await page.goto(`/position/${memory.position}`)
    await page.locator('.facts b').first().waitFor()
    // Quietly kept files and answers are what the phone has once the network is gone.
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.reload()
    await page.waitForFunction(() => !!navigator.serviceWorker.controller)
    await page.locator('.facts b').first().waitFor()
    await page.getByRole('link', { name: '入库' }).click()
    await choose(page, '批次', memory.lot.lot.slice(-9), memory.lot.lot)
    const size = () => page.evaluate((org) => fetch(`/api/v1/books/${org}`).then((r) => r.json()).then((b) => b.size), memory.org)
    const before = await size()
    await page.context().setOffline(true)
    await page.getByLabel('数量').fill('1.25')
    await submit(page)
    await page.getByTestId('kept').waitFor()
    await page.getByText('连不上服务器').first().waitFor()
    await page.goto('/outbox')
    await page.reload()
    const waits = page.getByTestId('waiting')
    await waits.first().waitFor()
    assert.equal(await waits.count(), 1)
    assert.match(await waits.textContent(), /1\.25/)
    // The frame tries by itself too, so that only the growth of the count is certain.
    const tried = Number(/已试 (\d+) 次/.exec(await waits.textContent())[1])
    await page.getByRole('button', { name: '现在发送' }).click()
    await page.waitForFunction((n) => Number(/已试 (\d+) 次/.exec(document.querySelector('[data-testid=waiting]').textContent)[1]) > n, tried)
    await page.context().setOffline(false)
    await page.getByTestId('sent').first().waitFor()
    assert.equal(await waits.count(), 0)
    assert.equal(await size(), before + 1)
    await page.getByTestId('sent').getByRole('link').click()
    assert.match(await page.getByTestId('entry').textContent(), /1250/)
    assert.equal(await size(), before + 1, 'once')
  },
}

/** A code as a picture of grey levels with a quiet zone, `scale` pixels a module. */
function picture(text, scale) {
  const rows = encodeQR(text, 'raw', { border: 4 })
  const side = rows.length * scale
  return { side, grey: (x, y) => (rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 16 : 235) }
}
/** A camera that sees this picture and nothing else. */
function film(text) {
  const [w, h] = [640, 480]
  const { side, grey } = picture(text, 10)
  const [left, top] = [(w - side) >> 1, (h - side) >> 1]
  const luma = Buffer.alloc(w * h, 200)
  for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) luma[(top + y) * w + left + x] = grey(x, y)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((w * h) / 2, 128)])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${w} H${h} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}

/** 扫码：摄像头、照片、手工输入都到同一页。 */
export const keeperScans = {
  phone: true,
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    await page.goto('/scan')
    await page.getByTestId('photo').setInputFiles({ name: 'code.gif', mimeType: 'image/gif', buffer: Buffer.from(encodeQR(memory.lot.lot, 'gif', { scale: 6, border: 4 })) })
    await page.waitForURL(`**/lots/${memory.lot.lot}`)
    await page.goto('/scan')
    await page.getByLabel('手工输入').fill('https://evil.example/x')
    await page.getByRole('button', { name: /打 ?开$/ }).last().click()
    await page.getByText('这个码不是本系统的代码').waitFor()
    await page.getByLabel('手工输入').fill(memory.position.toLowerCase())
    await page.getByRole('button', { name: /打 ?开$/ }).last().click()
    await page.waitForURL(`**/position/${memory.position}`)
    const folder = mkdtempSync(join(tmpdir(), 'inrs-film-'))
    const seen = join(folder, 'film.y4m')
    writeFileSync(seen, film(memory.position))
    const other = await launch(['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${seen}`])
    try {
      const phone = await person(other, new URL(page.url()).origin, true, { permissions: ['camera'], storageState: await page.context().storageState() })
      await phone.goto('/scan')
      await phone.getByRole('button', { name: '打开摄像头' }).click()
      await phone.waitForURL(`**/position/${memory.position}`)
      assert.deepEqual(phone.errors, [])
    } finally {
      await other.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

/** 化验员判定储存品质；保管员登记药剂处理，货位标明安全间隔。 */
export const testerJudges = {
  async run(page, logins, memory) {
    await signIn(page, logins.tester)
    await page.goto(`/position/${memory.position}`)
    await page.getByRole('link', { name: '储存品质判定' }).click()
    await page.getByLabel('日期').fill(new Date(Date.now() - 86_400_000).toISOString().slice(0, 10))
    const words = page.locator('fieldset .ant-select')
    await page.locator('fieldset').first().waitFor()
    for (let i = 0; i < await words.count(); i++) {
      await words.nth(i).click()
      await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
    }
    for (const box of await page.locator('fieldset input:not([role=combobox])').all()) await box.fill('80')
    await submit(page)
    await receipt(page)
  },
}
export const keeperTreats = {
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    const positions = await page.evaluate(() => fetch('/api/v1/positions?limit=200').then((r) => r.json()))
    const other = positions.items.find((p) => p.lots.length && p.code !== memory.position)
    await page.goto(`/position/${other.code}`)
    await page.getByRole('link', { name: '药剂处理' }).click()
    await page.getByLabel('药剂与剂量').fill('磷化铝 2 g/m³')
    await page.getByLabel('散气或施药结束日').fill(new Date().toISOString().slice(0, 10))
    await page.getByLabel('安全间隔').fill('14')
    await submit(page)
    await receipt(page)
    await page.goto(`/position/${other.code}`)
    await page.getByText(/安全间隔至/).waitFor()
  },
}

/** 纸面：Excel 和 PDF 真的到手，行数与屏幕一致。 */
export const papersArrive = {
  async run(page, logins, memory) {
    await signIn(page, logins.keeper)
    const saved = async (click) => {
      const [file] = await Promise.all([page.waitForEvent('download'), click()])
      return readFileSync(await file.path())
    }
    for (const room of ['/table', '/lots', '/books']) {
      await page.goto(room)
      const bytes = await saved(() => page.getByRole('link', { name: '导出 Excel' }).click())
      assert.equal(bytes.subarray(0, 2).toString(), 'PK', `${room} is a workbook`)
    }
    const paper = async (click, name) => {
      const [tab] = await Promise.all([page.context().waitForEvent('page'), click()])
      const answered = await page.evaluate(async (url) => { const r = await fetch(url); return [r.status, r.headers.get('content-type'), (await r.text()).slice(0, 4)] }, tab.url() === 'about:blank' ? await tab.waitForURL(/pdf$/).then(() => tab.url()) : tab.url())
      assert.deepEqual(answered, [200, 'application/pdf', '%PDF'], name)
      await tab.close()
    }
    await page.goto(`/position/${memory.position}`)
    await paper(() => page.getByRole('link', { name: /货位卡 PDF/ }).click(), 'the position card')
    await paper(() => page.getByRole('link', { name: 'PDF', exact: true }).first().click(), 'a voucher')
  },
}

/** 报表：文件和货位都在浏览器里按公布的公钥核验。 */
export const statementVerifies = {
  async run(page, logins, memory) {
    await signIn(page, logins.auditor)
    await page.goto('/statements')
    await page.locator('tbody a').first().click()
    await page.getByRole('button', { name: '在本机核验' }).first().click()
    await page.locator('.badge[data-state=verified]').first().waitFor({ timeout: 30_000 })
    await page.getByLabel('货位代码').fill(memory.position)
    await page.getByRole('button', { name: '在本机核验' }).last().click()
    await page.waitForFunction(() => document.querySelectorAll('.badge[data-state=verified]').length === 2, null, { timeout: 30_000 })
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载报表文件' }).click()])
    assert.match(readFileSync(await file.path(), 'utf8'), /statement/)
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

/** 一辆车：通知、登记、扦样、盲样检验、过磅、卸粮、过磅、结算、离场；手机上办理，每一步一条事实。 */
export const oneTruck = {
  phone: true,
  async run(page, logins, memory) {
    const { position, lot } = memory
    const form = (name) => page.locator('form').filter({ hasText: name })
    await signIn(page, logins.manager)
    await page.goto('/gate?tab=notices')
    await page.getByRole('button', { name: '发通知单' }).click()
    const drawer = page.locator('.ant-drawer')
    await choose(page, '库点', position.slice(0, 21))
    await choose(page, '方向', '', '入库')
    await choose(page, '品种', lot.item)
    await choose(page, '性质', lot.nature)
    if (lot.harvest_year) await drawer.getByLabel('收获年度').fill(String(lot.harvest_year))
    await drawer.getByLabel('数量').fill('100')
    await drawer.getByLabel('对方单位').fill('端到端合作社')
    await drawer.getByLabel('生效日').fill('2020-01-01')
    await drawer.getByLabel('有效期至').fill('2099-12-31')
    await submit(page)
    await receipt(page)

    await signIn(page, logins.weigher)
    await page.goto('/gate?tab=inside')
    await page.getByRole('button', { name: '登记车辆' }).click()
    await choose(page, '通知单', '', '端到端合作社')
    await drawer.getByLabel('车牌').fill('闽A·12345')
    await drawer.getByLabel('司机姓名').fill('张三')
    await drawer.getByLabel('司机电话').fill('13800000000')
    await submit(page)
    await receipt(page)
    await page.locator('[data-testid=receipt] a[href^="/trips/"]').click()
    await page.waitForURL(/\/trips\//)
    const trip = page.url()
    await form('车次').getByRole('button', { name: '提交' }).click()
    await receipt(page)
    const sample = (await page.getByTestId('receipt').textContent()).match(/Y[2-9A-Z]{8}/)[0]

    await signIn(page, logins.tester)
    await page.goto('/samples')
    await page.getByRole('button', { name: sample }).click()
    await page.getByLabel('水分').fill('12.5')
    await page.getByLabel(/^杂质/).fill('1.0')
    // Paddy is settled by its head rice too.
    const headRice = page.getByLabel('整精米率')
    if (await headRice.count()) await headRice.fill('62')
    await submit(page)
    await receipt(page)

    const weigh = async (kilograms) => {
      await page.goto(trip)
      await page.getByLabel('重量').fill(kilograms)
      await submit(page)
      await receipt(page)
    }
    await signIn(page, logins.weigher)
    await weigh('48520')
    await signIn(page, logins.keeper)
    await page.goto(trip)
    await choose(page, '货位', position.slice(18), position.slice(18))
    await submit(page)
    await receipt(page)
    await signIn(page, logins.weigher)
    await weigh('16480')
    for (const done of ['已结算', '已离场']) {
      await page.goto(trip)
      await submit(page)
      await receipt(page)
      await page.goto(trip)
      await page.locator('.sub .tag').filter({ hasText: done }).waitFor()
    }
    assert.equal(await page.locator('.tl > li').count(), 8, 'every step is a fact')
    await page.getByText('32,040 kg').first().waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'the page does not scroll sideways on a phone')
  },
}

/** 一件公物从目录到归还：申请、批准、交付、签收、验收。 */
export const oneLoan = {
  async run(page, logins, memory) {
    const act = async (name) => {
      await page.getByRole('button', { name, exact: true }).first().click()
      return page.getByRole('dialog')
    }
    const send = async (dialog) => {
      await dialog.getByRole('button', { name: '提交' }).click()
      await dialog.getByTestId('receipt').waitFor()
    }
    const as = async (who) => { await page.context().clearCookies(); await signIn(page, logins[who]) }
    await as('officer')
    await page.goto('/catalogue')
    await page.getByRole('button', { name: '加入' }).first().click()
    const ask = await act('申请借用或调剂')
    await ask.getByLabel('用途').fill('端到端测试会议')
    const day = new Date(Date.now() + 8 * 3_600_000)
    await ask.getByLabel('起用日').fill(day.toISOString().slice(0, 10))
    await ask.getByLabel('归还日').fill(new Date(day.getTime() + 20 * 86_400_000).toISOString().slice(0, 10))
    await send(ask)
    const loan = await page.evaluate(() => fetch('/api/v1/loans?state=asked').then((r) => r.json()).then((l) => l.items[0].code))
    memory.loan = loan
    await as('propertyhead')
    await page.goto(`/loans/${loan}`)
    await send(await act('批准'))
    await as('storekeeper')
    await page.goto(`/loans/${loan}`)
    const hand = await act('交付')
    await hand.getByLabel('交付成本').fill('0')
    await send(hand)
    await as('officer')
    await page.goto(`/loans/${loan}`)
    await send(await act('签收'))
    await as('storekeeper')
    await page.goto(`/loans/${loan}`)
    const back = await act('归还验收')
    await choose(page, '验收', '', '验收合格')
    await choose(page, '成色', '', '完好')
    await send(back)
    await page.reload()
    await page.getByText('已办结').first().waitFor()
  },
}

/** 涉案物品：封存，手续两人签字流转，实物不动。 */
export const oneCaseItem = {
  async run(page, logins) {
    await signIn(page, logins.storekeeper)
    await page.goto('/act/custody-seal')
    await page.getByLabel('案号').fill('临公刑〔2026〕1号')
    await choose(page,'保管单位','','公安')
    await choose(page,'分类','A02010108')
    await page.getByLabel('名称').fill('便携式计算机')
    await choose(page,'公物仓','','涉案')
    await page.getByLabel('存放位置').fill('C 区 1 柜')
    await choose(page,'成色','','完好')
    await page.getByLabel('原值').fill('5000')
    await page.getByLabel('扣押日期').fill('2026-10-01')
    await page.getByLabel('扣押机关').fill('区公安分局')
    await page.getByLabel('扣押经办人').fill('police1')
    await page.getByLabel('法律文书号').fill('扣押〔2026〕1号')
    await page.getByLabel('封签号').fill('S-1')
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==','base64')
    await page.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
    await page.locator('.thumb img').waitFor()
    await page.locator('form .foot').getByRole('button', { name: '提交' }).click()
    await page.getByTestId('receipt').waitFor()
    const asset = await page.evaluate(() => fetch('/api/v1/custody').then(r=>r.json()).then(l=>l.items[0].asset))
    await page.context().clearCookies()
    await signIn(page, logins.property)
    await page.goto('/custody/'+asset)
    await page.getByRole('button',{name:/移交/}).click()
    const d = page.getByRole('dialog')
    await choose(page,'移交给','','检察院')
    await d.getByLabel('法律文书号').fill('移送〔2026〕2号')
    await d.getByLabel('封签号').fill('S-1')
    await d.locator('input[type=file]').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png })
    await d.locator('.thumb img').waitFor()
    await d.getByRole('button',{name:'提交'}).click()
    await d.getByTestId('receipt').waitFor()
    await page.context().clearCookies()
    await signIn(page, logins.storekeeper)
    await page.goto('/custody/'+asset)
    await page.getByRole('button',{name:/接收/}).click()
    const e = page.getByRole('dialog')
    await e.getByLabel('封签号').fill('S-1')
    await e.getByRole('button',{name:'提交'}).click()
    await e.getByTestId('receipt').waitFor()
    await page.reload()
    await page.locator('.tl li').nth(1).waitFor()
    assert.equal(await page.locator('.tl li').count(), 2)
  },
}

/** 库点主任登记电费，吨年费用随之变动，逐级看到凭证。 */
export const costCompares = {
  async run(page, logins) {
    await signIn(page, logins.manager)
    const { user } = await page.evaluate(() => fetch('/api/v1/session').then((r) => r.json()))
    await page.goto(`/costs?by=site&org=${user.org}`)
    const before = number(await page.getByTestId('yardstick').textContent())
    await page.getByRole('button', { name: '登记费用' }).click()
    const form = page.getByRole('dialog')
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    await choose(page, '费用类别', '', '能耗费')
    await choose(page, '库点', user.org)
    await form.getByLabel('起', { exact: true }).fill(today)
    await form.getByLabel('止', { exact: true }).fill(today)
    await form.getByLabel('金额（元）').fill('123456.78')
    await form.getByLabel('凭证号').fill('端到端电费 1 号')
    await form.getByRole('button', { name: '提交' }).click()
    await receipt(page)
    await page.goto(`/costs?by=site&org=${user.org}`)
    await page.getByText('端到端电费 1 号').waitFor()
    assert(number(await page.getByTestId('yardstick').textContent()) > before, 'a cost makes a tonne-year dearer')
    // Down to the lots: the parts add up to the whole.
    await page.locator('table button.ant-btn-link').first().click()
    await page.locator('table a[href^="/lots/"]').first().waitFor()
    const table = await page.evaluate((org) => fetch(`/api/v1/costs?by=lot&org=${org}`).then((r) => r.json()), user.org)
    assert.equal(table.rows.reduce((sum, row) => sum + row.amount, 0), table.total.amount)
  },
}

/** 检查发现的问题：受检单位主任在手机上报整改，另一名检查员复查销号。 */
export const findingMended = {
  phone: true,
  async run(page, logins) {
    await signIn(page, logins.manager)
    await page.goto('/checks?tab=findings')
    await page.getByText('V-02').first().waitFor()
    const finding = await page.evaluate(() => fetch('/api/v1/findings?side=inspected&status=open').then((r) => r.json()).then((l) => l.items[0].code))
    await page.goto(`/findings/${finding}`)
    await page.getByRole('button', { name: '报送整改' }).click()
    const mend = page.getByRole('dialog')
    await mend.getByLabel('整改情况').fill('已清仓复称，补登损耗')
    await mend.getByRole('button', { name: '提交' }).click()
    await mend.getByTestId('receipt').waitFor()
    await page.context().clearCookies()
    await signIn(page, logins.inspector)
    await page.goto(`/findings/${finding}`)
    await page.getByRole('button', { name: '复查' }).click()
    await choose(page, '复查结论', '', '通过')
    const look = page.getByRole('dialog')
    await look.getByLabel('复查意见').fill('现场复查属实')
    await look.getByRole('button', { name: '提交' }).click()
    await look.getByTestId('receipt').waitFor()
    await page.reload()
    await page.getByText('已销号').first().waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390, 'the page does not scroll sideways on a phone')
  },
}

/** In the order they are played: each builds on those before. */
export const SCENES = { keeperReceives, keeperInspects, officerIssues, approverApproves, keeperIssues, oneTruck, traceVerifies, tableProves, auditorVerifies, mapDrills, keeperWorksOffline, keeperScans, testerJudges, keeperTreats, papersArrive, statementVerifies, systemAdministrator, securityAdministrator, auditAdministrator, oneLoan, oneCaseItem, costCompares, findingMended }
