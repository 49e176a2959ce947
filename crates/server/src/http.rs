//! The one table of endpoints, and the layers every request passes: envelope (request id, limit of time, measurement,
//! security headers, problems), gate by address, validators, compression. No endpoint is reachable that is not listed here.

#![allow(
    unused_qualifications,
    reason = "the macro that describes an endpoint names parameter types by their whole path"
)]

pub mod export;
pub mod limit;

mod body;
mod cache;
mod console;
mod envelope;
mod label;
mod page;
mod principal;
mod problem;

mod act;
mod admin;
mod alert;
mod book;
mod check;
mod code;
mod content;
mod cost;
pub mod hub;
mod import;
mod keeping;
mod log;
mod node;
mod property;
mod registry;
mod relief;
mod rotation;
mod sense;
mod session;
mod stock;
mod stream;

use crate::app::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The description of the API.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "INRS 智能国储",
        description = "The API of one INRS node. Quantities are integers in thousandths of the item's unit, money integers in fen, \
            instants integers in UTC microseconds, days `YYYY-MM-DD`. Every act is a POST with an `Idempotency-Key` and is \
            answered with a receipt. Errors are RFC 9457 problems in Chinese and English. See docs/spec/api.md.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    servers((url = "/")),
    // Named only inside shared answers and parameters, where the macro does not look.
    components(schemas(problem::ProblemBody, stock::ledger::LedgerKind)),
    modifiers(&Schemes),
    security(("session" = []), ("token" = [])),
)]
struct Description;

/// The two ways to say who asks.
struct Schemes;

impl utoipa::Modify for Schemes {
    fn modify(&self, api: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
        let components = api.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            "inrs_session",
            "A person's session. Writes must repeat the cookie inrs_csrf in the header X-INRS-CSRF.",
        ));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API token of a machine."))
            .build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
    }
}

/// Every endpoint, in the order of the contract.
fn endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(session_endpoints())
        .merge(hub_endpoints())
        .merge(registry_endpoints())
        .merge(stock_endpoints())
        .merge(property_endpoints())
        .merge(rotation_endpoints())
        .merge(check_endpoints())
        .merge(keeping_endpoints())
        .merge(sense_endpoints())
        .merge(relief_endpoints())
        .merge(acts_endpoints())
        .merge(import_endpoints())
        .merge(admin_endpoints())
        .merge(books_endpoints())
        .merge(node_endpoints())
}

/// The own account.
fn session_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(session::login::login, session::show::show, session::logout::logout))
        .routes(routes!(session::password::change))
        .routes(routes!(session::totp::enrol))
}

/// What spans books.
fn hub_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(hub::situation::show))
        .routes(routes!(stream::changes::changes))
        .routes(routes!(hub::map::show))
        .routes(routes!(hub::quake::show))
        .routes(routes!(hub::table::show))
        .routes(routes!(hub::monthly::show))
        .routes(routes!(cost::cost_table::show))
        .routes(routes!(cost::cost_entries::list))
        .routes(routes!(hub::statement_list::list, hub::statement_make::make))
        .routes(routes!(hub::statement_show::show))
        .routes(routes!(hub::statement_proof::proof))
        .routes(routes!(hub::statement_file::file))
        .routes(routes!(export::statement::statement))
}

/// What is registered, and code tables.
fn registry_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(code::region_list::list))
        .routes(routes!(code::item_list::list))
        .routes(routes!(code::nature_list::list))
        .routes(routes!(code::pack_list::list))
        .routes(routes!(code::pack_show::show))
        .routes(routes!(registry::organisation_list::list))
        .routes(routes!(registry::organisation_show::show))
}

