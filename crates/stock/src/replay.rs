//! Replay: every derived row of stock is computed again from the facts of its book by the projections that wrote it.

use base::ledger::Entry;
use base::store::{Record, Table, Tx};
use base::term::BookId;
use base::term::fault::Fault;

use crate::event::{Project, act};
use crate::{
    adjustment, check, count, directive, facility, issue, keeping, loss, lot, movement, opening, property,
    quality, receive, relief, relocate, request, reversal, rotation,
};
use crate::{cost, notice, transfer, trip, worksheet};

/// Every table of stock: the derived ones, and those beside the books.
pub fn tables() -> Vec<&'static Table> {
    vec![
        facility::SiteRow::TABLE,
        facility::WarehouseRow::TABLE,
        facility::BayRow::TABLE,
        facility::PositionRow::TABLE,
        lot::LotRow::TABLE,
        lot::SerialRow::TABLE,
        movement::MovementRow::TABLE,
        movement::BalanceRow::TABLE,
        movement::DailyRow::TABLE,
        directive::DirectiveRow::TABLE,
        directive::DirectiveLineRow::TABLE,
        directive::UseRow::TABLE,
        transfer::ConsignmentRow::TABLE,
        transfer::ConsignmentLineRow::TABLE,
        transfer::ArrivalRow::TABLE,
        transfer::ArrivalLineRow::TABLE,
        request::RequestRow::TABLE,
        reversal::ReversalRow::TABLE,
        count::CountRow::TABLE,
        count::CountLineRow::TABLE,
        worksheet::WorksheetRow::TABLE,
        property::pool::PoolRow::TABLE,
        property::asset::AssetRow::TABLE,
        notice::NoticeRow::TABLE,
        trip::TripRow::TABLE,
        trip::GateRow::TABLE,
        trip::PlateRow::TABLE,
        trip::DriverRow::TABLE,
        trip::SampleRow::TABLE,
        trip::ReadingRow::TABLE,
        property::loan::LoanRow::TABLE,
        property::loan::LoanLineRow::TABLE,
        property::purchase::PurchaseRow::TABLE,
        property::custody::CustodyRow::TABLE,
        property::custody::CustodyStepRow::TABLE,
        property::disposal::DisposalRow::TABLE,
        property::disposal::DisposalLineRow::TABLE,
        property::occasion::OccasionRow::TABLE,
        property::inventory::InventoryRow::TABLE,
        property::inventory::InventoryLineRow::TABLE,
        rotation::PlanRow::TABLE,
        rotation::LineRow::TABLE,
        rotation::TripRow::TABLE,
        rotation::CostRow::TABLE,
        check::CheckRow::TABLE,
        check::ObjectRow::TABLE,
        check::InspectorRow::TABLE,
        check::SeedRow::TABLE,
        check::sheet::SheetRow::TABLE,
        check::finding::FindingRow::TABLE,
        check::finding::MendingRow::TABLE,
        check::finding::RecheckRow::TABLE,
        keeping::round::RoundRow::TABLE,
        keeping::round::WatchRow::TABLE,
        cost::CostRow::TABLE,
        relief::inspection::InspectionRow::TABLE,
        relief::kit::KitRow::TABLE,
        relief::kit::KitLotRow::TABLE,
        relief::lineage::LineageRow::TABLE,
        keeping::job::JobRow::TABLE,
        keeping::job::JobReadingRow::TABLE,
    ]
}

