//! The rows of directives, stocktakes and disposals for a spreadsheet: one row for each line of a directive, one for each of the others.

use super::rows::{BATCH, Sheet, head, holder, text};
use crate::app::App;
use crate::http::hub::table::TableQuery;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use crate::http::stock::directive_show::{DirectiveAnswer, DirectiveLine, told};
use base::policy::Action;
use base::term::{Instant, OrgCode};
use paper::sheet::Value;
use stock::property::disposal::DisposalRow;
use stock::property::word::{Cause, Step, Way};
use stock::{count, directive, property};

/// Every directive the caller may read, or those that concern one organisation.
pub async fn directives(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let labels = [
        ("指令", 30),
        ("签发单位", 28),
        ("用途", 10),
        ("依据", 24),
        ("生效", 12),
        ("失效", 12),
        ("状态", 10),
        ("签发人", 14),
        ("批准人", 14),
        ("行", 6),
        ("范围", 32),
        ("品种", 16),
        ("性质", 16),
        ("粮权", 10),
        ("单位", 8),
        ("数量", 16),
        ("已用", 16),
        ("收货库区", 24),
    ];
    let heads = labels.map(|(label, width)| head(label, "", width)).to_vec();
    let (organisations, packs) = (app.organisations().await?, app.node.packs.clone());
    let reach = principal.reach(app, Action::ReadDirective);
    let principal = principal.clone();
    let rows = app.read(move |read| {
        let seen = |org: OrgCode| {
            organisations.get(&org).is_some_and(|entry| principal.reaches(&reach, &entry.organisation))
        };
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let batch = directive::store::directives(read, "", after.as_deref(), BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            after = Some(last.directive.to_string());
            for row in &batch {
                let lines = directive::store::lines(read, &row.directive)?;
                let order = told(row, &lines, &organisations, &packs)?;
                let wanted =
                    query.org.as_deref().is_none_or(|org| order.concerns().any(|o| o.as_str() == org));
                if wanted && order.concerns().any(seen) {
                    rows.extend(order.lines.iter().map(|line| cells(&order, line)));
                }
            }
        }
    });
    Ok(Sheet { title: "指令", heads, rows: rows.await? })
}

fn cells(order: &DirectiveAnswer, line: &DirectiveLine) -> Vec<Value> {
    vec![
        text(&order.code),
        text(&order.org_name),
        text(&order.purpose_name),
        text(&order.authority),
        text(&order.valid_from),
        text(&order.valid_to),
        text(&order.status),
        text(&order.issued_by),
        order.approved_by.as_ref().map_or(Value::Empty, text),
        Value::Integer(line.line),
        text(&line.scope),
        text(&line.item_name),
        text(&line.nature_name),
        text(&line.owner_name),
        text(&line.unit),
        Value::Thousandths(line.quantity),
        Value::Thousandths(line.used),
        line.destination.as_ref().map_or(Value::Empty, text),
    ]
}

/// The stocktakes of an organisation.
pub async fn counts(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let entry = app.organisation(&org).await?.ok_or_else(Problem::not_found)?;
    let labels = [
        ("盘点", 8),
        ("范围", 32),
        ("事由", 30),
        ("状态", 10),
        ("开始日期", 12),
        ("开始人", 14),
        ("结束人", 14),
    ];
    let heads = labels.map(|(label, width)| head(label, "", width)).to_vec();
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut before = None;
        loop {
            let batch = count::store::counts(read, entry.book, before, BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            before = Some(last.n);
            rows.extend(batch.iter().map(|row| {
                vec![
                    Value::Integer(row.n),
                    text(row.scope.to_string()),
                    text(row.reason.to_string()),
                    text(row.state.to_string()),
                    Value::Day(Instant(row.opened_at.0).business_day()),
                    text(row.opened_by.to_string()),
                    row.closed_by.as_ref().map_or(Value::Empty, |by| text(by.to_string())),
                ]
            }));
        }
    });
    Ok(Sheet { title: "盘点", heads, rows: rows.await? })
}

/// Every disposal of an organisation.
pub async fn disposals(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let org = holder(app, principal, &query).await?;
    let book = app.organisation(&org).await?.ok_or_else(Problem::not_found)?.book;
    let labels = [
        ("处置单", "", 32),
        ("处置方式", "", 14),
        ("处置原因", "", 22),
        ("状态", "", 14),
        ("件数", "", 8),
        ("原值", "元", 16),
        ("净值", "元", 16),
        ("申请日期", "", 12),
        ("申请人", "", 16),
        ("评估价", "元", 16),
        ("批准人", "", 16),
        ("财政审批", "", 16),
        ("受让或接收", "", 28),
        ("凭证", "", 24),
        ("处置日期", "", 12),
        ("收益", "元", 16),
        ("已上缴", "元", 16),
    ];
    let heads = labels.map(|(label, unit, width)| head(label, unit, width)).to_vec();
    let rows = app.read(move |read| {
        let mut rows: Vec<Vec<Value>> = Vec::new();
        let mut before = String::new();
        loop {
            let batch = property::store::disposals(read, book, "", &before, BATCH)?;
            let Some(last) = batch.last() else { return Ok::<_, Problem>(rows) };
            before = last.disposal.to_string();
            rows.extend(batch.iter().map(disposal_cells));
        }
    });
    Ok(Sheet { title: "资产处置", heads, rows: rows.await? })
}

fn disposal_cells(row: &DisposalRow) -> Vec<Value> {
    let words = |words: &Option<std::sync::Arc<str>>| words.as_deref().map_or(Value::Empty, text);
    vec![
        text(row.disposal.to_string()),
        text(Way::from_code(&row.way).map_or(&*row.way, |way| way.label().0)),
        text(Cause::from_code(&row.cause).map_or(&*row.cause, |cause| cause.label().0)),
        text(Step::from_code(&row.state).map_or(&*row.state, |step| step.label().0)),
        Value::Integer(row.assets),
        Value::Fen(row.price.0),
        Value::Fen(row.worth.0),
        Value::Day(row.asked_on),
        text(row.asked_by.to_string()),
        row.appraised.map_or(Value::Empty, |amount| Value::Fen(amount.0)),
        words(&row.approved_by),
        words(&row.permitted_by),
        words(&row.party),
        words(&row.document),
        row.ended_on.map_or(Value::Empty, Value::Day),
        Value::Fen(row.proceeds.0),
        Value::Fen(row.paid.0),
    ]
}