/// What lies where, and papers about it.
fn stock_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(stock::site_list::list))
        .routes(routes!(stock::site_show::show))
        .routes(routes!(stock::warehouse_show::show))
        .routes(routes!(stock::position_list::list))
        .routes(routes!(stock::position_show::show))
        .routes(routes!(stock::ledger::show))
        .routes(routes!(stock::agreement::show))
        .routes(routes!(stock::lot_list::list))
        .routes(routes!(stock::lot_show::show))
        .routes(routes!(stock::trace::show))
        .routes(routes!(stock::directive_list::list))
        .routes(routes!(stock::directive_show::show))
        .routes(routes!(stock::consignment_list::list))
        .routes(routes!(stock::consignment_show::show))
        .routes(routes!(stock::count_list::list))
        .routes(routes!(stock::count_show::show))
        .routes(routes!(stock::request_list::list))
        .routes(routes!(stock::worksheet_list::list))
        .routes(routes!(stock::notice_list::list))
        .routes(routes!(stock::notice_list::show))
        .routes(routes!(stock::trip_list::list))
        .routes(routes!(stock::trip_show::show))
        .routes(routes!(stock::sample_list::list))
        .routes(routes!(stock::weighbridge_list::list))
        .routes(routes!(stock::reading_show::show))
        .routes(routes!(export::list::export))
        .routes(routes!(export::card::card))
        .routes(routes!(export::ledger::ledger))
        .routes(routes!(export::voucher::voucher))
}

/// Rotation plans, and what the brain proposes.
fn rotation_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(rotation::plan_list::list))
        .routes(routes!(rotation::plan_show::show))
        .routes(routes!(rotation::gap_list::list))
        .routes(routes!(rotation::finding_list::list))
        .routes(routes!(rotation::priority_list::list))
        .routes(routes!(rotation::proposal::show))
        .routes(routes!(act::rotation_draft::act))
        .routes(routes!(act::rotation_approve::act))
        .routes(routes!(act::rotation_withdraw::act))
        .routes(routes!(act::rotation_extend::act))
        .routes(routes!(act::rotation_permit::act))
        .routes(routes!(act::rotation_cost::act))
        .routes(routes!(act::cost_enter::act))
        .routes(routes!(act::cost_reverse::act))
}

/// Checks, their sheets and findings.
fn check_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(check::check_list::list))
        .routes(routes!(check::check_show::show))
        .routes(routes!(check::finding_list::list))
        .routes(routes!(check::finding_show::show))
        .routes(routes!(check::inspector_list::list))
        .routes(routes!(check::comparison_list::list))
        .routes(routes!(check::violation_list::list))
        .routes(routes!(act::check_open::act))
        .routes(routes!(act::check_draw::act))
        .routes(routes!(act::check_withdraw::act))
        .routes(routes!(act::check_sheet::act))
        .routes(routes!(act::check_sign::act))
        .routes(routes!(act::check_close::act))
        .routes(routes!(act::finding_open::act))
        .routes(routes!(act::finding_mend::act))
        .routes(routes!(act::finding_recheck::act))
}

/// Rounds, and what is due.
fn keeping_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(keeping::duty_list::list))
        .routes(routes!(keeping::round_list::list))
        .routes(routes!(act::position_inspect::act))
        .routes(routes!(keeping::job_list::list))
        .routes(routes!(act::job_plan::act))
        .routes(routes!(act::job_approve::act))
        .routes(routes!(act::job_withdraw::act))
        .routes(routes!(act::job_start::act))
        .routes(routes!(act::job_read::act))
        .routes(routes!(act::job_end::act))
        .routes(routes!(act::job_clear::act))
}

/// Readings, what they warn of, and series.
fn sense_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sense::ingest::take))
        .routes(routes!(sense::device_list::list))
        .routes(routes!(sense::layout_list::list))
        .routes(routes!(sense::frame_list::list))
        .routes(routes!(sense::frame_show::show))
        .routes(routes!(sense::series_list::list))
        .routes(routes!(sense::series_show::show))
        .routes(routes!(alert::list::list))
        .routes(routes!(alert::show::show))
        .routes(routes!(alert::recompute::show))
        .routes(routes!(act::device_register::act))
        .routes(routes!(act::device_calibrate::act))
        .routes(routes!(act::device_retire::act))
        .routes(routes!(act::device_key::act))
        .routes(routes!(act::layout_set::act))
        .routes(routes!(act::alert_acknowledge::act))
        .routes(routes!(act::alert_suppress::act))
        .routes(routes!(act::alert_step::act))
}

