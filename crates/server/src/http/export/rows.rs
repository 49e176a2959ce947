//! The rows of each list that can be exported. Reads in batches, so that memory holds one list and no more.

use super::{checks, orders};
use crate::app::App;
use crate::http::hub::table::{TableQuery, TableRow, answer};
use crate::http::hub::{Eyes, region};
use crate::http::label;
use crate::http::principal::{Goods, Principal};
use crate::http::problem::Problem;
use crate::http::property::asset_list::AssetQuery;
use crate::http::property::catalogue::idle;
use crate::http::stock::trip_list::{TripAnswer, notices, told};
use base::policy::Action;
use base::region::regions;
use base::term::OrgCode;
use hub::map::map;
use pack::Catalogue;
use paper::sheet::{Head, Value};
use stock::property::asset::AssetRow;
use stock::property::store::Wanted;
use stock::property::word::{Condition, Intake, State, Title};
use stock::{movement, property, rotation as plans, transfer, trip};

/// Rows read at once.
pub const BATCH: i64 = 1_000;

/// A list to be written.
pub struct Sheet {
    pub title: &'static str,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Value>>,
}

pub fn head(label: &str, unit: &str, width: u8) -> Head {
    Head { label: label.to_owned(), unit: unit.to_owned(), width }
}

pub fn text(text: impl Into<String>) -> Value {
    Value::Text(text.into())
}

/// The rows of a list by its name.
pub async fn gathered(
    app: &App,
    principal: &Principal,
    list: &str,
    query: TableQuery,
) -> Result<Sheet, Problem> {
    match list {
        "table" => table(app, principal, query).await,
        "monthly" => super::monthly::monthly(app, principal, query).await,
        "costs" => super::costs::costs(app, principal, query).await,
        "sites" => sites(app, principal, query).await,
        "lots" => lots(app, principal, query).await,
        "consignments" => consignments(app, principal, query).await,
        "directives" => orders::directives(app, principal, query).await,
        "counts" => orders::counts(app, principal, query).await,
        "rotation" => rotation(app, principal, query).await,
        "comparison" => checks::comparison(app, principal, query).await,
        "findings" => checks::findings_of(app, principal, query).await,
        "violations" => checks::violations(app, principal, query).await,
        "assets" => assets(app, principal, query).await,
        "loans" => loans(app, principal, query).await,
        "purchases" => purchases(app, principal, query).await,
        "disposals" => orders::disposals(app, principal, query).await,
        "catalogue" => catalogue(app, principal, query).await,
        "trips" => trips(app, principal, query).await,
        "books" | "organisations" => organisations(app, principal).await,
        _ => Err(Problem::not_found()),
    }
}

async fn table(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let found = answer(app, principal, query).await?;
    let mut heads: Vec<Head> = Vec::new();
    for column in &found.columns {
        heads.extend([head(&format!("{}代码", column.name), "", 16), head(column.name, "", 20)]);
    }
    heads.extend([
        head("单位", "", 8),
        head("在库", "", 16),
        head("在途", "", 16),
        head("合计", "", 16),
        head("金额", "元", 18),
        head("批次数", "", 10),
    ]);
    let row = |row: TableRow| {
        let mut cells: Vec<Value> = Vec::new();
        for (key, label) in row.key.into_iter().zip(row.label) {
            cells.extend([text(key), text(label)]);
        }
        let quantities = [row.stored, row.in_transit, row.quantity].map(Value::Thousandths);
        cells.push(text(row.unit));
        cells.extend(quantities);
        cells.extend([Value::Fen(row.amount), Value::Integer(row.positions)]);
        cells
    };
    Ok(Sheet { title: "储备一张表", heads, rows: found.rows.into_iter().map(row).collect() })
}

