//! Lists as spreadsheets with all their rows, and papers of positions and facts. What the caller may not read is not in them.

pub mod card;
mod checks;
pub mod ledger;
pub mod list;
pub mod statement;
pub mod voucher;

mod costs;
mod monthly;
mod orders;
mod rows;

use super::principal::Principal;
use super::problem::Problem;
use crate::app::App;
use axum::http::{HeaderMap, HeaderValue, header};
use base::term::{Fault, Stop};
use paper::pdf::Engine;
use paper::pdf::document::Document;
use paper::{Heading, Lang};
use std::sync::{Arc, OnceLock};

/// Words behind every document of a synthetic node.
const SYNTHETIC: &str = "演示数据";

/// What stands on every document this caller makes.
pub async fn heading(app: &App, principal: &Principal, organisation: String) -> Result<Heading, Problem> {
    let (gate, user) = (app.node.gate.clone(), principal.caller.user.clone());
    let name = app.blocking(move || Ok(gate.name_of(&user)?)).await?;
    Ok(Heading {
        lang: Lang::Zh,
        organisation,
        made_at: app.node.clock.now().0,
        made_by: name.map_or_else(|| principal.caller.user.to_string(), |name| name.to_string()),
        watermark: app.config.synthetic.then(|| SYNTHETIC.to_owned()),
    })
}

/// A document of the typesetter, made on a thread that may block.
pub async fn pdf(app: &App, heading: Heading, document: Document) -> Result<Vec<u8>, Problem> {
    let press = app.press.clone();
    let made = move || {
        let engine = press.engine()?;
        let pdf = engine
            .render(&heading, &document)
            .map_err(|refusal| Fault::new(format!("paper: {}", refusal.words().en)))?;
        Ok::<_, Stop>(pdf.bytes)
    };
    Ok(app.blocking(made).await?)
}

/// The typesetter, made when the first document is asked for: its fonts take a moment and some memory.
#[derive(Default)]
pub struct Press(OnceLock<Result<Engine, String>>);

impl Press {
    fn engine(self: &Arc<Self>) -> Result<&Engine, Fault> {
        let made = self.0.get_or_init(|| {
            let engine = paper::fonts::find().and_then(Engine::new);
            engine.map_err(|refusal| refusal.words().en)
        });
        made.as_ref().map_err(|what| Fault::new(format!("no typesetter: {what}")))
    }
}

/// Headers of a file to be saved or shown.
pub fn file(kind: &'static str, name: &str, shown: Shown) -> HeaderMap {
    let place = match shown {
        Shown::Inline => "inline",
        Shown::Saved => "attachment",
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("{place}; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers
}

/// What a browser does with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Inline,
    Saved,
}
