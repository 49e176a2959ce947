//! The one registry of typed identifiers. A typed identifier is a checked text; it has no behaviour beyond its name.

use super::code;
use super::fault::Refusal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A book's number inside this store; never leaves the node (outside, a book is named by its origin).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BookId(pub i64);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The identifier in this text, after normalisation; a refusal names the rule it breaks.
            pub fn parse(text: &str) -> Result<Self, Refusal> {
                let check: fn(&str) -> Result<String, Refusal> = $check;
                check(text).map(|t| Self(t.into()))
            }

            /// The identifier in a text that the store already checked when it was written.
            pub fn stored(text: &Arc<str>) -> Self {
                Self(text.clone())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The shared text, for a row.
            pub fn shared(&self) -> Arc<str> {
                self.0.clone()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refusal;
            fn try_from(text: String) -> Result<Self, Refusal> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.as_ref().to_owned()
            }
        }
    };
}

text_id!(
    /// An organisation: its unified social credit code (GB 32100), 18 characters.
    OrgCode,
    code::uscc
);
text_id!(
    /// A region: GB/T 2260 administrative division code, 6 digits; `000000` is the nation.
    RegionCode,
    code::region
);
text_id!(
    /// A site 库区: LS/T 1714, unit + 3 digits.
    SiteCode,
    |t| code::facility(t, code::Facility::Site)
);
text_id!(
    /// A warehouse 仓房 or tank 油罐: LS/T 1714, site + 4 digits.
    WarehouseCode,
    |t| code::facility(t, code::Facility::Warehouse)
);
text_id!(
    /// A storage position 货位, the smallest ledger unit: LS/T 1714, bay (warehouse + 3 digits) + 2 digits.
    PositionCode,
    |t| code::facility(t, code::Facility::Position)
);
text_id!(
    /// A lot 批次: site + `L` + year + 5-digit serial.
    LotCode,
    |t| code::document(t, 21, 'L')
);
text_id!(
    /// A directive: issuing organisation + `D` + year + 5-digit serial.
    DirectiveCode,
    |t| code::document(t, 18, 'D')
);
text_id!(
    /// A consignment: sending site + `C` + year + 5-digit serial.
    ConsignmentCode,
    |t| code::document(t, 21, 'C')
);
text_id!(
    /// A public-property warehouse 公物仓: its organisation + `P` + year + 5-digit serial.
    PoolCode,
    |t| code::document(t, 18, 'P')
);
text_id!(
    /// An asset: the organisation that first coded it + `A` + year + 5-digit serial. It keeps its code when it changes hands.
    AssetCode,
    |t| code::document(t, 18, 'A')
);
text_id!(
    /// A loan or reallocation of assets: the lending organisation + `B` + year + 5-digit serial.
    LoanCode,
    |t| code::document(t, 18, 'B')
);
text_id!(
    /// A purchase request at the gate: the asking organisation + `G` + year + 5-digit serial.
    PurchaseCode,
    |t| code::document(t, 18, 'G')
);
text_id!(
    /// A kit 套装, a bill of goods issued as one: its organisation + `K` + year + 5-digit serial.
    KitCode,
    |t| code::document(t, 18, 'K')
);
text_id!(
    /// A photograph or paper in the content store: the SHA-256 of its bytes, 64 lower-case hexadecimal digits.
    ContentHash,
    code::content
);
text_id!(
    /// A notice of goods to come or go 出入库通知单: site + `N` + year + 5-digit serial.
    NoticeCode,
    |t| code::document(t, 21, 'N')
);
text_id!(
    /// A trip of one truck to a site 车次: site + `T` + year + 5-digit serial.
    TripCode,
    |t| code::document(t, 21, 'T')
);
text_id!(
    /// A user of this node: a short opaque name, never a person's name or number.
    UserId,
    code::user
);