async fn sites(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let region = region(query.region.as_deref())?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(app, principal, Action::ReadStock, &organisations);
    let picture = app.picture.picture();
    let pins = map(&picture, &|part| eyes.see(part), &region);
    let heads = vec![
        head("库区代码", "", 24),
        head("库区", "", 24),
        head("类别", "", 12),
        head("单位代码", "", 20),
        head("单位", "", 28),
        head("行政区划", "", 10),
        head("所在地", "", 28),
    ];
    let wanted =
        pins.iter().filter(|pin| query.org.as_deref().is_none_or(|org| pin.part.org.as_str() == org));
    let rows = wanted.map(|pin| {
        let site = &pin.site;
        let place = regions().path(&site.region);
        [&*site.code, &*site.name, &*site.kind, pin.part.org.as_str(), &*pin.part.name, &*site.region, &place]
            .map(text)
            .to_vec()
    });
    Ok(Sheet { title: "库区", heads, rows: rows.collect() })
}

/// The organisation asked about, or the caller's own, if the caller may read its stock.
pub async fn holder(app: &App, principal: &Principal, query: &TableQuery) -> Result<OrgCode, Problem> {
    let own = principal.caller.org.to_string();
    let scope = query.site.as_deref().or(query.org.as_deref()).unwrap_or(&own);
    let org = OrgCode::parse(scope.get(..18).unwrap_or(scope))?;
    principal.may_to(app, Action::ReadStock, &org, Goods::Held).await?;
    Ok(org)
}

async fn lots(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let scope = query.site.unwrap_or_else(|| org.to_string());
    let packs = app.node.packs.clone();
    let heads = vec![
        head("货位代码", "", 32),
        head("货位", "", 16),
        head("批次", "", 34),
        head("品种", "", 16),
        head("性质", "", 16),
        head("粮权", "", 10),
        head("等级", "", 10),
        head("收获年度", "", 10),
        head("入库日期", "", 12),
        head("单位", "", 8),
        head("数量", "", 16),
        head("金额", "元", 18),
        head("储存品质", "", 18),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = (String::new(), String::new());
        loop {
            let batch = movement::store::stock(read, &scope, (&after.0, &after.1), BATCH)?;
            let Some((_, position, balance)) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = (position.position.to_string(), balance.lot.to_string());
            rows.extend(batch.iter().map(|(lot, position, balance)| {
                vec![
                    text(position.position.to_string()),
                    text(position.name.to_string()),
                    text(lot.lot.to_string()),
                    text(label::item(&packs, &lot.item).zh),
                    text(label::nature(&packs, &lot.nature).zh),
                    text(label::owner(&lot.owner_level).zh),
                    lot.grade.as_ref().map_or(Value::Empty, |grade| text(grade.to_string())),
                    lot.harvest_year.map_or(Value::Empty, Value::Integer),
                    Value::Day(lot.received_on),
                    text(packs.item(&lot.item).map_or_else(String::new, |item| item.unit.name.zh.clone())),
                    Value::Thousandths(balance.quantity.0),
                    Value::Fen(balance.amount.0),
                    lot.storage_quality.as_ref().map_or(Value::Empty, |class| text(class.to_string())),
                ]
            }));
        }
    });
    Ok(Sheet { title: "库存明细", heads, rows: rows.await? })
}

async fn consignments(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let packs = app.node.packs.clone();
    let heads = vec![
        head("调运单", "", 34),
        head("收货库区", "", 24),
        head("承运", "", 20),
        head("指令", "", 30),
        head("品种", "", 16),
        head("批次", "", 34),
        head("发出", "", 16),
        head("到货", "", 16),
        head("在途", "", 16),
        head("状态", "", 10),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let batch = transfer::store::consignments(read, org.as_str(), after.as_deref(), BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = Some(last.consignment.to_string());
            for head in &batch {
                let Some((_, _, lines)) = transfer::store::consignment(read, &head.consignment)? else {
                    continue;
                };
                rows.extend(lines.iter().map(|line| {
                    vec![
                        text(head.consignment.to_string()),
                        text(head.to_site.to_string()),
                        text(head.carrier.to_string()),
                        head.directive.as_ref().map_or(Value::Empty, |code| text(code.to_string())),
                        text(label::item(&packs, &line.item).zh),
                        text(line.lot.to_string()),
                        Value::Thousandths(line.dispatched.0),
                        Value::Thousandths(line.arrived.0),
                        Value::Thousandths(line.in_transit.0),
                        text(head.state.to_string()),
                    ]
                }));
            }
        }
    });
    Ok(Sheet { title: "调运", heads, rows: rows.await? })
}

