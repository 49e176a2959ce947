//! The pack's own tests: examples with expected results, read from `tests` and run on the finished pack. A pack whose
//! examples fail is not loaded.

use jiff::civil::Date;

use super::fields::{Fields, code, day, decimal, list, quantity, text, whole, word};
use super::log::Log;
use super::yaml::{Kind, Node};
use crate::decimal::Decimal;
use crate::life::{self, Standing};
use crate::loss::Condition;
use crate::pack::Pack;
use crate::premium::Purpose;
use crate::problem::Place;
use crate::quality::{Class, Measurements, Value};
use crate::refusal::Refusal;
use crate::term::{Subject, Text};

/// One example.
#[derive(Debug)]
pub(super) struct Trial {
    name: Text,
    question: Question,
    answer: Answer,
}

#[derive(Debug)]
enum Question {
    Judge { item: String, day: Date, values: Measurements },
    Inspect { item: String, day: Date, values: Measurements },
    Settle { item: String, day: Date, purpose: Purpose, net: i64, values: Measurements },
    Quota { item: String, day: Date, quantity: i64, months: u32 },
    Reduce { item: String, day: Date, quantity: i64, from: Condition, to: Condition },
    Age { item: String, made: Date, today: Date },
}

/// What is expected or found; a field the example leaves out is not compared.
#[derive(Debug, Default, PartialEq, Eq)]
struct Answer {
    class: Option<String>,
    grade: Option<String>,
    breaches: Option<Vec<String>>,
    quantity: Option<i64>,
    percent: Option<Decimal>,
    years: Option<u32>,
    standing: Option<String>,
    refusal: Option<String>,
}

/// Reads one kind of question.
type Read = fn(&Node, &mut Log) -> Option<Question>;

/// Reads one example: its name, one question, and what is expected.
pub(super) fn read(node: &Node, log: &mut Log) -> Option<Trial> {
    let mut f = Fields::open(node, log)?;
    let name = f.need("name", log, text);
    let kinds: [(&str, Read); 6] = [
        ("judge", judge),
        ("inspect", inspect),
        ("settle", settle),
        ("quota", quota),
        ("reduce", reduce),
        ("age", age),
    ];
    let mut questions = Vec::new();
    for (key, read) in kinds {
        if let Some(node) = f.node(key) {
            questions.push(read(node, log));
        }
    }
    let answer = f.need("expect", log, answer);
    let at = f.at;
    f.done(log);
    if questions.len() != 1 {
        let what = Text::new("每个例子应有且只有一个问题", "an example asks exactly one question");
        log.problem(
            at,
            "pack.shape",
            what,
            Text::new(
                "写 judge、inspect、settle、quota、reduce 或 age",
                "write judge, inspect, settle, quota, reduce or age",
            ),
        );
        return None;
    }
    Some(Trial { name: name?, question: questions.pop()??, answer: answer? })
}

/// `{indicator: number or word, …}`. Whether an indicator exists is found when the example runs.
fn values(node: &Node, log: &mut Log) -> Option<Measurements> {
    let Kind::Map(entries) = &node.kind else {
        Fields::open(node, log)?;
        return None;
    };
    let mut values = Measurements::new();
    for (key, node) in entries {
        let text = code(node, log)?;
        let value = text.parse::<Decimal>().map_or(Value::Word(text), Value::Number);
        log.refer(crate::pack::Noun::Indicator, &key.text, key.at);
        values.insert(key.text.clone(), value);
    }
    Some(values)
}

fn judge(node: &Node, log: &mut Log) -> Option<Question> {
    let mut f = Fields::open(node, log)?;
    let (item, day, values) =
        (f.need("item", log, code), f.need("day", log, day), f.need("values", log, values));
    f.done(log);
    Some(Question::Judge { item: item?, day: day?, values: values? })
}

fn inspect(node: &Node, log: &mut Log) -> Option<Question> {
    let mut f = Fields::open(node, log)?;
    let (item, day, values) =
        (f.need("item", log, code), f.need("day", log, day), f.need("values", log, values));
    f.done(log);
    Some(Question::Inspect { item: item?, day: day?, values: values? })
}

