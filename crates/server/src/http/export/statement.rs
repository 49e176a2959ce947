//! `GET /api/v1/statements/{id}/statement.pdf`: a statement of reserves 储备报表 on paper, with the roots that commit to it.

use super::{Shown, file, heading, pdf};
use crate::app::App;
use crate::http::body::Path;
use crate::http::book::hex;
use crate::http::hub::statement_show::{row, told};
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::extract::State;
use axum::response::IntoResponse;
use base::term::fault::{Refusal, RefusalKind};
use base::term::{Fault, Quantity};
use chain::statement::Statement;
use chain::{Sha256Suite, Sm3Suite};
use paper::pdf::ROWS_MAX;
use paper::pdf::document::{Align, Code, Column, Document, Field, Signature, Statement as Paper, Table};

/// Fields in the head.
const FIELDS: usize = 4;

/// A statement of reserves as a PDF.
#[utoipa::path(get, path = "/api/v1/statements/{id}/statement.pdf", tag = "export", operation_id = "statement_pdf",
    params(("id" = i64, Path, description = "The statement's id.")),
    responses((status = 200, description = "The statement.", body = [u8], content_type = "application/pdf"), ReadProblems))]
pub async fn statement(
    State(app): State<App>,
    principal: Principal,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse, Problem> {
    let found = row(&app, &principal, id).await?;
    let (statement, _) =
        Statement::parse(&found.file).map_err(|e| Fault::new(format!("stored statement {id}: {e}")))?;
    if statement.totals.len() + FIELDS > ROWS_MAX {
        return Err(too_long().into());
    }
    let unit =
        |code: &str| app.node.packs.item(code).map_or_else(String::new, |item| item.unit.name.zh.clone());
    let cells = |total| {
        let told = told(total, &app.node.packs);
        let item = told.key.split('/').next().unwrap_or_default();
        let quantity = format!("{} {}", Quantity(told.quantity), unit(item));
        vec![
            told.name,
            told.nature_name,
            told.owner_name,
            told.region_name,
            quantity,
            told.positions.to_string(),
            told.books.to_string(),
        ]
    };
    let columns = [
        ("品种", Align::Left, 16),
        ("性质", Align::Left, 14),
        ("粮权", Align::Left, 8),
        ("地区", Align::Left, 12),
        ("数量", Align::Right, 18),
        ("货位批次", Align::Right, 8),
        ("账本", Align::Right, 8),
    ];
    let column = |(label, align, width): (&str, Align, u8)| Column { label: label.to_owned(), align, width };
    let field = |label: &str, value: String| Field { label: label.to_owned(), value };
    let sign = |role: &str| Signature { role: role.to_owned(), name: String::new(), at: String::new() };
    let paper = Paper {
        title: "储备报表".to_owned(),
        code: Code { scan: id.to_string(), read: id.to_string() },
        cut_off: found.at.shanghai(),
        fields: vec![
            field("节点", found.node.to_string()),
            field("账本数", found.books.to_string()),
            field("货位批次数", found.holdings.to_string()),
            field("分组数", found.totals.to_string()),
        ],
        table: Table {
            columns: columns.map(column).to_vec(),
            rows: statement.totals.iter().map(cells).collect(),
            total: None,
        },
        root: hex(&statement.head::<Sha256Suite>().root),
        root_gm: hex(&statement.head::<Sm3Suite>().root),
        signatures: vec![sign("单位负责人"), sign("统计负责人"), sign("制表人")],
    };
    let organisations = app.organisations().await?;
    let name = organisations.name(&app.node.gate.node().org).to_owned();
    let heading = heading(&app, &principal, name).await?;
    let bytes = pdf(&app, heading, Document::Statement(paper)).await?;
    Ok((file("application/pdf", &format!("{id}.pdf"), Shown::Inline), bytes))
}

fn too_long() -> Refusal {
    let (zh, en) = ("报表行数过多，不宜打印", "the statement has too many lines to be printed");
    Refusal::new(RefusalKind::Invalid, "statement.too_long", zh, en)
        .mend("下载报表文件，或导出表格", "Take the statement's file or a spreadsheet")
}
