//! Every table of sense and every act of its facts. Frames are not replayed: they are what came, and seals prove them.

use base::event::{Project, act};
use base::ledger::Entry;
use base::store::{Record, Table, Tx};
use base::term::BookId;
use base::term::fault::Fault;

use crate::{device, frame, layout, seal, series};

/// Every table of sense.
pub fn tables() -> Vec<&'static Table> {
    vec![
        device::DeviceRow::TABLE,
        device::KeyRow::TABLE,
        device::HealthRow::TABLE,
        layout::LayoutRow::TABLE,
        frame::FrameRow::TABLE,
        seal::SealRow::TABLE,
        series::SeriesRow::TABLE,
        series::PointRow::TABLE,
    ]
}

const ACTS: &[(&str, Project)] = &[
    act::<device::NewDevice>(),
    act::<device::Calibration>(),
    act::<device::Retirement>(),
    act::<device::KeyIssued>(),
    act::<layout::NewLayout>(),
    act::<seal::Sealed>(),
    act::<series::NewFigures>(),
];

/// Writes what follows from an entry; false when the act is not one of sense's.
pub fn project(tx: &mut Tx<'_>, book: BookId, entry: &Entry<'_>) -> Result<bool, Fault> {
    match ACTS.iter().find(|(name, _)| *name == entry.act) {
        Some((_, project)) => project(tx, book, entry).map(|()| true),
        None => Ok(false),
    }
}
