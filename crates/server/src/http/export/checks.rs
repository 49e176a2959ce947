//! The rows of the three-way comparison, of findings and of violations for a spreadsheet.

use super::rows::{BATCH, Sheet, head, holder, text};
use crate::app::App;
use crate::http::check::violation_list::found;
use crate::http::hub::table::TableQuery;
use crate::http::label;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use base::term::OrgCode;
use paper::sheet::Value;
use stock::check::compare::compare;
use stock::check::store::{Side, findings};

/// A mark that is read without colour.
fn mark(matches: bool) -> Value {
    text(if matches { "相符" } else { "▲ 不符" })
}

/// A rate in percent, written out.
fn percent(tenths: i64) -> Value {
    let sign = if tenths < 0 { "-" } else { "" };
    text(format!("{sign}{}.{}%", tenths.abs() / 10, tenths.abs() % 10))
}

/// Weighbridge, book and measurement of every lot at every position of an organisation.
pub async fn comparison(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let packs = app.node.packs.clone();
    let heads = vec![
        head("货位代码", "", 32),
        head("批次", "", 34),
        head("品种", "", 16),
        head("单位", "", 8),
        head("账面", "", 16),
        head("车次", "", 8),
        head("过磅", "", 16),
        head("过磅结算", "", 16),
        head("其他凭证", "", 16),
        head("过磅差率", "", 12),
        head("过磅比对", "", 12),
        head("实测", "", 16),
        head("实测差率", "", 12),
        head("账实比对", "", 12),
        head("实测日期", "", 12),
        head("底稿", "", 12),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after = (String::new(), String::new());
        loop {
            let batch = compare(read, &packs, org.as_str(), (&after.0, &after.1), BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = (last.position.to_string(), last.lot.to_string());
            rows.extend(batch.iter().map(|row| {
                let measured = row.measured.as_ref();
                vec![
                    text(row.position.to_string()),
                    text(row.lot.to_string()),
                    text(label::item(&packs, &row.item).zh),
                    text(packs.item(&row.item).map_or_else(String::new, |item| item.unit.name.zh.clone())),
                    Value::Thousandths(row.book.0),
                    Value::Integer(row.trips),
                    row.weighed.map_or(Value::Empty, |sum| Value::Thousandths(sum.0)),
                    Value::Thousandths(row.settled.0),
                    Value::Thousandths(row.other.0),
                    row.weighed_rate.map_or(Value::Empty, percent),
                    row.weighed_rate.map_or(Value::Empty, |_| mark(row.weighed_matches)),
                    measured.map_or(Value::Empty, |found| Value::Thousandths(found.checked.0)),
                    measured.map_or(Value::Empty, |found| percent(found.rate)),
                    measured.map_or(Value::Empty, |found| mark(found.matches)),
                    measured.map_or(Value::Empty, |found| Value::Day(found.day)),
                    measured.map_or(Value::Empty, |found| {
                        text(if found.inspected { "检查" } else { "自查" })
                    }),
                ]
            }));
        }
    });
    Ok(Sheet { title: "三方比对", heads, rows: rows.await? })
}

/// Findings that an organisation opened and those it must mend.
pub async fn findings_of(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let (organisations, today) = (app.organisations().await?, app.node.clock.now().business_day());
    let heads = vec![
        head("问题", "", 32),
        head("检查", "", 32),
        head("检查单位", "", 28),
        head("被检查单位", "", 28),
        head("货位代码", "", 32),
        head("违规类型", "", 10),
        head("严重", "", 8),
        head("问题描述", "", 40),
        head("整改期限", "", 12),
        head("状态", "", 10),
        head("超期", "", 8),
        head("复查次数", "", 10),
    ];
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for side in [Side::Inspecting, Side::Inspected] {
            let mut after = (0, String::new(), String::new());
            loop {
                let key = (after.0, after.1.as_str(), after.2.as_str());
                let batch = findings(read, side, org.as_str(), None, today, key, BATCH)?;
                let Some(last) = batch.last() else { break };
                let row = &last.row;
                after = (i64::from(row.closed_at.is_some()), row.due.to_string(), row.finding.to_string());
                rows.extend(batch.iter().map(|found| {
                    let row = &found.row;
                    let inspecting = OrgCode::parse(row.finding.get(..18).unwrap_or_default());
                    let inspecting =
                        inspecting.map_or_else(|_| String::new(), |c| organisations.name(&c).to_owned());
                    let state = match found.state() {
                        "open" => "待整改",
                        "mended" => "待复查",
                        _ => "已销号",
                    };
                    vec![
                        text(row.finding.to_string()),
                        text(row.code.to_string()),
                        text(inspecting),
                        text(organisations.name(&row.org).to_owned()),
                        text(row.position.as_deref().unwrap_or_default().to_owned()),
                        text(row.rule.as_deref().unwrap_or_default().to_owned()),
                        text(if row.serious { "是" } else { "" }),
                        text(row.words.to_string()),
                        Value::Day(row.due),
                        text(state),
                        text(if found.is_overdue(today) { "▲ 是" } else { "" }),
                        Value::Integer(row.round),
                    ]
                }));
            }
        }
        Ok::<_, Problem>(rows)
    });
    Ok(Sheet { title: "检查问题", heads, rows: rows.await? })
}

/// What the books of an organisation show against the rules.
pub async fn violations(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let heads = vec![
        head("规则", "", 8),
        head("违规类型", "", 24),
        head("依据", "", 40),
        head("级别", "", 8),
        head("位置", "", 32),
        head("批次", "", 34),
        head("起始", "", 12),
        head("账面所示", "", 50),
        head("证据", "", 28),
    ];
    let rows = found(app, principal, Some(org.as_str())).await?.into_iter().map(|found| {
        vec![
            text(found.rule.id),
            text(found.rule.zh),
            text(found.rule.clause),
            text(if found.alarm { "告警" } else { "提醒" }),
            text(found.place),
            text(found.lot.unwrap_or_default()),
            Value::Day(found.since),
            text(found.zh),
            text(found.evidence.map_or_else(String::new, |(org, n)| format!("{org} #{n}"))),
        ]
    });
    Ok(Sheet { title: "违规情形", heads, rows: rows.collect() })
}
