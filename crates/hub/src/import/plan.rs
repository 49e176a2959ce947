//! From rows to what is to be done, or what is wrong with them. Pure: it knows packs and rows, never a book.

use super::{OpeningRow, Problem, YearlyRow, refuse};
use base::identity::Organisation;
use base::term::fault::Refusal;
use base::term::{Money, PositionCode, Quantity};
use pack::{Catalogue, Item, OwnerLevel};
use std::borrow::Cow;
use std::collections::HashMap;
use stock::lot::{LotChoice, NewLot};
use stock::movement::QUANTITY_MAX;
use stock::opening::NewOpening;

/// A category of goods as a yearly table tells its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Goods<'c> {
    pub row: u32,
    /// Place among the rows, from 1: part of the idempotency keys.
    pub at: usize,
    pub item: &'c Item,
    pub nature: String,
    pub owner_level: &'static str,
    /// There when the year began: stock less intake plus issues.
    pub opening: Quantity,
    pub received: Quantity,
    pub issued: Quantity,
}

impl Goods<'_> {
    /// The most that lay there at once.
    pub fn peak(&self) -> i64 {
        self.opening.0 + self.received.0
    }

    /// Nothing ever lay there.
    pub fn is_nothing(&self) -> bool {
        self.peak() == 0
    }
}

/// An opening balance of a general table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opening<'c> {
    pub row: u32,
    /// Place among the rows, from 1.
    pub at: usize,
    pub item: &'c Item,
    pub new: NewOpening,
}

/// Problems of one row as they are found.
pub(super) struct Notes<'p> {
    pub row: u32,
    pub problems: &'p mut Vec<Problem>,
}

impl Notes<'_> {
    pub fn note(&mut self, field: impl Into<Cow<'static, str>>, refusal: Refusal) {
        self.problems.push(Problem::new(self.row, field, refusal));
    }

    /// The value, or a note why there is none.
    pub fn check<T>(&mut self, field: &'static str, outcome: Result<T, Refusal>) -> Option<T> {
        outcome.map_err(|refusal| self.note(field, refusal)).ok()
    }
}

/// The one item that a text names.
pub(super) fn item<'c>(packs: &'c Catalogue, text: &str) -> Result<&'c Item, Refusal> {
    match packs.find(text)[..] {
        [item] => Ok(item),
        [] => Err(refuse(
            "import.item",
            format!("品类包中没有物资“{text}”"),
            format!("no pack has an item “{text}”"),
        )
        .mend(
            "用品类包中的物资代码或名称；可用 inrs pack list 查看",
            "Use a code or name of a pack; `inrs pack list` shows them",
        )),
        ref many => Err(refuse(
            "import.item_ambiguous",
            format!("“{text}”可指 {} 种物资：{}", many.len(), codes(many)),
            format!("“{text}” may mean {} items: {}", many.len(), codes(many)),
        )
        .mend("改填物资代码", "Enter the code instead")),
    }
}

