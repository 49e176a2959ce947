//! Violations 违规 seen in one organisation's books: typed checks, each with its rule's id, clause and words in one table. A violation says what
//! the facts show and which facts; whether somebody is to blame a person decides.

use base::identity::organisation::Organisation;
use base::store::Read;
use base::term::time::number_of_day;
use base::term::{BookId, Fault};
use jiff::civil::Date;
use pack::{Catalogue, OwnerLevel, Subject};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use stock::facility::PositionRow;
use stock::lot::LotRow;
use stock::movement::BalanceRow;

/// A rule of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// `V-01` to `V-34`.
    pub id: &'static str,
    /// Statute and article.
    pub clause: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// A source confirms how it is told; else it is a proposal, shown as to be confirmed.
    pub confirmed: bool,
}

const fn rule(
    id: &'static str,
    clause: &'static str,
    zh: &'static str,
    en: &'static str,
    confirmed: bool,
) -> Rule {
    Rule { id, clause, zh, en, confirmed }
}

/// The rules that are looked for here. What the program refuses leaves no facts and stands in docs/spec/violation.md.
pub const RULES: [Rule; 16] = [
    rule("V-02", "粮食流通管理条例20(1)、粮食安全保障法31", "虚报瞒报数量", "Quantity misstated", true),
    rule("V-03", "粮食流通管理条例20(2)", "以陈顶新", "Old for new", true),
    rule("V-04", "粮食流通管理条例20(2)", "转圈粮", "Circular grain", false),
    rule("V-05", "粮食流通管理条例20(2)", "虚假轮换", "Sham rotation", true),
    rule("V-06", "粮食流通管理条例20(2)、中央储备粮管理条例26", "低收高转、高进低出", "Price fraud", false),
    rule("V-08", "地方储备粮管理办法（按地区）", "超架空期", "Rotation gap exceeded", true),
    rule("V-09", "中央储备粮管理条例25、29", "延误轮换", "Rotation overdue", true),
    rule(
        "V-10",
        "粮食安全保障法31、中央储备粮管理条例24",
        "账实不符、账账不符",
        "Books and goods differ",
        true,
    ),
    rule("V-11", "中央储备粮管理条例25", "擅自变更储存地点、仓号", "Store changed without approval", true),
    rule("V-12", "粮食安全保障法31", "未专仓、混存", "Stored together", true),
    rule("V-13", "粮食流通管理条例17", "不宜存未出库", "Unsuitable and still in store", false),
    rule("V-16", "粮食流通管理条例18、47", "食品安全不合格", "Unsafe as food", true),
    rule("V-17", "粮食流通管理条例20(4)", "以储备粮担保、质押、抵债", "Reserves pledged", false),
    rule("V-21", "粮食安全保障法67(2)", "未全过程记录", "A step not recorded", true),
    rule("V-25", "储备监管平台口径", "库存低于下限", "Stock below its floor", false),
    rule("V-29", "粮油仓储管理办法附件2", "超耗", "Loss beyond the quota", true),
];

/// Rules of the holder and its stores.
pub const HOLDER_RULES: [Rule; 2] = [
    rule(
        "V-31",
        "政府储备粮食仓储管理办法3",
        "中央储备不在直属库",
        "Central reserves outside the direct depots",
        false,
    ),
    rule("V-32", "粮食安全保障法30", "储备与商业混同", "Reserve and commercial business mixed", true),
];

/// The rule with this id.
pub fn named(id: &str) -> Option<&'static Rule> {
    RULES.iter().chain(&HOLDER_RULES).find(|rule| rule.id == id)
}

/// Days in which goods found slightly unsuitable should have a plan to leave; unconfirmed.
const UNSUITABLE_DAYS: i64 = 30;
/// Words that tell of a pledge in the reason of a hold.
const PLEDGE: [&str; 5] = ["质押", "抵押", "担保", "抵债", "pledge"];
/// Where national bodies are registered, by their credit codes and by their scope.
const NATION: [&str; 2] = ["100000", "000000"];

/// One violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub rule: &'static Rule,
    /// An alarm, or else a reminder.
    pub alarm: bool,
    /// Position, warehouse, plan line, or what else it is about.
    pub place: String,
    pub lot: Option<String>,
    /// First day on which it was so.
    pub since: Date,
    /// What the rows show.
    pub zh: String,
    pub en: String,
    /// The fact that shows it, by organisation and index, where one does.
    pub evidence: Option<(String, i64)>,
}

