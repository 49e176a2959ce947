//! One fact as a line in a list: what was done, to how much of what, where. Read from the entry itself, so it says nothing the
//! book does not say.

use crate::directory::Organisations;
use crate::http::label;
use crate::http::problem::Problem;
use base::ledger::{Entry, FactRow};
use base::term::{Fault, OrgCode};
use pack::Catalogue;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A fact in a list.
#[derive(Serialize, ToSchema)]
pub struct FactLine {
    /// Whose book.
    pub org: String,
    pub org_name: String,
    pub index: i64,
    /// µs.
    pub at: i64,
    pub act: String,
    /// The user.
    pub by: String,
    /// The directive on whose authority it was done.
    pub order: Option<String>,
    pub why: Option<String>,
    /// What was done, in words.
    pub summary: String,
    pub summary_en: String,
    /// Moved quantity, thousandths; null when no goods moved.
    pub quantity: Option<i64>,
    /// Unit id of the item.
    pub unit: Option<String>,
    pub item: Option<String>,
    pub item_name: Option<String>,
    pub position: Option<String>,
    pub lot: Option<String>,
}

/// Acts and what a person calls them.
const ACTS: &[(&str, &str, &str)] = &[
    ("stock.open", "期初建账", "Opening balance"),
    ("stock.receive", "入库", "Receipt"),
    ("stock.issue", "出库", "Issue"),
    ("stock.move", "倒仓", "Move"),
    ("transfer.dispatch", "调出", "Dispatch"),
    ("transfer.arrive", "调入", "Arrival"),
    ("transfer.close", "到货结束", "Arrival closed"),
    ("transfer.dispute", "在途差异争议", "Variance disputed"),
    ("transfer.settle", "在途差异认定", "Variance settled"),
    ("adjustment.request", "申请调整", "Adjustment requested"),
    ("adjustment.approve", "批准调整", "Adjustment approved"),
    ("reversal.request", "申请更正", "Reversal requested"),
    ("reversal.approve", "批准更正", "Reversal approved"),
    ("request.reject", "驳回申请", "Request rejected"),
    ("count.open", "开始盘点", "Stocktake opened"),
    ("count.enter", "录入盘点", "Counted"),
    ("count.recount", "退回重盘", "Recount ordered"),
    ("count.close", "盘点结束", "Stocktake closed"),
    ("quality.test", "质量检验", "Quality test"),
    ("position.inspect", "粮情检查", "Inspection round"),
    ("cost.enter", "登记费用", "Cost entered"),
    ("cost.reverse", "冲销费用", "Cost reversed"),
    ("job.plan", "计划熏蒸通风作业", "Job planned"),
    ("job.approve", "批准作业", "Job approved"),
    ("job.withdraw", "撤回作业", "Job withdrawn"),
    ("job.start", "作业开始", "Job started"),
    ("job.read", "作业测气测温", "Job readings"),
    ("job.end", "作业结束", "Job ended"),
    ("job.clear", "解除熏蒸封闭", "Fumigated position cleared"),
    ("position.treat", "药剂处理", "Treatment"),
    ("loss.clear", "损耗核销", "Loss cleared"),
    ("loss.request", "申请核销超耗", "Excess loss requested"),
    ("loss.approve", "批准核销超耗", "Excess loss approved"),
    ("worksheet.record", "实测工作底稿", "Volume worksheet"),
    ("lot.hold", "封存批次", "Lot held"),
    ("lot.release", "解封批次", "Lot released"),
    ("directive.issue", "签发指令", "Directive issued"),
    ("directive.approve", "批准指令", "Directive approved"),
    ("directive.revoke", "撤销指令", "Directive revoked"),
    ("notice.issue", "出入库通知", "Notice issued"),
    ("notice.close", "通知单办结", "Notice closed"),
    ("trip.register", "车辆登记", "Truck registered"),
    ("trip.sample", "扦样", "Sample drawn"),
    ("trip.test", "检验", "Sample tested"),
    ("trip.weigh", "过磅", "Truck weighed"),
    ("trip.handle", "卸装", "Unloaded or loaded"),
    ("trip.settle", "结算", "Trip settled"),
    ("trip.refuse", "拒收", "Delivery refused"),
    ("trip.leave", "离场", "Truck left"),
    ("check.open", "布置检查", "Check opened"),
    ("check.draw", "双随机抽取", "Random check drawn"),
    ("check.withdraw", "撤回检查", "Check withdrawn"),
    ("check.sheet", "检查底稿", "Sheet recorded"),
    ("check.sign", "底稿签字", "Sheet signed"),
    ("check.close", "检查办结", "Check closed"),
    ("finding.open", "提出问题", "Finding opened"),
    ("finding.mend", "报送整改", "Finding mended"),
    ("finding.recheck", "复查", "Finding checked again"),
    ("organisation.register", "登记单位", "Organisation registered"),
    ("site.register", "登记库区", "Site registered"),
    ("warehouse.register", "登记仓房", "Warehouse registered"),
    ("bay.register", "登记廒间", "Bay registered"),
    ("position.register", "登记货位", "Position registered"),
    ("facility.close", "停用", "Facility closed"),
    ("pool.register", "登记公物仓", "Warehouse of public property registered"),
    ("asset.receive", "资产入仓", "Assets taken in"),
    ("asset.place", "资产移位", "Asset moved"),
    ("asset.picture", "资产拍照", "Asset photographed"),
    ("asset.turn", "资产转态", "Asset turned"),
    ("asset.take", "调剂接收", "Reallocated assets taken in"),
    ("device.register", "设备登记", "Device registered"),
    ("device.calibrate", "设备校准", "Device calibrated"),
    ("device.retire", "设备停用", "Device retired"),
    ("device.key", "发放设备密钥", "Device key issued"),
    ("layout.set", "测点布置", "Layout set"),
    ("frame.seal", "读数封存", "Readings sealed"),
    ("series.enter", "数据序列", "Series entered"),
    ("alert.raise", "预警", "Alert raised"),
    ("alert.worsen", "预警升级", "Alert worsened"),
    ("alert.clear", "预警消除", "Alert cleared"),
    ("alert.acknowledge", "预警确认", "Alert acknowledged"),
    ("alert.suppress", "预警抑制", "Alert suppressed"),
    ("alert.step", "预警处置", "Step of a case"),
    ("loan.ask", "申请借用调剂", "Loan asked for"),
    ("loan.approve", "批准借用调剂", "Loan approved"),
    ("loan.reject", "不批准借用", "Loan refused"),
    ("loan.hand", "交付", "Handed over"),
    ("loan.accept", "签收", "Receipt signed"),
    ("loan.return", "归还验收", "Returned and inspected"),
    ("loan.compensate", "赔偿", "Compensation paid"),
    ("loan.recall", "召回", "Called back"),
    ("purchase.ask", "购置申请", "Purchase asked for"),
    ("purchase.override", "财政核准购置", "Purchase gate overridden"),
    ("custody.seal", "涉案封存", "Case property sealed"),
    ("custody.offer", "移交手续", "Custody offered"),
    ("custody.take", "接收手续", "Custody taken"),
    ("custody.end", "涉案办结", "Custody ended"),
    ("relief.inspect", "定期检查", "Inspected"),
    ("kit.define", "定义套装", "Kit defined"),
    ("kit.assemble", "组套", "Kits put together"),
    ("kit.dismantle", "拆套", "Kits taken apart"),
    ("disposal.ask", "申请处置", "Disposal asked for"),
    ("disposal.appraise", "评估登记", "Appraised"),
    ("disposal.approve", "批准处置", "Disposal approved"),
    ("disposal.permit", "财政审批处置", "Finance approval"),
    ("disposal.reject", "处置退回", "Disposal refused"),
    ("disposal.end", "处置核销", "Disposed of and written off"),
    ("disposal.pay", "处置收益上缴", "Proceeds paid in"),
    ("occasion.register", "临时机构活动登记", "Temporary body or event registered"),
    ("occasion.move", "临时机构活动改期", "End moved"),
    ("occasion.end", "结束并自动召回", "Ended, things called back"),
    ("inventory.open", "资产盘点发起", "Asset stock-take opened"),
    ("inventory.scan", "资产盘点扫码", "Assets scanned"),
    ("inventory.explain", "资产盘点差异处理", "Difference explained"),
    ("inventory.close", "资产盘点结束", "Asset stock-take closed"),
    ("statement.make", "生成报表", "Statement made"),
    ("user.create", "新建用户", "User created"),
    ("user.rename", "用户改名", "User renamed"),
    ("user.disable", "停用用户", "User disabled"),
    ("user.enable", "启用用户", "User enabled"),
    ("user.reset", "重置用户", "User reset"),
    ("user.password", "修改密码", "Password changed"),
    ("user.totp", "登记第二因素", "Second factor enrolled"),
    ("user.role.assign", "授予角色", "Role assigned"),
    ("user.role.withdraw", "收回角色", "Role withdrawn"),
    ("user.login", "登录", "Login"),
    ("token.create", "签发令牌", "Token created"),
    ("token.revoke", "吊销令牌", "Token revoked"),
    ("pack.activate", "启用口径包", "Pack activated"),
];

