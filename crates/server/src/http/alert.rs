//! Alerts over HTTP: the inbox, one alert with its case and evidence, and judging it again. What is done to alerts is an act.

pub mod list;
pub mod recompute;
pub mod show;

use hub::alert::AlertRow;
use serde::Serialize;
use utoipa::ToSchema;

/// An alert.
#[derive(Serialize, ToSchema)]
pub struct AlertHead {
    /// Organisation and number: `{org}-{number}`.
    pub id: String,
    pub org: String,
    /// What acts call `alert`; index of the fact that raised it.
    pub number: i64,
    pub position: String,
    /// Code of the indicator.
    pub kind: String,
    /// `GA-01` … `GA-11`, `V-26`, `SILENT`.
    pub rule: String,
    /// What the rule says, Chinese and English.
    pub rule_zh: String,
    pub rule_en: String,
    /// `stack`, `layer N` or `point ROW-COLUMN-LAYER`, counted from 1.
    pub place: String,
    /// 1 urgent to 5 notice.
    pub severity: i64,
    /// How well its least founded limit is founded: `confirmed`, `needs_citation`, `unconfirmed`.
    pub status: Option<String>,
    /// µs.
    pub raised_at: i64,
    /// `active` or `cleared`.
    pub state: String,
    pub cleared_at: Option<i64>,
    pub acknowledged_by: Option<String>,
    pub acknowledged_at: Option<i64>,
    /// Last step of its case: `verified`, `rectified`, `rechecked`, `closed`.
    pub step: Option<String>,
    /// The step that is due.
    pub next_step: Option<String>,
    /// SHA-256 of its evidence.
    pub evidence: String,
}

impl AlertHead {
    /// The alert as shown.
    pub fn of(row: &AlertRow, org: &str) -> Self {
        let (zh, en) = label(&row.rule);
        let text = |text: &Option<std::sync::Arc<str>>| text.as_ref().map(ToString::to_string);
        Self {
            id: format!("{org}-{}", row.n),
            org: org.to_owned(),
            number: row.n,
            position: row.position.to_string(),
            kind: row.kind.to_string(),
            rule: row.rule.to_string(),
            rule_zh: zh.to_owned(),
            rule_en: en.to_owned(),
            place: row.place.to_string(),
            severity: row.severity,
            status: text(&row.status),
            raised_at: row.raised_at.0,
            state: row.state.to_string(),
            cleared_at: row.cleared_at.map(|at| at.0),
            acknowledged_by: text(&row.acknowledged_by),
            acknowledged_at: row.acknowledged_at.map(|at| at.0),
            step: text(&row.step),
            next_step: hub::alert::next(row.step.as_deref()).map(str::to_owned),
            evidence: row.evidence.to_string(),
        }
    }
}

fn label(rule: &str) -> (&'static str, &'static str) {
    let of_grain = brain::grain::rule::Rule::ALL.into_iter().find(|known| known.code() == rule);
    match rule {
        hub::watch::COPIED => ("读数雷同", "copied readings"),
        hub::watch::SILENT => ("传感中断", "sensor silent"),
        _ => of_grain.map_or(("", ""), brain::grain::rule::Rule::label),
    }
}
