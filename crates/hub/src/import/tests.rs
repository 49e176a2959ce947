//! Importing quality tests: each row one test of one lot, with a column for every indicator measured. The pack's standard judges as it
//! does on the screen.

use super::people::Office;
use super::plan::{Notes, twice};
use super::record::{Cell, View, each, word};
use super::{Kind, Run, refuse};
use base::term::LotCode;
use base::term::fault::Stop;
use std::collections::HashMap;
use stock::lot::LotRow;
use stock::quality::{self, NewTest, Occasion, Written};

const OCCASIONS: [Occasion; 3] = [Occasion::Acceptance, Occasion::Storage, Occasion::Outbound];

const fn occasion_code(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Acceptance => "acceptance",
        Occasion::Storage => "storage",
        Occasion::Outbound => "outbound",
    }
}

const fn occasion_label(occasion: Occasion) -> (&'static str, &'static str) {
    match occasion {
        Occasion::Acceptance => ("入库验收", "Acceptance"),
        Occasion::Storage => ("储存期间", "In store"),
        Occasion::Outbound => ("出库", "Outbound"),
    }
}

/// Columns before the indicators.
const FIXED: [&str; 4] = ["lot", "occasion", "tested_on", "report"];

pub(super) fn carry_out(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Tests)? else { return Ok(()) };
    let mut seen: HashMap<Vec<Cell>, u32> = HashMap::new();
    let read = |run: &mut Run<'_, '_>, view: View<'_>, notes: &mut Notes<'_>| {
        if let Some(first) = seen.insert(view.record.cells.clone(), view.record.row) {
            notes.note("lot", twice(first));
            return Ok(None);
        }
        let lot = notes.check("lot", LotCode::parse(view.text("lot")));
        let word = word(view.text("occasion"), OCCASIONS, occasion_code, occasion_label);
        let occasion = notes.check("occasion", word);
        let (Some(lot), Some(occasion), Some(tested_on)) = (lot, occasion, view.day("tested_on")) else {
            return Ok(None);
        };
        let known = run.tx.get::<LotRow>(&[run.book.into(), (&lot).into()])?;
        let quality = measured(run, view, known.as_ref(), notes);
        let report = view.maybe("report").map(str::to_owned);
        Ok(Some(NewTest { lot, occasion, quality, tested_on, report }))
    };
    each(run, Kind::Tests, &actor, views, read, quality::test)
}

/// The values of a row under the indicators of its lot's pack. A value in a column that the pack has no indicator for is a problem,
/// unless another pack calls another indicator by the same name, so that both read one column.
fn measured(run: &Run<'_, '_>, view: View<'_>, lot: Option<&LotRow>, notes: &mut Notes<'_>) -> Written {
    let pack = lot.and_then(|lot| run.packs.pack_of(&lot.item));
    let mut quality = Written::new();
    let Some(pack) = pack else { return quality };
    let given = || view.fields.iter().filter(|field| !FIXED.contains(&field.name.as_str()));
    for field in given() {
        let Some(text) = view.maybe(&field.name) else { continue };
        if let Some(indicator) = pack.indicator(&field.name) {
            let value = match &indicator.kind {
                pack::quality::Kind::Word { words } => {
                    let named = words.iter().find(|(code, name)| code == text || name.zh == text);
                    named.map_or(text, |(code, _)| code)
                }
                pack::quality::Kind::Number { .. } => text,
            };
            quality.insert(field.name.clone(), value.to_owned());
            continue;
        }
        let shared = given().any(|other| {
            other.name != field.name
                && pack.indicator(&other.name).is_some()
                && other.heads.iter().any(|head| field.heads.contains(head))
        });
        if !shared {
            let zh = format!("“{}”没有指标“{}”", pack.name.zh, field.heads[0]);
            let en = format!("pack “{}” has no indicator “{}”", pack.name.en, field.name);
            let refusal = refuse("import.indicator", zh, en);
            notes.note(field.name.clone(), refusal.mend("清空此格", "Empty the cell"));
        }
    }
    quality
}
