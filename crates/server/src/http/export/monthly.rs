//! The monthly return as rows of a spreadsheet: the same lines as on the screen, with the equation beside each.

use super::rows::{Sheet, head, text};
use crate::app::App;
use crate::http::hub::monthly::{MonthlyQuery, MonthlyRow, answer};
use crate::http::hub::table::TableQuery;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use paper::sheet::Value;

/// The monthly return; the month is that of the first day asked for.
pub async fn monthly(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let month = query.from.as_deref().map(|day| day.chars().take(7).collect());
    let asked = MonthlyQuery { month, region: query.region, org: query.org, site: query.site };
    let found = answer(app, principal, asked).await?;
    let mut heads = vec![head("月份", "", 10), head("填报范围", "", 26)];
    heads.extend(["品种", "性质", "粮权"].map(|label| head(label, "", 16)));
    heads.push(head("计量单位", "", 8));
    let columns = [
        "期初库存",
        "期初建账",
        "入库",
        "调入",
        "收入合计",
        "出库",
        "调出",
        "支出合计",
        "水杂减量",
        "自然损耗",
        "超耗",
        "调整盘点",
        "倒仓净额",
        "期末库存",
    ];
    heads.extend(columns.map(|label| head(label, "", 14)));
    heads.push(head("平衡", "", 6));
    let (month, place) = (found.month, found.place);
    let row = |row: MonthlyRow| {
        let unit = app.node.packs.item(&row.item).map_or_else(String::new, |item| item.unit.name.zh.clone());
        let mut cells = [&month, &place, &row.item_name, &row.nature_name, &row.owner_name, &unit]
            .map(|word| text(word.as_str()))
            .to_vec();
        let quantities = [
            row.opening,
            row.taken_over,
            row.received,
            row.arrived,
            row.taken_over + row.received + row.arrived,
            row.issued,
            row.dispatched,
            row.issued + row.dispatched,
            row.loss_moisture,
            row.loss_natural,
            row.loss_excess,
            row.adjusted,
            row.moved,
            row.closing,
        ];
        cells.extend(quantities.map(Value::Thousandths));
        cells.push(text(if row.balances { "是" } else { "否" }));
        cells
    };
    Ok(Sheet { title: "收支存月报", heads, rows: found.rows.into_iter().map(row).collect() })
}