fn asset_heads() -> Vec<Head> {
    vec![
        head("资产编号", "", 32),
        head("管理单位", "", 28),
        head("分类代码", "", 14),
        head("分类", "", 16),
        head("名称", "", 18),
        head("规格", "", 28),
        head("权属", "", 14),
        head("来源", "", 16),
        head("状态", "", 12),
        head("成色", "", 10),
        head("存放位置", "", 18),
        head("原值", "元", 14),
        head("取得日期", "", 12),
        head("使用年限至", "", 12),
        head("使用单位", "", 28),
    ]
}

fn asset_row(row: &AssetRow, org: &str, packs: &Catalogue) -> Vec<Value> {
    let word = |found: Option<(&str, &str)>, code: &str| text(found.map_or(code, |(zh, _)| zh));
    vec![
        text(row.asset.to_string()),
        text(org),
        text(row.item.to_string()),
        text(label::item(packs, &row.item).zh),
        text(row.name.to_string()),
        text(row.spec.to_string()),
        word(Title::from_code(&row.title).map(Title::label), &row.title),
        word(Intake::from_code(&row.intake).map(Intake::label), &row.intake),
        word(State::from_code(&row.state).map(State::label), &row.state),
        word(Condition::from_code(&row.condition).map(Condition::label), &row.condition),
        text(row.place.to_string()),
        Value::Fen(row.price.0),
        Value::Day(row.acquired_on),
        row.life_ends_on.map_or(Value::Empty, Value::Day),
        row.holder.as_deref().map_or(Value::Empty, text),
    ]
}

async fn assets(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let entry = app.organisation(&org).await?.ok_or_else(Problem::not_found)?;
    let packs = app.node.packs.clone();
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = String::new();
        loop {
            let batch = property::store::assets(read, entry.book, &Wanted::default(), &after, BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = last.asset.to_string();
            rows.extend(batch.iter().map(|row| asset_row(row, &entry.organisation.name, &packs)));
        }
    });
    Ok(Sheet { title: "公物仓资产", heads: asset_heads(), rows: rows.await? })
}

async fn catalogue(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let asked = AssetQuery { org: query.org, state: None, item: query.item, pool: None, words: None };
    let found = idle(app, principal, &asked, String::new(), usize::MAX).await?;
    let organisations = app.organisations().await?;
    let rows = found.iter().map(|(org, row)| asset_row(row, organisations.name(org), &app.node.packs));
    Ok(Sheet { title: "公物目录", heads: asset_heads(), rows: rows.collect() })
}

async fn trips(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let entry = app.organisation(&org).await?.ok_or_else(Problem::not_found)?;
    let filter = trip::store::Filter { site: query.site.unwrap_or_default(), ..Default::default() };
    let packs = app.node.packs.clone();
    let labels = [
        ("车次", "", 34),
        ("通知单", "", 34),
        ("方向", "", 8),
        ("日期", "", 12),
        ("序号", "", 8),
        ("车牌", "", 12),
        ("对方单位", "", 24),
        ("品种", "", 16),
        ("毛重", "千克", 12),
        ("皮重", "千克", 12),
        ("净重", "千克", 12),
        ("结算数量", "", 14),
        ("金额", "元", 16),
        ("货位代码", "", 32),
        ("批次", "", 34),
        ("状态", "", 14),
        ("疑点", "", 30),
        ("原因", "", 24),
    ];
    let heads = labels.map(|(label, unit, width)| head(label, unit, width)).to_vec();
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut before = (i64::MAX, String::new());
        loop {
            let batch = trip::store::trips(read, entry.book, &filter, (before.0, &before.1), BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            before = (last.registered_at.0, last.trip.to_string());
            let notices = notices(read, entry.book, &batch)?;
            for row in &batch {
                rows.push(trip_cells(&told(row, notices.get(row.notice.as_str()), &packs)));
            }
        }
    });
    Ok(Sheet { title: "出入库车次", heads, rows: rows.await? })
}

