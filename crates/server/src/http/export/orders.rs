//! The rows of directives and stocktakes for a spreadsheet: one row for each line of a directive, one for each stocktake.

use super::rows::{BATCH, Sheet, head, holder, text};
use crate::app::App;
use crate::http::hub::table::TableQuery;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use crate::http::stock::directive_show::{DirectiveAnswer, DirectiveLine, told};
use base::policy::Action;
use base::term::{Instant, OrgCode};
use paper::sheet::Value;
use stock::{count, directive};

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
