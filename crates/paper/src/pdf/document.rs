//! What goes on each printed document: plain words, already formatted by the caller.
//! Holds no rule of the domain: it does not round, sum, judge or look anything up.

use serde::Serialize;

/// One document of any kind.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Document {
    /// 货位卡.
    PositionCard(PositionCard),
    /// 入库单、出库单、移库单、调拨单.
    Voucher(Voucher),
    /// 保管账 or any other long list.
    Ledger(Ledger),
    /// 储备报表.
    Statement(Statement),
    /// QR labels.
    Labels(Labels),
}

/// A labelled value in the head of a document.
#[derive(Debug, Clone, Serialize)]
pub struct Field {
    /// Label in the language of the document.
    pub label: String,
    /// Value with its unit.
    pub value: String,
}

/// A code to be scanned and read.
#[derive(Debug, Clone, Serialize)]
pub struct Code {
    /// Text inside the QR code: the bare code or a link.
    pub scan: String,
    /// The same code for human eyes, usually in groups.
    pub read: String,
}

/// Where the fact behind a document stands in its book, so that a reader can ask for the proof.
#[derive(Debug, Clone, Serialize)]
pub struct Proof {
    /// Origin of the book.
    pub book: String,
    /// Index of the entry in the book.
    pub index: String,
    /// Leaf hash of the entry in hexadecimal digits (RFC 6962 or its SM3 twin).
    pub leaf: String,
}

/// A place to sign. Empty name and time leave room for a pen.
#[derive(Debug, Clone, Serialize)]
pub struct Signature {
    /// Role of the signer.
    pub role: String,
    /// Name, when the person acted in the system.
    pub name: String,
    /// Time of that act.
    pub at: String,
}

/// 货位卡 (position card): the card at the door of one storage position.
#[derive(Debug, Clone, Serialize)]
pub struct PositionCard {
    /// Position code (LS/T 1714, 30 characters).
    pub code: Code,
    /// 库区 site name.
    pub site: String,
    /// 仓房 or 油罐 name.
    pub warehouse: String,
    /// 货位 name.
    pub position: String,
    /// 品种 item.
    pub item: String,
    /// 性质 nature.
    pub nature: String,
    /// 粮权 owner level.
    pub owner: String,
    /// Book quantity with unit.
    pub quantity: String,
    /// 收获年度 harvest year; empty where it does not apply.
    pub harvest_year: String,
    /// 产地 origin.
    pub origin: String,
    /// 等级 grade.
    pub grade: String,
    /// 批次 lot code.
    pub lot: String,
    /// Further fields that the category asks for: storage form, intake day, keeper, unit head …
    pub fields: Vec<Field>,
    /// Day and number of the newest quality test.
    pub tested: String,
    /// Results of that test.
    pub quality: Vec<QualityLine>,
    /// 储存品质判定, e.g. 宜存; empty when never judged.
    pub judgement: String,
    /// Newest movements, oldest first.
    pub movements: Vec<Movement>,
    /// The newest fact of the position.
    pub proof: Option<Proof>,
}

/// One indicator of a quality test.
#[derive(Debug, Clone, Serialize)]
pub struct QualityLine {
    /// Indicator with its unit.
    pub indicator: String,
    /// Limit of the standard.
    pub limit: String,
    /// Measured value.
    pub value: String,
    /// Judgement on this indicator.
    pub judgement: String,
}

/// One line of the movements on a position card.
#[derive(Debug, Clone, Serialize)]
pub struct Movement {
    /// Day.
    pub day: String,
    /// Number of the voucher.
    pub voucher: String,
    /// Kind and counterpart.
    pub what: String,
    /// Quantity in, empty for an outbound movement.
    pub received: String,
    /// Quantity out, empty for an inbound movement.
    pub issued: String,
    /// Balance after the movement.
    pub balance: String,
    /// Keeper.
    pub keeper: String,
}

/// Kind of a voucher; decides the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VoucherKind {
    /// 入库单.
    Receipt,
    /// 出库单.
    Issue,
    /// 移库单: from position to position.
    Move,
    /// 调拨单: from organisation to organisation.
    Transfer,
}

/// 入库单、出库单、移库单 or 调拨单: the paper of one act.
#[derive(Debug, Clone, Serialize)]
pub struct Voucher {
    /// Kind, printed as the title.
    pub kind: VoucherKind,
    /// Voucher number and what its QR code says.
    pub code: Code,
    /// Business day.
    pub day: String,
    /// Code of the directive it was done under; `None` where the act needs none.
    pub directive: Option<String>,
    /// Head fields: lot, item, nature, from, to, carrier …
    pub fields: Vec<Field>,
    /// Weighings, one per vehicle.
    pub weights: Vec<Weighing>,
    /// Sum of the weighings; `None` when there is one weighing or none.
    pub weight_total: Option<Weighing>,
    /// Quality result at the door.
    pub quality: Vec<QualityLine>,
    /// Premium and deduction lines.
    pub adjustments: Vec<Adjustment>,
    /// Settled quantity with unit.
    pub settled: String,
    /// Settled quantity in words or a remark; may be empty.
    pub remark: String,
    /// Who signs.
    pub signatures: Vec<Signature>,
    /// The fact this paper shows.
    pub proof: Option<Proof>,
}

