//! Where the goods of a yearly table lie: the organisation's own site, warehouse and positions, registered as far as they
//! are missing. One position for each item, under the item's name.

use super::super::people::Office;
use super::super::plan::Goods;
use super::super::{Run, refuse, store};
use base::ctx::Actor;
use base::policy::Action;
use base::region::regions;
use base::term::fault::{Fault, Stop};
use base::term::{PositionCode, Quantity, SiteCode, WarehouseCode};
use stock::facility::{BayRow, NewBay, NewPosition, NewSite, NewWarehouse, PositionRow};

/// Positions of one bay that their codes can tell apart.
const POSITIONS_MAX: u32 = 99;
/// A position made here holds at least this many whole units: a yearly table does not say how much room there is.
const CAPACITY_LEAST: i64 = 100;

/// The warehouse that takes the goods.
pub(super) struct Place {
    pub site: SiteCode,
    warehouse: WarehouseCode,
    registrar: Option<Actor>,
    positions: Vec<PositionRow>,
    /// Serial of the bay that takes new positions, whether it is registered, and positions used in it.
    bay: (u32, bool, u32),
}

impl Place {
    /// The organisation's first public-property site and its first warehouse that are in use, registered if there are none.
    pub fn find(run: &mut Run<'_, '_>, office: &Office, keeper: &Actor) -> Result<Self, Stop> {
        let registrar = registrar(run, office, keeper)?;
        let positions = store::positions(run.tx, run.book)?;
        let site = site(run, registrar.as_ref())?;
        let warehouse = warehouse(run, &site, registrar.as_ref())?;
        let bays: Vec<BayRow> = store::bays(run.tx, run.book)?;
        let last = bays.iter().rfind(|bay| bay.warehouse == warehouse);
        let bay = match last {
            None => (1, false, 0),
            Some(bay) => {
                let last = positions.iter().rfind(|position| position.bay == bay.bay);
                let used = last.map_or(0, |position| serial(position.position.as_str(), 2));
                let open = bay.valid_from <= run.today && bay.valid_to.is_none();
                if open && used < POSITIONS_MAX {
                    (serial(&bay.bay, 3), true, used)
                } else {
                    (serial(&bay.bay, 3) + 1, false, 0)
                }
            }
        };
        Ok(Self { site, warehouse, registrar, positions, bay })
    }

    /// The position of an item: the one with its name, or a new one. Nothing if a new one was refused.
    pub fn position(
        &mut self,
        run: &mut Run<'_, '_>,
        goods: &Goods<'_>,
        keeper: &Actor,
    ) -> Result<Option<PositionCode>, Stop> {
        let name = &goods.item.name.zh;
        let own = |row: &&PositionRow| row.site == self.site && *row.name == **name && row.is_open(run.today);
        if let Some(row) = self.positions.iter().find(own) {
            return Ok(Some(row.position.clone()));
        }
        let registrar = entitled(self.registrar.as_ref())?.clone();
        if self.bay.2 == POSITIONS_MAX {
            self.bay = (self.bay.0 + 1, false, 0);
        }
        let bay = format!("{}{:03}", self.warehouse, self.bay.0);
        if !self.bay.1 {
            let new = NewBay { bay: bay.clone(), name: format!("{} 区", self.bay.0), valid_from: run.today };
            let ctx = run.by(&registrar, &format!("bay-{}", self.bay.0));
            let done = stock::facility::register_bay(run.tx, &ctx, run.book, &new)?;
            run.did(done);
            self.bay.1 = true;
        }
        let code = PositionCode::parse(&format!("{bay}{:02}", self.bay.2 + 1))?;
        let new = NewPosition {
            position: code.clone(),
            name: name.clone(),
            form: goods.item.forms.first().map_or("shelf", |form| form.code()).into(),
            capacity: capacity(goods),
            keeper: keeper.user.to_string(),
            valid_from: run.today,
        };
        let ctx = run.by(&registrar, &format!("{}-position", goods.at));
        let done = stock::facility::register_position(run.tx, &ctx, run.book, &new);
        let done = run.tried(goods.row, "item", done)?;
        self.bay.2 += u32::from(done.is_some());
        Ok(done.map(|_| code))
    }
}