fn settle(node: &Node, log: &mut Log) -> Option<Question> {
    let purposes = Purpose::ALL.map(|purpose| (purpose.code(), purpose));
    let mut f = Fields::open(node, log)?;
    let (item, day, values) =
        (f.need("item", log, code), f.need("day", log, day), f.need("values", log, values));
    let (purpose, net) = (f.need("purpose", log, word(&purposes)), f.need("net", log, quantity));
    f.done(log);
    Some(Question::Settle { item: item?, day: day?, purpose: purpose?, net: net?, values: values? })
}

fn quota(node: &Node, log: &mut Log) -> Option<Question> {
    let mut f = Fields::open(node, log)?;
    let (item, day) = (f.need("item", log, code), f.need("day", log, day));
    let (amount, months) = (f.need("quantity", log, quantity), f.need("months", log, whole(0, 1_200)));
    f.done(log);
    Some(Question::Quota { item: item?, day: day?, quantity: amount?, months: months? })
}

fn reduce(node: &Node, log: &mut Log) -> Option<Question> {
    let mut f = Fields::open(node, log)?;
    let (item, day) = (f.need("item", log, code), f.need("day", log, day));
    let amount = f.need("quantity", log, quantity);
    let (from, to) = (f.need("from", log, condition), f.need("to", log, condition));
    f.done(log);
    Some(Question::Reduce { item: item?, day: day?, quantity: amount?, from: from?, to: to? })
}

fn condition(node: &Node, log: &mut Log) -> Option<Condition> {
    let mut f = Fields::open(node, log)?;
    let (moisture, impurity) = (f.need("moisture", log, decimal), f.may("impurity", log, decimal));
    f.done(log);
    Some(Condition { moisture: moisture?, impurity: impurity?.unwrap_or_default() })
}

fn age(node: &Node, log: &mut Log) -> Option<Question> {
    let mut f = Fields::open(node, log)?;
    let (item, made, today) =
        (f.need("item", log, code), f.need("made", log, day), f.need("today", log, day));
    f.done(log);
    Some(Question::Age { item: item?, made: made?, today: today? })
}

fn answer(node: &Node, log: &mut Log) -> Option<Answer> {
    let mut f = Fields::open(node, log)?;
    let class = f.may("class", log, code);
    let grade = f.may("grade", log, code);
    let breaches = f.may("breaches", log, |n, log| list(n, log, code));
    let quantity = f.may("quantity", log, quantity);
    let percent = f.may("percent", log, decimal);
    let years = f.may("years", log, whole(1, 1_000));
    let standing = f.may("standing", log, code);
    let refusal = f.may("refusal", log, code);
    f.done(log);
    let answer = Answer {
        class: class?,
        grade: grade?,
        breaches: breaches?,
        quantity: quantity?,
        percent: percent?,
        years: years?,
        standing: standing?,
        refusal: refusal?,
    };
    if answer == Answer::default() {
        let what = Text::new("没有写期望结果", "nothing is expected");
        log.problem(
            node.at,
            "pack.empty_list",
            what,
            Text::new("至少写一项，例如 class", "expect something, such as class"),
        );
        return None;
    }
    Some(answer)
}

impl Trial {
    /// Runs the example and logs a difference.
    pub fn run(&self, pack: &Pack, place: &Place, log: &mut Log) {
        let Text { zh, en } = &self.name;
        let found = match self.question.ask(pack) {
            Ok(answer) => answer,
            Err(Trouble::NoRule) => {
                let what = Text::new(
                    format!("例子“{zh}”：当日没有适用的规则"),
                    format!("example “{en}”: no rule holds on that day"),
                );
                log.problem_at(
                    place.clone(),
                    "pack.test_no_rule",
                    what,
                    Text::new("核对 item 和 day", "check item and day"),
                );
                return;
            }
            Err(Trouble::Refused(refusal)) => {
                Answer { refusal: Some(refusal.code().to_string()), ..Answer::default() }
            }
        };
        let differences = self.answer.differences(&found);
        if !differences.is_empty() {
            let list = differences.join("; ");
            let what =
                Text::new(format!("例子“{zh}”未通过：{list}"), format!("example “{en}” failed: {list}"));
            log.problem_at(
                place.clone(),
                "pack.test_failed",
                what,
                Text::new("改正规则或例子", "mend the rule or the example"),
            );
        }
    }
}

