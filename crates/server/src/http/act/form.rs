//! Parts that several acts' requests share, and reading their texts as codes and days. A text that is no code is refused with
//! its field; nothing is guessed.

use crate::app::App;
use crate::http::principal::Principal;
use crate::http::problem::Problem;
use base::term::fault::{Refusal, RefusalKind};
use base::term::{ContentHash, OrgCode, Quantity};
use jiff::civil::Date;
use pack::Catalogue;
use serde::Deserialize;
use stock::allocation::Pick;
use stock::issue::UnderLine;
use stock::lot::{LotChoice, NewLot};
use stock::weigh::Weighing;
use utoipa::ToSchema;

/// A quantity of a lot at a position.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickForm {
    /// 30 characters, LS/T 1714.
    #[schema(max_length = 30)]
    pub position: String,
    #[schema(max_length = 31)]
    pub lot: String,
    /// Thousandths of the item's unit, above zero.
    #[schema(minimum = 1)]
    pub quantity: i64,
}

/// What makes a lot, as a request states it.
pub struct Attributes {
    pub item: Option<String>,
    pub nature: Option<String>,
    pub owner_level: Option<String>,
    pub harvest_year: Option<i64>,
    pub origin: Option<String>,
    pub grade: Option<String>,
    pub produced_on: Option<String>,
    pub expires_on: Option<String>,
}

/// A code in a field.
pub fn code<T: TryFrom<String, Error = Refusal>>(text: &str, field: &'static str) -> Result<T, Problem> {
    T::try_from(text.to_owned()).map_err(|refusal| refusal.at(field).into())
}

/// A calendar day in a field.
pub fn day(text: &str, field: &'static str) -> Result<Date, Problem> {
    text.parse().map_err(|_| {
        Refusal::new(RefusalKind::Invalid, "day.form", "日期须写作 YYYY-MM-DD", "a day is written YYYY-MM-DD")
            .at(field)
            .into()
    })
}

/// A calendar day in a field that may be absent.
pub fn day_if(text: Option<&str>, field: &'static str) -> Result<Option<Date>, Problem> {
    text.map(|text| day(text, field)).transpose()
}

/// A word of a closed list in a field.
pub fn word<T>(text: &str, field: &'static str, from_code: fn(&str) -> Option<T>) -> Result<T, Problem> {
    from_code(text).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Invalid,
            "word.unknown",
            format!("“{field}”没有“{}”这个取值", text.chars().take(40).collect::<String>()),
            format!("“{}” is not a value of “{field}”", text.chars().take(40).collect::<String>()),
        )
        .at(field)
        .into()
    })
}

/// The refusal of a request that must name exactly one of two things.
pub fn either(field: &'static str) -> Problem {
    let (zh, en) = ("两项须填且只填一项", "give one of the two, and only one");
    Refusal::new(RefusalKind::Invalid, "form.either", zh, en).at(field).into()
}

/// The refusal of an inspector whom this node does not know, or who holds no post.
pub fn unknown_inspector(user: &str) -> Problem {
    let shown: String = user.chars().take(40).collect();
    let (zh, en) = (format!("没有可任检查人员的用户“{shown}”"), format!("there is no inspector “{shown}”"));
    Refusal::new(RefusalKind::Invalid, "inspector.unknown", zh, en).at("inspectors").into()
}

/// A file of the content store that an act may name: one that was uploaded.
pub fn photo(app: &App, hash: &str) -> Result<ContentHash, Problem> {
    let hash: ContentHash = code(hash, "photos")?;
    if app.node.content.has(&hash) { Ok(hash) } else { Err(base::content::missing(&hash).into()) }
}

/// Files of the content store that an act may name.
pub fn photos(app: &App, hashes: &[String]) -> Result<Vec<ContentHash>, Problem> {
    hashes.iter().map(|hash| photo(app, hash)).collect()
}

/// The organisation that a facility's code begins with.
pub fn holder(code: &str) -> Result<OrgCode, Problem> {
    Ok(OrgCode::parse(code.get(..18).unwrap_or(code))?)
}

/// The organisation named, or the caller's own.
pub fn own(principal: &Principal, org: Option<&str>) -> Result<OrgCode, Problem> {
    match org {
        Some(org) => code(org, "org"),
        None => Ok(principal.caller.org.clone()),
    }
}

/// A known lot, or the attributes of a new one.
pub fn lot_choice(packs: &Catalogue, known: Option<&str>, new: Attributes) -> Result<LotChoice, Problem> {
    if let Some(known) = known {
        return Ok(LotChoice::Known(code(known, "lot")?));
    }
    let missing = |field: &'static str| {
        Problem::from(
            Refusal::new(
                RefusalKind::Invalid,
                "lot.attributes",
                "须填写已有批次，或新批次的品种和性质",
                "name a lot, or the item and nature of a new one",
            )
            .at(field),
        )
    };
    let (item, nature) =
        (new.item.ok_or_else(|| missing("item"))?, new.nature.ok_or_else(|| missing("nature"))?);
    let usual = || {
        packs
            .nature(&nature)
            .and_then(|nature| nature.owner_levels.first())
            .map(|level| level.code().to_owned())
    };
    Ok(LotChoice::New(NewLot {
        owner_level: new.owner_level.or_else(usual).ok_or_else(|| missing("owner_level"))?,
        item,
        nature,
        harvest_year: new.harvest_year,
        origin: new.origin,
        grade: new.grade,
        produced_on: day_if(new.produced_on.as_deref(), "produced_on")?,
        expires_on: day_if(new.expires_on.as_deref(), "expires_on")?,
    }))
}

/// A weighing, if the goods went over the bridge.
pub fn weighing(
    gross: Option<i64>,
    tare: Option<i64>,
    net: Option<i64>,
) -> Result<Option<Weighing>, Problem> {
    match (gross, tare) {
        (None, None) if net.is_none() => Ok(None),
        (Some(gross), Some(tare)) => {
            Ok(Some(Weighing { gross, tare, net: net.unwrap_or(gross.saturating_sub(tare)) }))
        }
        _ => Err(Refusal::new(
            RefusalKind::Invalid,
            "weighing.parts",
            "毛重、皮重须一并填写",
            "laden and empty weight go together",
        )
        .at("tare")
        .into()),
    }
}

/// The directive's line that goods leave under.
pub fn under(directive: Option<&str>, line: Option<i64>) -> Result<Option<UnderLine>, Problem> {
    directive
        .map(|text| Ok(UnderLine { directive: code(text, "directive")?, line: line.unwrap_or(1) }))
        .transpose()
}

/// What leaves from where.
pub fn picks(picks: &[PickForm]) -> Result<Vec<Pick>, Problem> {
    let pick = |pick: &PickForm| {
        let (lot, position) = (code(&pick.lot, "lot")?, code(&pick.position, "position")?);
        Ok(Pick { lot, position, quantity: Quantity(pick.quantity) })
    };
    picks.iter().map(pick).collect()
}
