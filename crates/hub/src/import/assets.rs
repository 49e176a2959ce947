//! Importing assets: each row takes one or several like things into a public-property warehouse, each with a code of its own.
//! Case property never comes this way: it is sealed one by one.

use super::people::Office;
use super::plan::{self, Notes};
use super::record::{View, each, word};
use super::{Kind, Run, refuse, store};
use base::term::fault::{Refusal, Stop};
use base::term::{PoolCode, UserId};
use stock::property::asset::{self, NewAssets};
use stock::property::pool::PoolRow;
use stock::property::word::{Condition, Intake};

pub(super) fn carry_out(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    let Some(actor) = Office::begin(run, Kind::Assets)? else { return Ok(()) };
    let pools = store::pools(run.tx, run.book)?;
    let read = |run: &mut Run<'_, '_>, view: View<'_>, notes: &mut Notes<'_>| {
        let item = notes.check("item", plan::item(run.packs, view.text("item")));
        let pool = notes.check("pool", pool(&pools, view.text("pool")));
        let intake = word(view.text("intake"), Intake::ALL.iter().copied(), Intake::code, Intake::label);
        let intake = notes.check("intake", intake);
        let condition = view.maybe("condition").unwrap_or(Condition::Good.code());
        let condition = word(condition, Condition::ALL.iter().copied(), Condition::code, Condition::label);
        let condition = notes.check("condition", condition);
        let price = notes.check("price", view.money("price"));
        let handler = notes.check("handler", view.maybe("handler").map(UserId::parse).transpose());
        Ok((|| {
            Some(NewAssets {
                item: item?.code.clone(),
                name: view.owned("name"),
                spec: view.owned("spec"),
                intake: intake?,
                pool: pool?,
                place: view.owned("place"),
                condition: condition?,
                price: price?,
                acquired_on: view.day("acquired_on")?,
                purpose: view.maybe("purpose").map(str::to_owned),
                origin: view.owned("origin"),
                photos: Vec::new(),
                handler: handler?,
                count: view.integer("count").unwrap_or(1),
            })
        })())
    };
    each(run, Kind::Assets, &actor, views, read, asset::receive)
}

/// The warehouse of a code or name.
fn pool(pools: &[PoolRow], text: &str) -> Result<PoolCode, Refusal> {
    let mut named = pools.iter().filter(|row| row.pool.as_str() == text || row.name.as_ref() == text);
    match (named.next(), named.next()) {
        (Some(row), None) => Ok(row.pool.clone()),
        (Some(_), Some(_)) => Err(refuse(
            "import.pool_ambiguous",
            format!("有几个公物仓叫“{text}”"),
            format!("several warehouses are called “{text}”"),
        )
        .mend("改填公物仓代码", "Enter the code instead")),
        (None, _) => Err(refuse(
            "import.pool",
            format!("本单位没有公物仓“{text}”"),
            format!("the organisation has no warehouse “{text}”"),
        )
        .mend("先登记公物仓，或核对名称", "Register the warehouse first, or check the name")),
    }
}