enum Trouble {
    NoRule,
    Refused(Refusal),
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        Trouble::Refused(refusal)
    }
}

impl Question {
    fn ask(&self, pack: &Pack) -> Result<Answer, Trouble> {
        let none = Answer::default();
        Ok(match self {
            Question::Judge { item, day, values } => {
                let rule = pack.quality_standard(&Subject::new(item, *day)).ok_or(Trouble::NoRule)?;
                Answer { class: Some(Class::code(rule.judge(values)?.class).to_string()), ..none }
            }
            Question::Inspect { item, day, values } => {
                let rule = pack.product_standard(&Subject::new(item, *day)).ok_or(Trouble::NoRule)?;
                let found = rule.inspect(values)?;
                Answer {
                    grade: found.grade,
                    breaches: Some(found.breaches.into_iter().map(|b| b.indicator).collect()),
                    ..none
                }
            }
            Question::Settle { item, day, purpose, net, values } => {
                let rule = pack.premium_rule(&Subject::new(item, *day), *purpose).ok_or(Trouble::NoRule)?;
                let settled = rule.settle(item, *net, values)?;
                Answer { quantity: Some(settled.settled), percent: Some(settled.percent), ..none }
            }
            Question::Quota { item, day, quantity, months } => {
                let rule = pack.loss_rule(&Subject::new(item, *day)).ok_or(Trouble::NoRule)?;
                Answer {
                    quantity: Some(rule.quota(*quantity, *months)?),
                    percent: Some(rule.percent(*months)),
                    ..none
                }
            }
            Question::Reduce { item, day, quantity, from, to } => {
                let rule = pack.reduction_rule(&Subject::new(item, *day)).ok_or(Trouble::NoRule)?;
                Answer { quantity: Some(rule.reduce(*quantity, *from, *to)?), ..none }
            }
            Question::Age { item, made, today } => {
                let rule = pack.storage_life(&Subject::new(item, *today)).ok_or(Trouble::NoRule)?;
                let standing = match rule.standing(*made, *today)? {
                    Standing::Sound => "sound".to_string(),
                    Standing::Ending(share) => format!("ending-{share}"),
                    Standing::Reached => "reached".to_string(),
                    Standing::Over => "over".to_string(),
                };
                Answer {
                    years: Some(life::age_years(made.year(), *today)?),
                    standing: Some(standing),
                    ..none
                }
            }
        })
    }
}

impl Answer {
    /// What was expected and came out otherwise; a refusal nobody expected is a difference too.
    fn differences(&self, found: &Answer) -> Vec<String> {
        fn differ<T: PartialEq + std::fmt::Debug>(
            field: &str,
            expected: &Option<T>,
            found: &Option<T>,
        ) -> Option<String> {
            let show =
                |value: &Option<T>| value.as_ref().map_or("-".to_string(), |value| format!("{value:?}"));
            (expected.is_some() && expected != found)
                .then(|| format!("{field}: {} ≠ {}", show(expected), show(found)))
        }
        let shown = |answer: &Answer| {
            (
                answer.percent.map(|p| p.to_string()),
                answer
                    .quantity
                    .and_then(|q| q.checked_mul(1_000))
                    .map(|q| Decimal::from_micros(q).to_string()),
            )
        };
        let ((percent, quantity), (found_percent, found_quantity)) = (shown(self), shown(found));
        let refusal = if self.refusal == found.refusal {
            None
        } else {
            Some(format!("refusal: {:?} ≠ {:?}", self.refusal, found.refusal))
        };
        [
            differ("class", &self.class, &found.class),
            differ("grade", &self.grade, &found.grade),
            differ("breaches", &self.breaches, &found.breaches),
            differ("quantity", &quantity, &found_quantity),
            differ("percent", &percent, &found_percent),
            differ("years", &self.years, &found.years),
            differ("standing", &self.standing, &found.standing),
            refusal,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