/// What a person calls an act.
pub fn act_name(act: &str) -> (&str, &str) {
    ACTS.iter().find(|(code, ..)| *code == act).map_or((act, act), |(_, zh, en)| (zh, en))
}

/// The line of a fact.
pub fn of(row: &FactRow, packs: &Catalogue, organisations: &Organisations) -> Result<FactLine, Problem> {
    let damaged = |e: String| Fault::new(format!("entry {} of book {}: {e}", row.n, row.book_id.0));
    let entry = Entry::parse(&row.entry).map_err(damaged)?;
    let body: Value = serde_json::from_str(entry.body.get()).map_err(|e| damaged(e.to_string()))?;
    let org = entry.book.rsplit('/').next().unwrap_or_default();
    let org = OrgCode::parse(org)?;
    let item = text(&body["new"]["item"]).or_else(|| text(&body["item"]));
    let name = item.as_deref().map(|code| label::item(packs, code));
    let (zh, en) = act_name(&row.act);
    let position = text(&body["lines"][0]["position"]).or_else(|| text(&body["position"]));
    Ok(FactLine {
        org_name: organisations.name(&org).to_owned(),
        org: org.to_string(),
        index: row.n,
        at: row.at.0,
        act: row.act.to_string(),
        by: entry.by.user,
        order: entry.order,
        why: entry.why,
        summary: name.as_ref().map_or_else(|| zh.to_owned(), |name| format!("{zh} {}", name.zh)),
        summary_en: name.as_ref().map_or_else(|| en.to_owned(), |name| format!("{en}: {}", name.en)),
        quantity: moved(&body),
        unit: item.as_deref().and_then(|code| Some(packs.item(code)?.unit.id.clone())),
        item_name: name.map(|name| name.zh),
        item,
        position,
        lot: text(&body["lines"][0]["lot"]).or_else(|| text(&body["lot"])),
    })
}

/// The same line once the item is known from its lot.
pub fn naming(line: FactLine, item: &str, packs: &Catalogue) -> FactLine {
    let name = label::item(packs, item);
    FactLine {
        summary: format!("{} {}", line.summary, name.zh),
        summary_en: format!("{}: {}", line.summary_en, name.en),
        unit: packs.item(item).map(|found| found.unit.id.clone()),
        item: Some(item.to_owned()),
        item_name: Some(name.zh),
        ..line
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// How much came in, or else how much went out.
fn moved(body: &Value) -> Option<i64> {
    let quantities: Vec<i64> =
        body["lines"].as_array()?.iter().filter_map(|line| line["quantity"].as_i64()).collect();
    let (plus, minus) = quantities.iter().fold((0_i64, 0_i64), |(plus, minus), q| {
        if *q > 0 { (plus.saturating_add(*q), minus) } else { (plus, minus.saturating_sub(*q)) }
    });
    (!quantities.is_empty()).then_some(if plus > 0 { plus } else { minus })
}