/// Relief goods and kits.
fn relief_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(relief::goods_list::list))
        .routes(routes!(relief::inspection_list::list))
        .routes(routes!(relief::allocation::list))
        .routes(routes!(relief::kit_list::list))
        .routes(routes!(relief::lineage::show))
        .routes(routes!(act::relief_inspect::act))
        .routes(routes!(act::kit_define::act))
        .routes(routes!(act::kit_assemble::act))
        .routes(routes!(act::kit_dismantle::act))
}

/// Public property, and the photographs that facts name.
fn property_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(content::put::put))
        .routes(routes!(content::show::show))
        .routes(routes!(property::pool_list::list))
        .routes(routes!(property::catalogue::list))
        .routes(routes!(property::labels::labels))
        .routes(routes!(property::asset_list::list))
        .routes(routes!(property::asset_show::show))
        .routes(routes!(property::loan_list::list))
        .routes(routes!(property::loan_show::show))
        .routes(routes!(property::gate::search))
        .routes(routes!(property::purchase_list::list))
        .routes(routes!(property::purchase_show::show))
        .routes(routes!(property::custody::list))
        .routes(routes!(property::custody::show))
        .routes(routes!(act::pool_register::act))
        .routes(routes!(act::asset_receive::act))
        .routes(routes!(act::asset_place::act))
        .routes(routes!(act::asset_picture::act))
        .routes(routes!(act::asset_turn::act))
        .routes(routes!(act::loan_ask::act))
        .routes(routes!(act::loan_approve::act))
        .routes(routes!(act::loan_reject::act))
        .routes(routes!(act::loan_hand::act))
        .routes(routes!(act::loan_accept::act))
        .routes(routes!(act::loan_return::act))
        .routes(routes!(act::loan_compensate::act))
        .routes(routes!(act::loan_recall::act))
        .routes(routes!(act::asset_take::act))
        .routes(routes!(act::purchase_ask::act))
        .routes(routes!(act::purchase_override::act))
        .routes(routes!(act::custody_seal::act))
        .routes(routes!(act::custody_offer::act))
        .routes(routes!(act::custody_take::act))
        .routes(routes!(act::custody_end::act))
        .routes(routes!(property::disposal::list))
        .routes(routes!(property::disposal::show))
        .routes(routes!(property::occasion_list::list))
        .routes(routes!(property::inventory::list))
        .routes(routes!(property::inventory::show))
        .routes(routes!(act::disposal_ask::act))
        .routes(routes!(act::disposal_appraise::act))
        .routes(routes!(act::disposal_approve::act))
        .routes(routes!(act::disposal_permit::act))
        .routes(routes!(act::disposal_reject::act))
        .routes(routes!(act::disposal_end::act))
        .routes(routes!(act::disposal_pay::act))
        .routes(routes!(act::occasion_register::act))
        .routes(routes!(act::occasion_move::act))
        .routes(routes!(act::occasion_end::act))
        .routes(routes!(act::inventory_open::act))
        .routes(routes!(act::inventory_scan::act))
        .routes(routes!(act::inventory_explain::act))
        .routes(routes!(act::inventory_close::act))
}

