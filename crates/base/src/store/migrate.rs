//! Migrations: one numbered forward sequence in `sql/`, the same text for both engines. A database that is newer than
//! this program is left alone and said to be so.

use super::engine::Engine;
use crate::term::Fault;

/// Every migration, in order: number, name, text. How to add one: `docs/guide/add-a-migration.md`.
const STEPS: &[(i64, &str, &str)] = &[
    (1, "base", include_str!("../../../../sql/0001_base.sql")),
    (2, "identity", include_str!("../../../../sql/0002_identity.sql")),
    (3, "stock", include_str!("../../../../sql/0003_stock.sql")),
    (4, "hub", include_str!("../../../../sql/0004_hub.sql")),
    (5, "property", include_str!("../../../../sql/0005_property.sql")),
    (6, "trip", include_str!("../../../../sql/0006_trip.sql")),
    (7, "loan", include_str!("../../../../sql/0007_loan.sql")),
    (8, "purchase", include_str!("../../../../sql/0008_purchase.sql")),
    (9, "custody", include_str!("../../../../sql/0009_custody.sql")),
    (10, "rotation", include_str!("../../../../sql/0010_rotation.sql")),
    (11, "check", include_str!("../../../../sql/0011_check.sql")),
    (12, "round", include_str!("../../../../sql/0012_round.sql")),
    (13, "cost", include_str!("../../../../sql/0013_cost.sql")),
    (14, "sense", include_str!("../../../../sql/0014_sense.sql")),
    (15, "alert", include_str!("../../../../sql/0015_alert.sql")),
    (16, "relief", include_str!("../../../../sql/0016_relief.sql")),
    (17, "disposal", include_str!("../../../../sql/0017_disposal.sql")),
    (18, "job", include_str!("../../../../sql/0018_job.sql")),
    (19, "day", include_str!("../../../../sql/0019_day.sql")),
];

/// The schema this program writes.
pub const LATEST: i64 = STEPS.len() as i64;

fn version(engine: &mut dyn Engine) -> Result<i64, Fault> {
    let rows = engine.query("SELECT COALESCE(MAX(n), 0) FROM schema_migration", &[])?;
    rows.first().map_or(Ok(0), |row| row[0].to())
}

/// Brings a database up to this program's schema, each step in a transaction of its own.
pub fn up(engine: &mut dyn Engine) -> Result<(), Fault> {
    engine
        .script("CREATE TABLE IF NOT EXISTS schema_migration (n BIGINT PRIMARY KEY, name TEXT NOT NULL)")?;
    let present = version(engine)?;
    if present > LATEST {
        return Err(Fault::new(format!(
            "the database is at schema {present}, this program knows {LATEST}: use the newer program, or restore the backup made before the upgrade"
        )));
    }
    for (n, name, text) in STEPS.iter().filter(|(n, _, _)| *n > present) {
        let during = |fault: Fault| fault.during(format!("migration {n:04}_{name}"));
        engine.begin_write()?;
        let done = engine.script(text).and_then(|()| {
            engine.exec(
                "INSERT INTO schema_migration (n, name) VALUES ($1, $2)",
                &[(*n).into(), (*name).into()],
            )
        });
        match done {
            Ok(_) => engine.commit().map_err(during)?,
            Err(fault) => {
                engine.rollback()?;
                return Err(during(fault));
            }
        }
    }
    Ok(())
}

/// That a database opened for reading only has this program's schema.
pub fn check(engine: &mut dyn Engine) -> Result<(), Fault> {
    match version(engine)? {
        present if present == LATEST => Ok(()),
        present => Err(Fault::new(format!(
            "the database is at schema {present}, this program reads {LATEST}: run `inrs migrate`"
        ))),
    }
}
