//! SQL over worksheets. The only place that names their table.

use base::store::Read;
use base::term::PositionCode;
use base::term::fault::Fault;

use super::WorksheetRow;

/// Worksheets of a position, newest first.
pub fn worksheets(
    read: &mut Read<'_>,
    position: &PositionCode,
    limit: i64,
) -> Result<Vec<WorksheetRow>, Fault> {
    read.list::<WorksheetRow>(
        "WHERE position = $1 ORDER BY n DESC LIMIT $2",
        &[position.into(), limit.into()],
    )
}