/// What is looked at together.
struct Look<'a> {
    packs: &'a Catalogue,
    organisation: &'a Organisation,
    today: Date,
    stock: Vec<(LotRow, PositionRow, BalanceRow)>,
    found: Vec<Violation>,
}

/// Rows read at once.
const BATCH: i64 = 1_000;

/// Everything that the books of an organisation show against the rules, alarms first, oldest first.
pub fn violations(
    read: &mut Read<'_>,
    packs: &Catalogue,
    book: BookId,
    organisation: &Organisation,
    today: Date,
) -> Result<Vec<Violation>, Fault> {
    let org = organisation.code.as_str();
    let mut all: Vec<(LotRow, PositionRow, BalanceRow)> = Vec::new();
    loop {
        let after =
            all.last().map(|(_, p, b)| (p.position.to_string(), b.lot.to_string())).unwrap_or_default();
        let batch = stock::movement::store::stock(read, org, (&after.0, &after.1), BATCH)?;
        if batch.is_empty() {
            break;
        }
        all.extend(batch);
    }
    let mut look = Look { packs, organisation, today, stock: all, found: Vec::new() };
    look.rotation(read)?;
    look.quantity(read, book)?;
    look.moves(read, book)?;
    look.together();
    look.quality(read)?;
    look.pledges();
    look.losses(read, book)?;
    look.holder();
    look.found.sort_by(|a, b| {
        (!a.alarm, a.since, a.rule.id, &a.place).cmp(&(!b.alarm, b.since, b.rule.id, &b.place))
    });
    Ok(look.found)
}

