//! The five ledgers 保管账、货位卡、统计账、会计账、批次链 as views of one table of movements, and the check that they agree.
//! Each total is computed by its own path; a difference is named by ledger, position and lot, and is never repaired here.

use base::store::Read;
use base::term::fault::Fault;
use base::term::{BookId, LotCode, Money, PositionCode, Quantity};

use crate::movement::Kind;

/// A ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ledger {
    /// 保管账: the balances that acts keep.
    Keeper,
    /// 货位卡: the balance on the last line of the card.
    PositionCard,
    /// 统计账: what came in less what went out, by kind.
    Statistical,
    /// 会计账: debits less credits, quantity and value.
    Accounting,
    /// 批次链: the lot's whole chain in the book less what lies elsewhere.
    LotChain,
}

impl Ledger {
    /// Every ledger.
    pub const ALL: [Ledger; 5] =
        [Ledger::Keeper, Ledger::PositionCard, Ledger::Statistical, Ledger::Accounting, Ledger::LotChain];

    /// The stable word.
    pub const fn code(self) -> &'static str {
        match self {
            Ledger::Keeper => "keeper_ledger",
            Ledger::PositionCard => "position_card",
            Ledger::Statistical => "statistical_ledger",
            Ledger::Accounting => "accounting_ledger",
            Ledger::LotChain => "lot_chain",
        }
    }

    /// Chinese and English name.
    pub const fn label(self) -> (&'static str, &'static str) {
        match self {
            Ledger::Keeper => ("保管账", "Keeper ledger"),
            Ledger::PositionCard => ("货位卡", "Position card"),
            Ledger::Statistical => ("统计账", "Statistical ledger"),
            Ledger::Accounting => ("会计账", "Accounting ledger"),
            Ledger::LotChain => ("批次链", "Lot chain"),
        }
    }
}

/// What the five ledgers say of one lot at one position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub position: PositionCode,
    pub lot: LotCode,
    pub keeper: Quantity,
    pub position_card: Quantity,
    pub statistical: Quantity,
    pub accounting: Quantity,
    pub lot_chain: Quantity,
    /// Value by the keeper's balance.
    pub value: Money,
    /// Value by the accounting ledger.
    pub accounting_value: Money,
}

impl Entry {
    /// The quantity a ledger states.
    pub fn of(&self, ledger: Ledger) -> Quantity {
        match ledger {
            Ledger::Keeper => self.keeper,
            Ledger::PositionCard => self.position_card,
            Ledger::Statistical => self.statistical,
            Ledger::Accounting => self.accounting,
            Ledger::LotChain => self.lot_chain,
        }
    }

    /// The first ledger that does not say what the keeper's says.
    pub fn differs(&self) -> Option<Ledger> {
        let quantity = Ledger::ALL.into_iter().find(|ledger| self.of(*ledger) != self.keeper);
        quantity.or((self.value != self.accounting_value).then_some(Ledger::Accounting))
    }
}

/// What came in and went out by kind: one line of a statistical ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByKind {
    /// First day of the month.
    pub month: jiff::civil::Date,
    pub kind: Kind,
    pub lot: LotCode,
    /// At or above zero; reversals are taken off the side they reverse.
    pub quantity_in: Quantity,
    pub quantity_out: Quantity,
    pub amount: Money,
}

/// What the five ledgers say of each lot that ever lay at a position.
pub fn ledgers(read: &mut Read<'_>, book: BookId, position: &PositionCode) -> Result<Vec<Entry>, Fault> {
    store::entries(read, book, Some(position))
}

/// The rows of a book on which the five ledgers do not agree; none when all is well.
pub fn reconcile(read: &mut Read<'_>, book: BookId) -> Result<Vec<(Ledger, Entry)>, Fault> {
    let entries = store::entries(read, book, None)?;
    Ok(entries.into_iter().filter_map(|entry| entry.differs().map(|ledger| (ledger, entry))).collect())
}

pub mod store;