/// Every act of stock and the projection of its event.
const ACTS: &[(&str, Project)] = &[
    act::<facility::NewSite>(),
    act::<facility::NewWarehouse>(),
    act::<facility::NewBay>(),
    act::<facility::NewPosition>(),
    act::<facility::Closing>(),
    act::<lot::Held>(),
    act::<lot::Released>(),
    act::<opening::Opened>(),
    act::<receive::Received>(),
    act::<issue::Gone>(),
    act::<relocate::Moved>(),
    act::<transfer::Dispatched>(),
    act::<transfer::Arrived>(),
    act::<transfer::Closed>(),
    act::<transfer::Disputed>(),
    act::<transfer::Settled>(),
    act::<directive::Issued>(),
    act::<directive::Approved>(),
    act::<directive::Revoked>(),
    act::<request::Rejected>(),
    act::<adjustment::NewAdjustment>(),
    act::<adjustment::Adjusted>(),
    act::<reversal::NewReversal>(),
    act::<reversal::Reversed>(),
    act::<count::NewCount>(),
    act::<count::Counted>(),
    act::<count::Recount>(),
    act::<count::CountClosed>(),
    act::<quality::Tested>(),
    act::<quality::Treatment>(),
    act::<loss::Cleared>(),
    act::<loss::ExcessAsked>(),
    act::<loss::ExcessCleared>(),
    act::<worksheet::Recorded>(),
    act::<property::pool::Registered>(),
    act::<property::asset::Received>(),
    act::<property::asset::Placed>(),
    act::<property::asset::Pictured>(),
    act::<property::asset::Turned>(),
    act::<notice::Noticed>(),
    act::<notice::Ended>(),
    act::<trip::Registered>(),
    act::<trip::Sampled>(),
    act::<trip::Tested>(),
    act::<trip::Weighed>(),
    act::<trip::Handled>(),
    act::<trip::Settled>(),
    act::<trip::Refused>(),
    act::<trip::Left>(),
    act::<property::loan::Asked>(),
    act::<property::loan::Approved>(),
    act::<property::loan::Rejected>(),
    act::<property::loan::Handed>(),
    act::<property::loan::Accepted>(),
    act::<property::loan::Returned>(),
    act::<property::loan::Compensated>(),
    act::<property::loan::Recalled>(),
    act::<property::loan::Taken>(),
    act::<property::purchase::Asked>(),
    act::<property::purchase::Overridden>(),
    act::<property::custody::Sealed>(),
    act::<property::custody::Offered>(),
    act::<property::custody::Taken>(),
    act::<property::custody::Ended>(),
    act::<property::disposal::Asked>(),
    act::<property::disposal::Appraised>(),
    act::<property::disposal::Approved>(),
    act::<property::disposal::Permitted>(),
    act::<property::disposal::Rejected>(),
    act::<property::disposal::Ended>(),
    act::<property::disposal::Paid>(),
    act::<property::occasion::Registered>(),
    act::<property::occasion::Moved>(),
    act::<property::occasion::Ended>(),
    act::<property::inventory::Opened>(),
    act::<property::inventory::Scanned>(),
    act::<property::inventory::Explained>(),
    act::<property::inventory::Closed>(),
    act::<rotation::Drafted>(),
    act::<rotation::PlanApproved>(),
    act::<rotation::Withdrawn>(),
    act::<rotation::Extension>(),
    act::<rotation::Extended>(),
    act::<rotation::Cost>(),
    act::<check::Opened>(),
    act::<check::Drawn>(),
    act::<check::Withdrawn>(),
    act::<check::Closed>(),
    act::<check::sheet::Recorded>(),
    act::<check::sheet::Signed>(),
    act::<check::finding::Opened>(),
    act::<check::finding::Mended>(),
    act::<check::finding::Rechecked>(),
    act::<keeping::round::NewRound>(),
    act::<cost::NewCost>(),
    act::<cost::CostReversed>(),
    act::<relief::inspection::Inspected>(),
    act::<relief::kit::Defined>(),
    act::<relief::kit::Assembled>(),
    act::<relief::kit::Dismantled>(),
    act::<keeping::job::Planned>(),
    act::<keeping::job::JobApproved>(),
    act::<keeping::job::JobWithdrawn>(),
    act::<keeping::job::Started>(),
    act::<keeping::job::Reading>(),
    act::<keeping::job::Ended>(),
    act::<keeping::job::JobCleared>(),
];

/// Writes what follows from an entry; false when the act is not one of stock's.
pub fn project(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<bool, Fault> {
    match ACTS.iter().find(|(name, _)| *name == entry.act) {
        Some((_, project)) => project(tx, book, entry).map(|()| true),
        None => Ok(false),
    }
}

/// The acts of stock, in a fixed order.
pub fn acts() -> impl Iterator<Item = &'static str> {
    ACTS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn every_act_has_its_own_name_of_noun_and_verb() {
        let names: Vec<_> = acts().collect();
        for (i, name) in names.iter().enumerate() {
            assert_eq!(name.split('.').filter(|part| !part.is_empty()).count(), 2, "{name}");
            assert!(!names[..i].contains(name), "{name} twice");
        }
    }
}
