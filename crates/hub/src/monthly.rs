//! The monthly return of stock and movement 收支存月报: opening, receipts and issues by kind, losses, closing, for each item, nature and
//! owner. Its closing balances are computed by another path than its flows, and a line that does not add up says so.

use std::collections::BTreeMap;
use std::sync::Arc;

use base::store::Read;
use base::term::code::region_prefix;
use base::term::fault::Fault;
use jiff::civil::Date;
use pack::Catalogue;
use stock::movement::Kind;

use crate::picture::{Picture, Seen, Sight};

mod store;

/// What a line is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Goods {
    pub item: Arc<str>,
    pub nature: Arc<str>,
    pub owner_level: Arc<str>,
}

/// A line, thousandths of the item's unit. Reversals are taken off the column they reverse.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// On the evening before the month.
    pub opening: i64,
    /// Stock taken over when a book began 期初建账.
    pub taken_over: i64,
    /// Bought or handed in 入库.
    pub received: i64,
    /// Come in from another site 调入.
    pub arrived: i64,
    /// Gone out under a directive 出库.
    pub issued: i64,
    /// Put on the road 调出.
    pub dispatched: i64,
    /// Moisture and impurity 水杂减量.
    pub loss_moisture: i64,
    /// Natural loss within the quota 自然损耗.
    pub loss_natural: i64,
    /// Loss beyond the quota 超耗.
    pub loss_excess: i64,
    /// Adjustments and differences of stocktakes, in above zero 调整盘点.
    pub adjusted: i64,
    /// Moved between the sites that are asked about and those that are not, in above zero 倒仓净额.
    pub moved: i64,
    /// On the last evening, from the movements themselves.
    pub closing: i64,
}

impl Line {
    /// Opening, what came, less what went: what closing has to be.
    pub fn expected(&self) -> i64 {
        self.opening + self.taken_over + self.received + self.arrived
            - self.issued
            - self.dispatched
            - self.loss_moisture
            - self.loss_natural
            - self.loss_excess
            + self.adjusted
            + self.moved
    }

    /// Whether the line adds up.
    pub fn balances(&self) -> bool {
        self.expected() == self.closing
    }

    fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn add(&mut self, kind: Kind, net: i64) {
        match kind {
            Kind::Opening => self.taken_over += net,
            Kind::Receive => self.received += net,
            Kind::Arrive => self.arrived += net,
            Kind::Issue => self.issued -= net,
            Kind::Dispatch => self.dispatched -= net,
            Kind::LossMoisture => self.loss_moisture -= net,
            Kind::LossNatural => self.loss_natural -= net,
            Kind::LossExcess => self.loss_excess -= net,
            Kind::Adjust | Kind::Count => self.adjusted += net,
            Kind::Move | Kind::Kit => self.moved += net,
        }
    }
}

/// What is asked. An empty text narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Region code; everything inside it counts.
    pub region: String,
    /// Code of an organisation or a site.
    pub scope: String,
    /// Any day of the month.
    pub month: Date,
}

impl Ask {
    /// First and last day.
    pub fn days(&self) -> (Date, Date) {
        (self.month.first_of_month(), self.month.last_of_month())
    }
}

/// The lines of a month, by item, nature and owner, of the goods that `sight` shows.
pub fn monthly(
    read: &mut Read<'_>,
    packs: &Catalogue,
    picture: &Picture,
    sight: &Sight<'_>,
    ask: &Ask,
) -> Result<BTreeMap<Goods, Line>, Fault> {
    let prefix = if ask.region.is_empty() { "" } else { region_prefix(&ask.region) };
    let mut sites: BTreeMap<Arc<str>, Seen> = BTreeMap::new();
    for (part, seen) in picture.parts_in(sight, prefix) {
        let inside = part.sites.iter().filter(|site| site.region.starts_with(prefix));
        sites.extend(inside.map(|site| (site.code.clone(), seen)));
    }
    // An unknown nature counts as a reserve: doubt hides.
    let reserve = |nature: &str| packs.nature(nature).is_none_or(pack::Nature::needs_directive);
    let shown = |site: &Arc<str>, goods: &Goods| {
        sites.get(site).is_some_and(|seen| seen.covers(reserve(&goods.nature)))
    };
    let (from, to) = ask.days();
    let mut lines: BTreeMap<Goods, Line> = BTreeMap::new();
    for flow in store::flows(read, &ask.scope, from, to)? {
        if !shown(&flow.site, &flow.goods) {
            continue;
        }
        let line = lines.entry(flow.goods).or_default();
        if flow.before {
            line.opening += flow.net;
            continue;
        }
        let kind = Kind::from_code(&flow.kind)
            .ok_or_else(|| Fault::new(format!("daily total of unknown kind {}", flow.kind)))?;
        line.add(kind, flow.net);
    }
    for (site, goods, quantity) in store::closing(read, &ask.scope, to)? {
        if shown(&site, &goods) {
            lines.entry(goods).or_default().closing += quantity;
        }
    }
    lines.retain(|_, line| !line.is_empty());
    Ok(lines)
}