fn codes(items: &[&Item]) -> String {
    items.iter().map(|item| item.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// That a quantity can stand in a book of the item: not below zero, not finer than its unit, believable.
fn countable(quantity: Quantity, item: Option<&Item>) -> Result<Quantity, Refusal> {
    if quantity < Quantity::ZERO {
        return Err(refuse("import.negative", "数量为负", "a quantity is below zero")
            .mend("改为零或正数", "Enter zero or more"));
    }
    if quantity > QUANTITY_MAX {
        return Err(refuse("import.too_big", "数量过大", "the quantity is too large")
            .mend("检查单位和小数点", "Check the unit and the decimal point"));
    }
    match item.map(|item| &item.unit).filter(|unit| quantity.0 % unit.quantum() != 0) {
        Some(unit) => Err(refuse(
            "import.too_fine",
            format!("以“{}”计量的物资没有这么细的数量", unit.name.zh),
            format!("goods counted in “{}” have no such fraction", unit.name.en),
        )
        .mend("按计量单位的最小数填写", "Round to the smallest quantity of the unit")),
        None => Ok(quantity),
    }
}

pub(super) fn twice(row: u32) -> Refusal {
    refuse("import.twice", format!("与第 {row} 行重复"), format!("repeats row {row}"))
        .mend("删去一行，或合并成一行", "Delete one of the rows, or merge them")
}

/// What a yearly table says of each category, and every problem in it.
pub(super) fn yearly<'c>(
    rows: &[YearlyRow],
    packs: &'c Catalogue,
    organisation: &Organisation,
) -> (Vec<Goods<'c>>, Vec<Problem>) {
    let (mut goods, mut problems) = (Vec::new(), Vec::new());
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        let before = problems.len();
        let mut notes = Notes { row: row.row, problems: &mut problems };
        if row.organisation != organisation.name && row.organisation != organisation.code.as_str() {
            let refusal = refuse(
                "import.other_organisation",
                format!("归属“{}”，不是导入单位“{}”", row.organisation, organisation.name),
                format!("belongs to “{}”, not to “{}”", row.organisation, organisation.name),
            );
            notes.note(
                "organisation",
                refusal.mend(
                    "分单位导入，或核对单位名称",
                    "Import each organisation by itself, or check the name",
                ),
            );
        }
        let item = notes.check("item", item(packs, &row.item));
        if let Some(first) = item.and_then(|item| seen.insert(&item.code, row.row)) {
            notes.note("item", twice(first));
        }
        let received = notes.check("received", countable(row.received, item));
        let issued = notes.check("issued", countable(row.issued, item));
        let stock = notes.check("stock", countable(row.stock, item));
        let (Some(item), Some(received), Some(issued), Some(stock)) = (item, received, issued, stock) else {
            continue;
        };
        // three quantities of at most QUANTITY_MAX each: far inside 64 bits
        let opening = Quantity(stock.0 - received.0 + issued.0);
        if let Err(refusal) = countable(opening, Some(item)) {
            let refusal = Refusal {
                zh: format!("期初（在库－入库＋出库）为 {opening}：{}", refusal.zh),
                en: format!("the opening balance (stock − in + out) is {opening}: {}", refusal.en),
                ..refusal
            };
            notes.note("stock", refusal.mend("核对三个数", "Check the three numbers"));
        }
        let owner = notes.check("item", usual(packs, item));
        if let (Some((nature, owner_level)), true) = (owner, problems.len() == before) {
            goods.push(Goods {
                row: row.row,
                at: i + 1,
                item,
                nature,
                owner_level,
                opening,
                received,
                issued,
            });
        }
    }
    (goods, problems)
}

/// The usual nature and owner level of an item: a yearly table names neither.
fn usual(packs: &Catalogue, item: &Item) -> Result<(String, &'static str), Refusal> {
    let nature = item.natures.first().and_then(|code| packs.nature(code));
    nature.and_then(|nature| Some((nature.code.clone(), nature.owner_levels.first()?.code()))).ok_or_else(
        || {
            refuse(
                "import.nature",
                format!("物资 {} 没有默认性质", item.code),
                format!("item {} has no usual nature", item.code),
            )
        },
    )
}

/// The opening balances of a general table, and every problem in it.
pub(super) fn openings<'c>(rows: &[OpeningRow], packs: &'c Catalogue) -> (Vec<Opening<'c>>, Vec<Problem>) {
    let (mut openings, mut problems) = (Vec::new(), Vec::new());
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (i, row) in rows.iter().enumerate() {
        let mut notes = Notes { row: row.row, problems: &mut problems };
        let said = format!("{:?}", OpeningRow { row: 0, ..row.clone() });
        if let Some(first) = seen.insert(said, row.row) {
            notes.note("position", twice(first));
            continue;
        }
        if let Some((item, new)) = opening(row, packs, &mut notes) {
            openings.push(Opening { row: row.row, at: i + 1, item, new });
        }
    }
    (openings, problems)
}

