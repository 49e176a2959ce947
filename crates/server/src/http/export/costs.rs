//! Costs as rows of a spreadsheet: the same numbers as on the screen.

use super::rows::{Sheet, head, text};
use crate::app::App;
use crate::http::cost::cost_table::{CostQuery, CostRow, answer};
use crate::http::hub::table::TableQuery;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use paper::sheet::Value;

/// Costs by place and kind, the total last.
pub async fn costs(app: &App, principal: &Principal, query: TableQuery) -> Result<Sheet, Problem> {
    let TableQuery { by, region, org, site, from, to, .. } = query;
    let found = answer(app, principal, CostQuery { by, region, org, site, from, to }).await?;
    let mut heads = vec![head("代码", "", 34), head("名称", "", 28)];
    let money = ["保管费", "运费", "轮换费用", "维修费", "能耗费", "损耗", "合计"];
    heads.extend(money.map(|label| head(label, "元", 16)));
    heads.extend([head("平均库存", "吨", 16), head("吨年费用", "元/(吨·年)", 16), head("库区数", "", 8)]);
    let row = |row: CostRow| {
        let mut cells = vec![text(row.key), text(row.label)];
        let money =
            [row.storage, row.transport, row.rotation, row.maintenance, row.energy, row.loss, row.amount];
        cells.extend(money.map(Value::Fen));
        cells.push(Value::Thousandths(row.mean_stock));
        cells.push(row.per_tonne_year.map_or(Value::Empty, Value::Fen));
        cells.push(Value::Integer(row.sites));
        cells
    };
    let total = CostRow { label: format!("合计 {} 至 {}", found.from, found.to), ..found.total };
    Ok(Sheet { title: "费用", heads, rows: found.rows.into_iter().chain([total]).map(row).collect() })
}