/// One pass over the weighbridge.
#[derive(Debug, Clone, Serialize)]
pub struct Weighing {
    /// Vehicle number, or the word for the total.
    pub vehicle: String,
    /// Time of the net weight.
    pub at: String,
    /// Gross weight with unit.
    pub gross: String,
    /// Tare with unit.
    pub tare: String,
    /// Net weight with unit.
    pub net: String,
}

/// One premium or deduction (增扣量).
#[derive(Debug, Clone, Serialize)]
pub struct Adjustment {
    /// Indicator it is for.
    pub cause: String,
    /// Finding against limit, and steps.
    pub finding: String,
    /// Rate in percent with sign.
    pub rate: String,
    /// Quantity with sign and unit.
    pub quantity: String,
}

/// Where the words of a printed column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// Words.
    Left,
    /// Short codes and days.
    Center,
    /// Numbers.
    Right,
}

/// A column of a printed table.
#[derive(Debug, Clone, Serialize)]
pub struct Column {
    /// Header with unit.
    pub label: String,
    /// Alignment of the cells.
    pub align: Align,
    /// Share of the width against the other columns, at least 1.
    pub width: u8,
}

/// A printed table: one cell per column in every row.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Columns; at most [`super::COLUMNS_MAX`].
    pub columns: Vec<Column>,
    /// Rows; at most [`super::ROWS_MAX`].
    pub rows: Vec<Vec<String>>,
    /// Last row in bold, if any.
    pub total: Option<Vec<String>>,
}

/// 保管账 or any list: landscape pages with the header repeated on each.
#[derive(Debug, Clone, Serialize)]
pub struct Ledger {
    /// Title.
    pub title: String,
    /// Scope: site, item, period …
    pub fields: Vec<Field>,
    /// The list.
    pub table: Table,
    /// Newest fact the list contains.
    pub proof: Option<Proof>,
}

/// 储备报表: totals at a cut-off with the root that commits to them.
#[derive(Debug, Clone, Serialize)]
pub struct Statement {
    /// Title.
    pub title: String,
    /// Statement number and what its QR code says.
    pub code: Code,
    /// Cut-off instant.
    pub cut_off: String,
    /// Scope and counts: region, books, positions …
    pub fields: Vec<Field>,
    /// Totals.
    pub table: Table,
    /// Merkle-sum root (SHA-256) in hexadecimal digits.
    pub root: String,
    /// Its SM3 twin in hexadecimal digits.
    pub root_gm: String,
    /// Who signs.
    pub signatures: Vec<Signature>,
}

/// Paper that labels are printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stock {
    /// A4 sheet of 21 labels of 63.5 × 38.1 mm (the common 3 × 7 sheet).
    A4,
    /// Roll of 60 × 40 mm labels, one per page.
    Roll,
}

/// Sheet or roll of QR labels.
#[derive(Debug, Clone, Serialize)]
pub struct Labels {
    /// Paper.
    pub stock: Stock,
    /// Labels in the order of printing; at most [`super::ROWS_MAX`].
    pub labels: Vec<Label>,
}

/// One QR label.
#[derive(Debug, Clone, Serialize)]
pub struct Label {
    /// The code.
    pub code: Code,
    /// Name in bold.
    pub title: String,
    /// Up to three short lines: item, warehouse, owner …
    pub lines: Vec<String>,
}

impl Document {
    /// Template of the document, in `typ/`.
    pub(super) fn template(&self) -> &'static str {
        match self {
            Self::PositionCard(_) => "position_card.typ",
            Self::Voucher(_) => "voucher.typ",
            Self::Ledger(_) => "ledger.typ",
            Self::Statement(_) => "statement.typ",
            Self::Labels(_) => "labels.typ",
        }
    }

    /// Texts of the QR codes in the order the template takes them.
    pub(super) fn scans(&self) -> Vec<&str> {
        match self {
            Self::PositionCard(card) => vec![&card.code.scan],
            Self::Voucher(voucher) => vec![&voucher.code.scan],
            Self::Ledger(_) => Vec::new(),
            Self::Statement(statement) => vec![&statement.code.scan],
            Self::Labels(labels) => labels.labels.iter().map(|label| label.code.scan.as_str()).collect(),
        }
    }

    /// Number of the rows that grow with the caller's data.
    pub(super) fn rows(&self) -> usize {
        match self {
            Self::PositionCard(card) => card.fields.len() + card.quality.len() + card.movements.len(),
            Self::Voucher(voucher) => {
                voucher.fields.len()
                    + voucher.weights.len()
                    + voucher.quality.len()
                    + voucher.adjustments.len()
                    + voucher.signatures.len()
            }
            Self::Ledger(ledger) => ledger.fields.len() + ledger.table.rows.len(),
            Self::Statement(statement) => statement.fields.len() + statement.table.rows.len(),
            Self::Labels(labels) => labels.labels.len(),
        }
    }

    /// The table whose shape the caller chooses, if there is one.
    pub(super) fn table(&self) -> Option<&Table> {
        match self {
            Self::Ledger(ledger) => Some(&ledger.table),
            Self::Statement(statement) => Some(&statement.table),
            Self::PositionCard(_) | Self::Voucher(_) | Self::Labels(_) => None,
        }
    }
}
