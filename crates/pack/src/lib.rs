//! Category packs: what brings a category (grain, oil, relief goods …) to life as data. Parses and checks packs and
//! calculates by their rules; bytes in, values out. Knows no stock, no clock, no network; only `folder` reads files.
//!
//! Start with [`builtin`] or [`Catalogue`]; ask an item's [`Pack`] for the rule that holds for a [`Subject`], then the
//! rule itself: [`QualityStandard::judge`](quality::QualityStandard), [`PremiumRule::settle`](premium::PremiumRule),
//! [`LossRule::quota`](loss::LossRule), [`StorageLife::standing`](life::StorageLife).

pub mod builtin;
pub mod catalogue;
pub mod decimal;
pub mod emergency;
pub mod folder;
pub mod item;
pub mod job;
pub mod life;
pub mod loss;
pub mod nature;
pub mod pack;
pub mod premium;
pub mod problem;
pub mod quality;
pub mod refusal;
pub mod rounds;
pub mod term;
pub mod weighing;

mod read;

#[cfg(test)]
mod test;

pub use catalogue::Catalogue;
pub use decimal::Decimal;
pub use emergency::{NormRule, Response, Season};
pub use item::{Allocation, Class, Grade, Item, StorageForm, Unit};
pub use job::JobRule;
pub use life::{RotationRule, Standing, StorageLife, age_years};
pub use loss::{
    Condition, LossRule, ReductionRule, moisture_impurity_reduction, moisture_reduction, months_started,
};
pub use nature::{Nature, OwnerLevel, Release};
pub use pack::{File, Pack};
pub use premium::{PremiumRule, Purpose, Settlement};
pub use problem::{Place, Problem};
pub use quality::{
    Indicator, Inspection, Judgement, Measurements, ProductStandard, QualityStandard, SamplingRule, Value,
};
pub use read::yaml;
pub use refusal::Refusal;
pub use rounds::RoundsRule;
pub use term::{Basis, Rule, Source, Status, Subject, Text};
pub use weighing::{Doubt, WeighingRule};