fn trip_cells(trip: &TripAnswer) -> Vec<Value> {
    let number = |number: Option<i64>| number.map_or(Value::Empty, Value::Integer);
    let words = |words: &Option<String>| words.as_ref().map_or(Value::Empty, text);
    let doubts: Vec<&str> = trip.doubts.iter().map(|doubt| doubt.name.as_str()).collect();
    vec![
        text(&trip.code),
        text(&trip.notice),
        text(if trip.direction == "out" { "出库" } else { "入库" }),
        text(&trip.queue_day),
        Value::Integer(trip.queue),
        text(&trip.plate),
        text(&trip.counterpart),
        text(&trip.item_name),
        number(trip.gross),
        number(trip.tare),
        number(trip.net),
        trip.settled.map_or(Value::Empty, Value::Thousandths),
        trip.amount.map_or(Value::Empty, Value::Fen),
        words(&trip.position),
        words(&trip.lot),
        text(&trip.status_name),
        text(doubts.join("、")),
        words(&trip.reason),
    ]
}

async fn loans(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let entry = app.organisation(&org).await?.ok_or_else(Problem::not_found)?;
    let organisations = app.organisations().await?;
    let heads = vec![
        head("借用单", "", 32),
        head("方式", "", 16),
        head("出借单位", "", 28),
        head("借用单位", "", 28),
        head("机构或活动", "", 24),
        head("用途", "", 24),
        head("状态", "", 12),
        head("起用日", "", 12),
        head("归还日", "", 12),
        head("物品", "", 8),
        head("未还", "", 8),
        head("交付时价值", "元", 14),
        head("应赔", "元", 12),
        head("已赔", "元", 12),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = String::new();
        loop {
            let batch = property::store::loans(read, entry.book, &org, "", &after, BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = last.loan.to_string();
            for row in &batch {
                let lender = OrgCode::parse(row.loan.as_str().get(..18).unwrap_or_default())?;
                rows.push(vec![
                    text(row.loan.to_string()),
                    text(row.matter()?.label().0),
                    text(organisations.name(&lender)),
                    text(organisations.name(&row.borrower)),
                    row.occasion.as_deref().map_or(Value::Empty, text),
                    text(row.purpose.to_string()),
                    text(row.progress()?.label().0),
                    Value::Day(row.from_on),
                    row.due_on.map_or(Value::Empty, Value::Day),
                    Value::Integer(row.assets),
                    Value::Integer(row.out),
                    Value::Fen(row.worth.0),
                    Value::Fen(row.owed.0),
                    Value::Fen(row.paid.0),
                ]);
            }
        }
    });
    Ok(Sheet { title: "借用与调剂", heads, rows: rows.await? })
}

