//! Acts: one POST each, under an idempotency key, answered with a receipt. Handlers read the request, ask the policies and
//! call the act; what may be done is decided in `stock`.

pub mod adjust_approve;
pub mod adjust_request;
pub mod alert_acknowledge;
pub mod alert_step;
pub mod alert_suppress;
pub mod arrive;
pub mod arrive_close;
pub mod asset_picture;
pub mod asset_place;
pub mod asset_receive;
pub mod asset_take;
pub mod asset_turn;
pub mod bay_register;
pub mod check_close;
pub mod check_draw;
pub mod check_open;
pub mod check_sheet;
pub mod check_sign;
pub mod check_withdraw;
pub mod cost_enter;
pub mod cost_reverse;
pub mod count_close;
pub mod count_enter;
pub mod count_open;
pub mod count_recount;
pub mod custody_end;
pub mod custody_offer;
pub mod custody_seal;
pub mod custody_take;
pub mod device_calibrate;
pub mod device_key;
pub mod device_register;
pub mod device_retire;
pub mod directive_approve;
pub mod directive_issue;
pub mod directive_revoke;
pub mod dispatch;
pub mod disposal_appraise;
pub mod disposal_approve;
pub mod disposal_ask;
pub mod disposal_end;
pub mod disposal_pay;
pub mod disposal_permit;
pub mod disposal_reject;
pub mod facility_close;
pub mod finding_mend;
pub mod finding_open;
pub mod finding_recheck;
pub mod inventory_close;
pub mod inventory_explain;
pub mod inventory_open;
pub mod inventory_scan;
pub mod issue;
pub mod job_approve;
pub mod job_clear;
pub mod job_end;
pub mod job_plan;
pub mod job_read;
pub mod job_start;
pub mod job_withdraw;
pub mod kit_assemble;
pub mod kit_define;
pub mod kit_dismantle;
pub mod layout_set;
pub mod loan_accept;
pub mod loan_approve;
pub mod loan_ask;
pub mod loan_compensate;
pub mod loan_hand;
pub mod loan_recall;
pub mod loan_reject;
pub mod loan_return;
pub mod loss_approve;
pub mod loss_clear;
pub mod loss_request;
pub mod lot_hold;
pub mod lot_release;
pub mod notice_close;
pub mod notice_issue;
pub mod occasion_end;
pub mod occasion_move;
pub mod occasion_register;
pub mod opening;
pub mod organisation_register;
pub mod pool_register;
pub mod position_inspect;
pub mod position_register;
pub mod position_treat;
pub mod purchase_ask;
pub mod purchase_override;
pub mod receive;
pub mod relief_inspect;
pub mod relocate;
pub mod request_reject;
pub mod reverse_approve;
pub mod reverse_request;
pub mod rotation_approve;
pub mod rotation_cost;
pub mod rotation_draft;
pub mod rotation_extend;
pub mod rotation_permit;
pub mod rotation_withdraw;
pub mod site_register;
pub mod test;
pub mod trip_handle;
pub mod trip_leave;
pub mod trip_refuse;
pub mod trip_register;
pub mod trip_sample;
pub mod trip_settle;
pub mod trip_test;
pub mod trip_weigh;
pub mod variance_decide;
pub mod variance_dispute;
pub mod warehouse_register;
pub mod worksheet;

mod form;

pub use form::day_if;

use super::problem::Problem;
use crate::app::App;
use crate::http::book::hex;
use axum::Json;
use base::ctx::Ctx;
use base::ledger::Done;
use base::store::Tx;
use base::term::{BookId, OrgCode, Stop};
use pack::Catalogue;
use serde::Serialize;
use utoipa::ToSchema;

/// What an act did.
#[derive(Serialize, ToSchema)]
pub struct Receipt {
    receipt: FactReceipt,
    /// Codes of what it created: lots, directives, consignments, numbers of requests and stocktakes.
    created: Vec<String>,
    /// The key had been used before: this is the first receipt, and nothing was done again.
    pub repeated: bool,
}

/// Where the fact stands.
#[derive(Serialize, ToSchema)]
pub struct FactReceipt {
    /// Origin of the book.
    book: String,
    org: String,
    /// Index in the book.
    index: i64,
    /// µs.
    at: i64,
    /// RFC 6962 leaf hashes, hexadecimal.
    leaf_sha256: String,
    leaf_sm3: String,
    act: String,
}

impl Receipt {
    /// The receipt of an act.
    pub fn of(app: &App, done: Done) -> Self {
        let receipt = done.receipt;
        Self {
            receipt: FactReceipt {
                book: format!("{}/book/{}", app.node.gate.node().name, receipt.org),
                org: receipt.org.to_string(),
                index: receipt.n,
                at: receipt.at.0,
                leaf_sha256: hex(&receipt.sha256),
                leaf_sm3: hex(&receipt.sm3),
                act: receipt.act.to_string(),
            },
            created: done.created,
            repeated: done.repeated,
        }
    }
}

/// Does an act in the book of an organisation, in the next batch, and answers with its receipt. The policies have been
/// asked before.
async fn perform(
    app: &App,
    ctx: Ctx,
    org: &OrgCode,
    mut act: impl FnMut(&mut Tx<'_>, &Ctx, &Catalogue, BookId) -> Result<Done, Stop> + Send + 'static,
) -> Result<Json<Receipt>, Problem> {
    let book = app.organisation(org).await?.ok_or_else(Problem::not_found)?.book;
    let packs = app.node.packs.clone();
    let done = app.write(book.0, move |tx| act(tx, &ctx, &packs, book)).await?;
    Ok(Json(Receipt::of(app, done)))
}