impl Look<'_> {
    fn add(&mut self, id: &str, violation: impl FnOnce(&'static Rule) -> Violation) {
        if let Some(rule) = named(id) {
            self.found.push(violation(rule));
        }
    }

    fn is_reserve(&self, nature: &str) -> bool {
        self.packs.nature(nature).is_some_and(pack::Nature::needs_directive)
    }

    /// V-03 to V-06, V-08, V-09, V-21, V-25: what the plans and the movements under them show.
    fn rotation(&mut self, read: &mut Read<'_>) -> Result<(), Fault> {
        let org = self.organisation.code.to_string();
        for finding in stock::rotation::finding::findings(read, self.packs, &org, self.today)? {
            let (_, id, alarm, name_zh, name_en) = finding.kind.told();
            self.add(id, |rule| Violation {
                rule,
                alarm,
                place: finding.place,
                lot: finding.lot,
                since: finding.since,
                zh: format!("{name_zh}：{}", finding.zh),
                en: format!("{name_en}: {}", finding.en),
                evidence: None,
            });
        }
        Ok(())
    }

    /// V-02 and V-10: what was measured, counted, or adds up differently.
    fn quantity(&mut self, read: &mut Read<'_>, book: BookId) -> Result<(), Fault> {
        let org = self.organisation.code.to_string();
        let mut after = (String::new(), String::new());
        loop {
            let batch = stock::check::compare::compare(read, self.packs, &org, (&after.0, &after.1), BATCH)?;
            let Some(last) = batch.last() else { break };
            after = (last.position.to_string(), last.lot.to_string());
            for line in batch {
                let Some(measured) = line.measured.filter(|measured| !measured.matches) else { continue };
                let (whole, tenth) = (measured.rate / 10, measured.rate.abs() % 10);
                self.add("V-02", |rule| Violation {
                    rule,
                    alarm: true,
                    place: line.position.to_string(),
                    lot: Some(line.lot.to_string()),
                    since: measured.day,
                    zh: format!("账面 {}，实测 {}，差率 {whole}.{tenth}%", line.book, measured.checked),
                    en: format!(
                        "{} by the book, {} measured, {whole}.{tenth} %",
                        line.book, measured.checked
                    ),
                    evidence: Some((measured.org, measured.n)),
                });
            }
        }
        for (ledger, entry) in stock::ledger_view::reconcile(read, book)? {
            let today = self.today;
            let (zh, en) = ledger.label();
            self.add("V-10", |rule| Violation {
                rule,
                alarm: true,
                place: entry.position.to_string(),
                lot: Some(entry.lot.to_string()),
                since: today,
                zh: format!("保管账 {}，{zh} {}", entry.keeper, entry.of(ledger)),
                en: format!("keeper ledger {}, {en} {}", entry.keeper, entry.of(ledger)),
                evidence: None,
            });
        }
        for line in store::counted_off(read, book)? {
            self.add("V-10", |rule| Violation {
                rule,
                alarm: true,
                place: line.position,
                lot: Some(line.lot),
                since: line.day,
                zh: format!("盘点差异 {}", line.quantity),
                en: format!("a stocktake differed by {}", line.quantity),
                evidence: Some((org.clone(), line.n)),
            });
        }
        Ok(())
    }

    /// V-11: reserves that a move took into another warehouse; no approval stands behind a move.
    fn moves(&mut self, read: &mut Read<'_>, book: BookId) -> Result<(), Fault> {
        for moved in store::moved(read, book)? {
            if !self.is_reserve(&moved.nature) {
                continue;
            }
            let org = self.organisation.code.to_string();
            self.add("V-11", |rule| Violation {
                rule,
                alarm: true,
                place: moved.to,
                lot: Some(moved.lot),
                since: moved.day,
                zh: format!("{} 由 {} 移入，账上没有批准文件", moved.quantity, moved.from),
                en: format!("{} came from {}; the book holds no approval", moved.quantity, moved.from),
                evidence: Some((org, moved.n)),
            });
        }
        Ok(())
    }

    /// V-12 and V-32: what lies together in a position, and in a warehouse.
    fn together(&mut self) {
        let mut positions: BTreeMap<&str, BTreeSet<(Arc<str>, Arc<str>)>> = BTreeMap::new();
        let mut warehouses: BTreeMap<&str, BTreeSet<bool>> = BTreeMap::new();
        for (lot, position, _) in &self.stock {
            let code = position.position.as_str();
            positions.entry(code).or_default().insert((lot.nature.clone(), lot.owner_level.clone()));
            let warehouse = code.get(..25).unwrap_or(code);
            warehouses.entry(warehouse).or_default().insert(self.is_reserve(&lot.nature));
        }
        let since = self.today;
        let mixed = positions.into_iter().filter(|(_, kinds)| kinds.len() > 1);
        let places: Vec<(String, String)> = mixed
            .map(|(place, kinds)| {
                let kinds: Vec<String> =
                    kinds.iter().map(|(nature, level)| format!("{nature}/{level}")).collect();
                (place.to_owned(), kinds.join("、"))
            })
            .collect();
        let both: Vec<String> =
            warehouses.into_iter().filter(|(_, kinds)| kinds.len() > 1).map(|(w, _)| w.to_owned()).collect();
        for (place, kinds) in places {
            self.add("V-12", |rule| Violation {
                rule,
                alarm: true,
                place,
                lot: None,
                since,
                zh: format!("同一货位存有 {kinds}"),
                en: format!("one position holds {kinds}"),
                evidence: None,
            });
        }
        for place in both {
            self.add("V-32", |rule| Violation {
                rule,
                alarm: true,
                place,
                lot: None,
                since,
                zh: "同一仓房既有政府储备又有商品粮".into(),
                en: "one warehouse holds both reserves and commercial goods".into(),
                evidence: None,
            });
        }
    }

    /// V-13 and V-16: what tests say of goods that are still there.
    fn quality(&mut self, read: &mut Read<'_>) -> Result<(), Fault> {
        let org = self.organisation.code.to_string();
        let leaving: BTreeSet<String> = stock::rotation::store::running(read, &org, ("", 0), BATCH * 100)?
            .into_iter()
            .map(|line| line.lot.to_string())
            .collect();
        let stock = std::mem::take(&mut self.stock);
        for (lot, position, balance) in &stock {
            let Some(tested) = lot.tested_on else { continue };
            let place = position.position.to_string();
            let days = number_of_day(self.today) - number_of_day(tested);
            let (late, zh, en) = match lot.storage_quality.as_deref() {
                Some("severely_unsuitable") => (true, "重度不宜存", "severely unsuitable"),
                Some("slightly_unsuitable") => {
                    let planned = leaving.contains(lot.lot.as_str());
                    (!planned && days > UNSUITABLE_DAYS, "轻度不宜存", "slightly unsuitable")
                }
                _ => (false, "", ""),
            };
            if late {
                self.add("V-13", |rule| Violation {
                    rule,
                    alarm: true,
                    place: place.clone(),
                    lot: Some(lot.lot.to_string()),
                    since: tested,
                    zh: format!("{tested} 判为{zh}，{days} 天后仍存 {}", balance.quantity),
                    en: format!("{en} since {tested}, {} still there after {days} days", balance.quantity),
                    evidence: None,
                });
            }
            if let Some(breaches) = self.unsafe_by(lot) {
                let held = lot.held.is_some();
                self.add("V-16", |rule| Violation {
                    rule,
                    alarm: !held,
                    place,
                    lot: Some(lot.lot.to_string()),
                    since: tested,
                    zh: format!("{breaches} 超标{}", if held { "，已封存" } else { "，未封存" }),
                    en: format!("{breaches} beyond the limit, {}", if held { "held" } else { "not held" }),
                    evidence: None,
                });
            }
        }
        self.stock = stock;
        Ok(())
    }

    /// Indicators of a lot's last test beyond the food-safety standard.
    fn unsafe_by(&self, lot: &LotRow) -> Option<String> {
        let pack = self.packs.pack_of(&lot.item)?;
        let owner_level = OwnerLevel::from_code(&lot.owner_level);
        let subject = Subject { owner_level, ..Subject::new(&lot.item, self.today) };
        let values = stock::quality::known(pack, lot.latest.as_deref()?)?;
        let breaches = pack.safety_standard(&subject)?.inspect(&values).ok()?.breaches;
        let names: Vec<String> = breaches.into_iter().map(|breach| breach.indicator).collect();
        (!names.is_empty()).then(|| names.join("、"))
    }

    /// V-17: a hold whose reason tells of a pledge.
    fn pledges(&mut self) {
        let stock = std::mem::take(&mut self.stock);
        for (lot, position, _) in &stock {
            let Some(why) = lot.held.as_deref().filter(|why| PLEDGE.iter().any(|word| why.contains(word)))
            else {
                continue;
            };
            if self.is_reserve(&lot.nature) {
                let since = lot.received_on;
                self.add("V-17", |rule| Violation {
                    rule,
                    alarm: true,
                    place: position.position.to_string(),
                    lot: Some(lot.lot.to_string()),
                    since,
                    zh: format!("封存原因“{why}”"),
                    en: format!("held for “{why}”"),
                    evidence: None,
                });
            }
        }
        self.stock = stock;
    }

    /// V-29: losses beyond the quota that were cleared.
    fn losses(&mut self, read: &mut Read<'_>, book: BookId) -> Result<(), Fault> {
        let org = self.organisation.code.to_string();
        for line in store::excess(read, book)? {
            self.add("V-29", |rule| Violation {
                rule,
                alarm: true,
                place: line.position,
                lot: Some(line.lot),
                since: line.day,
                zh: format!("核销超耗 {}", line.quantity),
                en: format!("an excess of {} was cleared", line.quantity),
                evidence: Some((org.clone(), line.n)),
            });
        }
        Ok(())
    }

    /// V-31: central reserves with a holder above whom no national body stands.
    fn holder(&mut self) {
        let national = |code: &str| code.get(2..8).is_some_and(|region| NATION.contains(&region));
        let direct = NATION.contains(&self.organisation.region.as_str())
            || self.organisation.above.iter().any(|org| national(org.as_str()))
            || self.organisation.upstream.as_ref().is_some_and(|org| national(org.as_str()));
        if direct {
            return;
        }
        let central = self.stock.iter().filter(|(lot, ..)| lot.nature.as_ref() == "110");
        let first = central.clone().map(|(lot, ..)| lot.received_on).min();
        let Some(since) = first else { return };
        let lots = central.count();
        let place = self.organisation.code.to_string();
        self.add("V-31", |rule| Violation {
            rule,
            alarm: false,
            place,
            lot: None,
            since,
            zh: format!("{lots} 处中央储备存于非直属单位"),
            en: format!(
                "{lots} holdings of central reserves lie with an organisation that is not a direct depot"
            ),
            evidence: None,
        });
    }
}

mod store;
