//! Importing places: sites, warehouses and tanks, bays, positions, each row one registration. A row's parent must be registered,
//! by an earlier file or on the screen.

use super::people::Office;
use super::record::{View, each, word};
use super::{Kind, Run, refuse};
use base::term::fault::{Refusal, Stop};
use base::term::{PositionCode, RegionCode, SiteCode, WarehouseCode};
use pack::StorageForm;
use stock::facility::{self, NewBay, NewPosition, NewSite, NewWarehouse};

/// Kinds of site and warehouse with their names; the codes are those of `stock::facility`.
const SITE_NAMES: [(&str, &str, &str); 5] = [
    ("depot", "粮库", "Depot"),
    ("tank_farm", "油罐区", "Tank farm"),
    ("relief", "救灾物资库", "Relief store"),
    ("public_property", "公物仓", "Public-property warehouse"),
    ("transit", "中转库", "Transit store"),
];
const WAREHOUSE_NAMES: [(&str, &str, &str); 7] = [
    ("flat", "平房仓", "Flat warehouse"),
    ("silo", "筒仓", "Silo"),
    ("shallow_silo", "浅圆仓", "Shallow silo"),
    ("tank", "油罐", "Tank"),
    ("cold", "冷库", "Cold store"),
    ("yard", "堆场", "Yard"),
    ("hall", "库房", "Hall"),
];

fn named(text: &str, names: &[(&'static str, &'static str, &'static str)]) -> Result<String, Refusal> {
    word(text, names.iter().copied(), |name| name.0, |name| (name.1, name.2)).map(|name| name.0.to_owned())
}

/// Degrees as written, in millionths.
fn degrees(text: &str, most: i64) -> Result<i64, Refusal> {
    let wrong = || {
        refuse("import.degrees", format!("“{text}”不是经纬度"), format!("“{text}” is not a coordinate"))
            .mend("填十进制度数，如 120.155070", "Enter decimal degrees, such as 120.155070")
    };
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let sound = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || part.len() > 15 || !sound(whole) || !sound(part) {
        return Err(wrong());
    }
    let millionths: String = part.chars().chain(std::iter::repeat('0')).take(6).collect();
    let number: i64 = format!("{whole}{millionths}").parse().map_err(|_| wrong())?;
    if number > most { Err(wrong()) } else { Ok(sign * number) }
}

pub(super) fn sites(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Sites)? else { return Ok(()) };
    let read = |run: &mut Run<'_, '_>, view: View<'_>, notes: &mut super::plan::Notes<'_>| {
        let site = notes.check("site", SiteCode::parse(view.text("site")));
        let region = notes.check("region", RegionCode::parse(view.text("region")));
        let kind = notes.check("kind", named(view.text("kind"), &SITE_NAMES));
        let longitude = notes.check("longitude", degrees(view.text("longitude"), 180_000_000));
        let latitude = notes.check("latitude", degrees(view.text("latitude"), 90_000_000));
        let (name, valid_from) = (view.owned("name"), view.day("valid_from").unwrap_or(run.today));
        Ok((|| {
            Some(NewSite {
                site: site?,
                name,
                region: region?,
                kind: kind?,
                longitude: longitude?,
                latitude: latitude?,
                valid_from,
            })
        })())
    };
    each(run, Kind::Sites, &actor, views, read, |tx, ctx, _, book, new| {
        facility::register_site(tx, ctx, book, new)
    })
}

pub(super) fn warehouses(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Warehouses)? else { return Ok(()) };
    let read = |run: &mut Run<'_, '_>, view: View<'_>, notes: &mut super::plan::Notes<'_>| {
        let warehouse = notes.check("warehouse", WarehouseCode::parse(view.text("warehouse")));
        let kind = notes.check("kind", named(view.text("kind"), &WAREHOUSE_NAMES));
        let (name, valid_from) = (view.owned("name"), view.day("valid_from").unwrap_or(run.today));
        let new = |(warehouse, kind)| NewWarehouse { warehouse, name, kind, valid_from };
        Ok(warehouse.zip(kind).map(new))
    };
    each(run, Kind::Warehouses, &actor, views, read, |tx, ctx, _, book, new| {
        facility::register_warehouse(tx, ctx, book, new)
    })
}

pub(super) fn bays(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Bays)? else { return Ok(()) };
    let read = |run: &mut Run<'_, '_>, view: View<'_>, _: &mut super::plan::Notes<'_>| {
        let valid_from = view.day("valid_from").unwrap_or(run.today);
        Ok(Some(NewBay { bay: view.owned("bay"), name: view.owned("name"), valid_from }))
    };
    each(run, Kind::Bays, &actor, views, read, |tx, ctx, _, book, new| {
        facility::register_bay(tx, ctx, book, new)
    })
}

pub(super) fn positions(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Positions)? else { return Ok(()) };
    let read = |run: &mut Run<'_, '_>, view: View<'_>, notes: &mut super::plan::Notes<'_>| {
        let position = notes.check("position", PositionCode::parse(view.text("position")));
        let form = word(view.text("form"), StorageForm::ALL, StorageForm::code, StorageForm::label);
        let form = notes.check("form", form);
        let valid_from = view.day("valid_from").unwrap_or(run.today);
        Ok(position.zip(form).map(|(position, form)| NewPosition {
            position,
            name: view.owned("name"),
            form: form.code().to_owned(),
            capacity: view.quantity("capacity"),
            keeper: view.owned("keeper"),
            valid_from,
        }))
    };
    each(run, Kind::Positions, &actor, views, read, |tx, ctx, _, book, new| {
        facility::register_position(tx, ctx, book, new)
    })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn degrees_are_read_exactly() {
        for (text, expected) in [
            ("120.155070", Some(120_155_070)),
            ("-30.2", Some(-30_200_000)),
            ("7", Some(7_000_000)),
            ("180.0000001", Some(180_000_000)),
            ("181", None),
            ("12,5", None),
            ("", None),
            (".5", None),
        ] {
            assert_eq!(degrees(text, 180_000_000).ok(), expected, "{text}");
        }
    }

    #[test]
    fn every_kind_of_place_has_a_name_here() {
        assert_eq!(SITE_NAMES.map(|name| name.0), facility::SITE_KINDS);
        assert_eq!(WAREHOUSE_NAMES.map(|name| name.0), facility::WAREHOUSE_KINDS);
    }
}
