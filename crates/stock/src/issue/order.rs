//! First expired, first out 先到期先出 at an issue: usable stock that expires earlier is not left behind without a reason. It
//! proposes nothing and forces no lot; it only asks why.

use base::store::Tx;
use base::term::BookId;
use base::term::fault::Stop;
use jiff::civil::Date;
use pack::{Allocation, Catalogue};

use super::{Found, IssueRefusal, UnderLine, candidate, demand_for, find, load_authority, sum, tested};
use crate::allocation::{Candidate, Pick, Use, passed_over};
use crate::event::reason;
use crate::facility::site_of;
use crate::movement::{goods, store};

/// That picks take what expires first among the usable stock of the same site (or of the directive's narrower scope), or that
/// somebody says why not. Goods for disposal go in any order.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    packs: &Catalogue,
    book: BookId,
    picks: &[Pick],
    under: Option<&UnderLine>,
    why: Option<&str>,
    today: Date,
) -> Result<(), Stop> {
    let authority = load_authority(tx, book, under)?;
    if authority.as_ref().is_some_and(super::Authority::is_disposal) {
        return Ok(());
    }
    for Found { lot, position, .. } in find(tx, book, picks, today)? {
        let goods = goods(packs, &lot.item)?;
        if goods.item.allocation != Allocation::FirstExpiredFirstOut {
            continue;
        }
        let site = site_of(position.position.as_str())?.to_string();
        let narrower = authority.as_ref().map(|a| a.line.scope.to_string()).filter(|s| s.len() > site.len());
        let scope = narrower.unwrap_or(site);
        let stock = store::stock_in(tx, book, &scope, &lot.item)?;
        let usable = |f: &&Found| {
            f.position.is_open(today) && (is_picked(picks, f) || tested(&f.lot, goods, today).is_ok())
        };
        let candidates: Vec<Candidate> = stock.iter().filter(usable).map(candidate).collect();
        let demand = demand_for(&lot, goods, sum(picks)?, Use::Supply, today);
        let Some(left) = passed_over(&candidates, &demand, picks) else { continue };
        if let Some(why) = why.filter(|why| !why.trim().is_empty()) {
            reason(why)?;
            return Ok(());
        }
        return Err(IssueRefusal::PassedOver {
            lot: left.lot.to_string(),
            position: left.position.to_string(),
            expires_on: left.expires_on,
        }
        .into());
    }
    Ok(())
}

/// What is picked is judged by the issue itself; here it only has to be seen.
fn is_picked(picks: &[Pick], found: &Found) -> bool {
    picks.iter().any(|pick| pick.lot == found.lot.lot && pick.position == found.position.position)
}