/// Twice the most that lay there, and some room at least.
fn capacity(goods: &Goods<'_>) -> Quantity {
    Quantity((goods.peak() * 2).max(CAPACITY_LEAST * 1_000))
}

/// The serial that ends a code, 0 where it is none.
fn serial(code: &str, digits: usize) -> u32 {
    code.get(code.len().saturating_sub(digits)..).and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// Whoever of the people named may register facilities.
fn registrar(run: &mut Run<'_, '_>, office: &Office, keeper: &Actor) -> Result<Option<Actor>, Stop> {
    const ACTS: [Action; 4] =
        [Action::SiteRegister, Action::WarehouseRegister, Action::BayRegister, Action::PositionRegister];
    let named = std::iter::once(keeper.user.clone()).chain(run.import.people.officer.clone());
    for user in named {
        match office.named(run, &user, &ACTS, "officer") {
            Ok(actor) => return Ok(Some(actor)),
            Err(Stop::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(None)
}

fn entitled(registrar: Option<&Actor>) -> Result<&Actor, Stop> {
    registrar.ok_or_else(|| {
        refuse(
            "import.place",
            "缺少库区、仓房或货位，经办人又无权登记",
            "site, warehouse or positions are missing, and nobody named may register them",
        )
        .mend(
            "先由库点主任或局业务处登记，或用 --officer 指明局业务处人员",
            "Let the depot manager or a bureau officer register them first, or name an officer by --officer",
        )
        .at("officer")
        .into()
    })
}

fn site(run: &mut Run<'_, '_>, registrar: Option<&Actor>) -> Result<SiteCode, Stop> {
    let sites = store::sites(run.tx, run.book)?;
    let open = sites.iter().find(|site| {
        &*site.kind == "public_property" && site.valid_from <= run.today && site.valid_to.is_none()
    });
    if let Some(site) = open {
        return Ok(site.site.clone());
    }
    let registrar = entitled(registrar)?;
    let next = sites.last().map_or(0, |site| serial(site.site.as_str(), 3)) + 1;
    let (longitude, latitude) = point(run.organisation.region.as_str())?;
    let new = NewSite {
        site: SiteCode::parse(&format!("{}{next:03}", run.organisation.code))?,
        name: run.organisation.name.clone(),
        region: run.organisation.region.clone(),
        kind: "public_property".into(),
        longitude,
        latitude,
        valid_from: run.today,
    };
    let ctx = run.by(registrar, "site");
    let done = stock::facility::register_site(run.tx, &ctx, run.book, &new)?;
    run.did(done);
    Ok(new.site)
}

fn warehouse(
    run: &mut Run<'_, '_>,
    site: &SiteCode,
    registrar: Option<&Actor>,
) -> Result<WarehouseCode, Stop> {
    let warehouses = store::warehouses(run.tx, run.book)?;
    let here = || warehouses.iter().filter(|warehouse| warehouse.site == *site);
    if let Some(open) =
        here().find(|warehouse| warehouse.valid_from <= run.today && warehouse.valid_to.is_none())
    {
        return Ok(open.warehouse.clone());
    }
    let registrar = entitled(registrar)?;
    let next = here().last().map_or(0, |warehouse| serial(warehouse.warehouse.as_str(), 4)) + 1;
    let new = NewWarehouse {
        warehouse: WarehouseCode::parse(&format!("{site}{next:04}"))?,
        name: "公物仓".into(),
        kind: "hall".into(),
        valid_from: run.today,
    };
    let ctx = run.by(registrar, "warehouse");
    let done = stock::facility::register_warehouse(run.tx, &ctx, run.book, &new)?;
    run.did(done);
    Ok(new.warehouse)
}

/// The label point of a region, or of the nearest one above it that has one.
fn point(region: &str) -> Result<(i64, i64), Fault> {
    let mut at = regions().get(region);
    while let Some(region) = at {
        if let Some(point) = region.point {
            return Ok(point);
        }
        at = regions().get(region.parent);
    }
    Err(Fault::new(format!("region {region} is not in the list")))
}
