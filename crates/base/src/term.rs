//! The shared words: identifiers, quantities, money, instants, and the two ways an act can fail.
//! Names and arithmetic only; nothing here reads a store or a clock.

pub mod code;
pub mod fault;
pub mod id;
pub mod number;
pub mod time;

pub use fault::{Fault, FaultKind, Refusal, Stop};
pub use id::{
    AssetCode, BookId, ConsignmentCode, ContentHash, DirectiveCode, KitCode, LoanCode, LotCode, NoticeCode,
    OrgCode, PoolCode, PositionCode, PurchaseCode, RegionCode, SiteCode, TripCode, UserId, WarehouseCode,
};
pub use number::{Money, Quantity};
pub use time::Instant;