/// One row's opening balance. Every cell is judged, so that one reading finds all that is wrong.
fn opening<'c>(
    row: &OpeningRow,
    packs: &'c Catalogue,
    notes: &mut Notes<'_>,
) -> Option<(&'c Item, NewOpening)> {
    let position = notes.check("position", PositionCode::parse(&row.position));
    let item = notes.check("item", item(packs, &row.item));
    let nature = item.and_then(|item| notes.check("nature", nature(packs, item, &row.nature)));
    let owner_level = notes.check("owner_level", owner_level(&row.owner_level));
    let grade = match (&row.grade, item) {
        (Some(text), Some(item)) => notes.check("grade", grade(packs, item, text)).map(Some),
        _ => Some(None),
    };
    let quantity = notes.check("quantity", countable(row.quantity, item));
    let amount = notes.check("amount", fen(row.amount));
    let item = item?;
    let lot = NewLot {
        item: item.code.clone(),
        nature: nature?,
        owner_level: owner_level?.into(),
        harvest_year: row.harvest_year,
        origin: row.origin.clone(),
        grade: grade?,
        produced_on: row.produced_on,
        expires_on: row.expires_on,
    };
    let (position, quantity, amount) = (position?, quantity?, amount?);
    Some((
        item,
        NewOpening { position, lot: LotChoice::New(lot), quantity, amount, received_on: row.received_on },
    ))
}

/// The code of a nature of the item.
fn nature(packs: &Catalogue, item: &Item, text: &str) -> Result<String, Refusal> {
    let natures = || item.natures.iter().filter_map(|code| packs.nature(code));
    let found = natures().find(|nature| {
        nature.code == text || nature.name.zh == text || nature.name.en.eq_ignore_ascii_case(text)
    });
    found.map(|nature| nature.code.clone()).ok_or_else(|| {
        let known: Vec<String> =
            natures().map(|nature| format!("{} {}", nature.code, nature.name.zh)).collect();
        refuse(
            "import.nature",
            format!("物资 {} 没有性质“{text}”；可用：{}", item.code, known.join("、")),
            format!("item {} has no nature “{text}”; use {}", item.code, known.join(", ")),
        )
    })
}

fn owner_level(text: &str) -> Result<&'static str, Refusal> {
    let found = OwnerLevel::ALL.into_iter().find(|level| {
        let (zh, en) = level.label();
        level.code() == text || zh == text || en.eq_ignore_ascii_case(text)
    });
    found.map(OwnerLevel::code).ok_or_else(|| {
        let known: Vec<String> =
            OwnerLevel::ALL.iter().map(|level| format!("{} {}", level.code(), level.label().0)).collect();
        refuse(
            "import.owner_level",
            format!("没有权属层级“{text}”；可用：{}", known.join("、")),
            format!("there is no owner level “{text}”; use {}", known.join(", ")),
        )
    })
}

/// The code of a grade of the item.
fn grade(packs: &Catalogue, item: &Item, text: &str) -> Result<String, Refusal> {
    let grades = packs.pack_of(&item.code).map(|pack| pack.grades.as_slice()).unwrap_or_default();
    let mut own = grades.iter().filter(|grade| item.grades.contains(&grade.code));
    let found = own.find(|grade| {
        grade.code == text || grade.name.zh == text || grade.name.en.eq_ignore_ascii_case(text)
    });
    found.map(|grade| grade.code.clone()).ok_or_else(|| {
        let known = item.grades.join(", ");
        refuse(
            "import.grade",
            format!("物资 {} 没有等级“{text}”；可用：{known}", item.code),
            format!("item {} has no grade “{text}”; use {known}", item.code),
        )
    })
}

/// Thousandths of a yuan as fen, exactly; nothing is zero.
pub(super) fn fen(thousandths: Option<i64>) -> Result<Money, Refusal> {
    match thousandths.unwrap_or(0) {
        amount if amount < 0 => Err(refuse("import.negative", "金额为负", "an amount is below zero")
            .mend("改为零或正数", "Enter zero or more")),
        amount if amount % 10 != 0 => {
            Err(refuse("import.too_fine", "金额不足一分", "an amount finer than a fen")
                .mend("按两位小数填写", "Use two decimals"))
        }
        amount => Ok(Money(amount / 10)),
    }
}