async fn purchases(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let entry = app.organisation(&org).await?.ok_or_else(Problem::not_found)?;
    let packs = app.node.packs.clone();
    let heads = vec![
        head("购置申请", "", 32),
        head("分类", "", 16),
        head("规格要点", "", 24),
        head("数量", "件", 8),
        head("单价", "元", 14),
        head("用途", "", 24),
        head("把关结果", "", 24),
        head("比对闲置", "件", 10),
        head("可调剂", "件", 10),
        head("申请人", "", 14),
        head("核准人", "", 14),
        head("核准理由", "", 30),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = String::new();
        loop {
            let batch = property::store::purchases(read, entry.book, "", &after, BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = last.purchase.to_string();
            for row in &batch {
                rows.push(vec![
                    text(row.purchase.to_string()),
                    text(label::item(&packs, &row.item).zh),
                    text(row.words.to_string()),
                    Value::Integer(row.quantity),
                    Value::Fen(row.price.0),
                    text(row.purpose.to_string()),
                    text(row.gate()?.label().0),
                    Value::Integer(row.considered),
                    Value::Integer(row.covers),
                    text(row.asked_by.to_string()),
                    row.decided_by.as_deref().map_or(Value::Empty, text),
                    row.reason.as_deref().map_or(Value::Empty, text),
                ]);
            }
        }
    });
    Ok(Sheet { title: "购置把关", heads, rows: rows.await? })
}

async fn organisations(app: &App, principal: &Principal) -> Result<Sheet, Problem> {
    let reach = principal.reach(app, Action::ReadRegistry);
    let organisations = app.organisations().await?;
    let heads = vec![
        head("代码", "", 20),
        head("单位", "", 32),
        head("类别", "", 14),
        head("行政区划", "", 10),
        head("所在地", "", 28),
        head("上级", "", 32),
    ];
    let mine = organisations.sorted.iter().filter(|entry| principal.reaches(&reach, &entry.organisation));
    let rows = mine.map(|entry| {
        let organisation = &entry.organisation;
        let parent = organisation.parent.as_ref().map_or("", |parent| organisations.name(parent));
        let place = regions().path(organisation.region.as_str());
        let cells = [
            organisation.code.as_str(),
            &organisation.name,
            organisation.kind.label().0,
            organisation.region.as_str(),
            &place,
            parent,
        ];
        cells.map(text).to_vec()
    });
    Ok(Sheet { title: "单位", heads, rows: rows.collect() })
}

async fn rotation(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let (packs, today) = (app.node.packs.clone(), app.node.clock.now().business_day());
    let heads = vec![
        head("计划", "", 32),
        head("行", "", 6),
        head("货位代码", "", 32),
        head("批次", "", 34),
        head("品种", "", 16),
        head("收获年度", "", 10),
        head("单位", "", 8),
        head("计划数量", "", 16),
        head("出库期限", "", 12),
        head("已出", "", 16),
        head("腾空日期", "", 12),
        head("架空期至", "", 12),
        head("补库期限", "", 12),
        head("已补", "", 16),
        head("补齐日期", "", 12),
        head("购入用款", "元", 18),
    ];
    let rows = app.read(move |read| {
        let day = |day: Option<jiff::civil::Date>| day.map_or(Value::Empty, Value::Day);
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = (String::new(), 0);
        loop {
            let batch = plans::store::running(read, org.as_str(), (&after.0, after.1), BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = (last.plan.to_string(), last.line);
            rows.extend(batch.iter().map(|line| {
                vec![
                    text(line.plan.to_string()),
                    Value::Integer(line.line),
                    text(line.position.to_string()),
                    text(line.lot.to_string()),
                    text(label::item(&packs, &line.item).zh),
                    line.harvest_year.map_or(Value::Empty, Value::Integer),
                    text(packs.item(&line.item).map_or_else(String::new, |item| item.unit.name.zh.clone())),
                    Value::Thousandths(line.quantity.0),
                    Value::Day(line.out_by),
                    Value::Thousandths(line.quantity_out.0),
                    day(line.emptied_on),
                    day(plans::finding::gap(line, today).and_then(|gap| gap.due)),
                    Value::Day(line.back_by),
                    Value::Thousandths(line.quantity_back.0),
                    day(line.refilled_on),
                    Value::Fen(line.purchase.0),
                ]
            }));
        }
    });
    Ok(Sheet { title: "轮换执行", heads, rows: rows.await? })
}