/// What can be done.
fn acts_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(act::opening::act))
        .routes(routes!(act::receive::act))
        .routes(routes!(act::issue::act))
        .routes(routes!(act::dispatch::act))
        .routes(routes!(act::arrive::act))
        .routes(routes!(act::arrive_close::act))
        .routes(routes!(act::variance_dispute::act))
        .routes(routes!(act::variance_decide::act))
        .routes(routes!(act::relocate::act))
        .routes(routes!(act::adjust_request::act))
        .routes(routes!(act::adjust_approve::act))
        .routes(routes!(act::reverse_request::act))
        .routes(routes!(act::reverse_approve::act))
        .routes(routes!(act::count_open::act))
        .routes(routes!(act::count_recount::act))
        .routes(routes!(act::count_close::act))
        .routes(routes!(act::test::act))
        .routes(routes!(act::lot_hold::act))
        .routes(routes!(act::lot_release::act))
        .routes(routes!(act::loss_clear::act))
        .routes(routes!(act::loss_request::act))
        .routes(routes!(act::loss_approve::act))
        .routes(routes!(act::site_register::act))
        .routes(routes!(act::warehouse_register::act))
        .routes(routes!(act::bay_register::act))
        .routes(routes!(act::position_register::act))
        .routes(routes!(act::facility_close::act))
        .routes(routes!(act::count_enter::act))
        .routes(routes!(act::worksheet::act))
        .routes(routes!(act::position_treat::act))
        .routes(routes!(act::directive_issue::act))
        .routes(routes!(act::directive_approve::act))
        .routes(routes!(act::directive_revoke::act))
        .routes(routes!(act::organisation_register::act))
        .routes(routes!(act::request_reject::act))
        .routes(routes!(act::notice_issue::act))
        .routes(routes!(act::notice_close::act))
        .routes(routes!(act::trip_register::act))
        .routes(routes!(act::trip_sample::act))
        .routes(routes!(act::trip_test::act))
        .routes(routes!(act::trip_weigh::act))
        .routes(routes!(act::trip_handle::act))
        .routes(routes!(act::trip_settle::act))
        .routes(routes!(act::trip_refuse::act))
        .routes(routes!(act::trip_leave::act))
}

/// Spreadsheets that become facts.
fn import_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(import::template::show))
        .routes(routes!(import::start::start))
        .routes(routes!(import::job_show::show))
        .routes(routes!(import::errors::show))
}

/// Users, roles, tokens.
fn admin_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(admin::user_list::list, admin::user_create::act))
        .routes(routes!(admin::user_disable::act))
        .routes(routes!(admin::user_enable::act))
        .routes(routes!(admin::user_rename::act))
        .routes(routes!(admin::user_reset::act))
        .routes(routes!(admin::user_role_assign::act))
        .routes(routes!(admin::user_role_withdraw::act))
        .routes(routes!(admin::role_list::list))
        .routes(routes!(admin::token_list::list, admin::token_create::act))
        .routes(routes!(admin::token_revoke::act))
        .routes(routes!(admin::audit_list::list))
}

/// Books and their logs.
fn books_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(book::list::list))
        .routes(routes!(book::show::show))
        .routes(routes!(book::facts::facts))
        .routes(routes!(book::fact::fact))
        .routes(routes!(book::proof::proof))
        .routes(routes!(book::consistency::consistency))
        .routes(routes!(book::keys::keys))
        .routes(routes!(log::checkpoint::checkpoint))
        .routes(routes!(log::checkpoint::gm_checkpoint))
        .routes(routes!(log::tile::tile))
        .routes(routes!(log::tile::gm_tile))
        .routes(routes!(log::entries::entries))
        .routes(routes!(log::entries::gm_entries))
}

/// The installation.
fn node_endpoints() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(node::health::health))
        .routes(routes!(node::ready::ready))
        .routes(routes!(node::metrics::metrics))
        .routes(routes!(node::openapi::openapi))
}

/// The OpenAPI document, as committed in `docs/openapi.json`: the same bytes for the same program.
pub fn openapi() -> String {
    let mut document = endpoints().into_openapi();
    // The router marks the rest of a path with a star; OpenAPI knows no such mark.
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// Answers smaller than this are not worth compressing.
const COMPRESSED_MIN: u64 = 1_024;

/// The whole server as one service.
pub fn router(app: App) -> Router {
    let (router, _) = endpoints().split_for_parts();
    let compressed = CompressionLayer::new()
        .gzip(true)
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(COMPRESSED_MIN)));
    // One layer made of all: each call of `layer` would box every route, and every request, once more. The first is outermost.
    let around = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), envelope::envelope))
        .layer(from_fn_with_state(app.clone(), limit::by_address))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(DefaultBodyLimit::max(app.config.limits.body_bytes))
        .layer(compressed)
        .layer(from_fn(cache::validate));
    router
        .fallback(console::file)
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(around)
        .with_state(app)
}
