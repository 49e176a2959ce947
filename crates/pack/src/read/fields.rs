//! Reads fields out of a YAML tree and logs what is wrong with each. A reader returns `None` after logging, so that a
//! record with three mistakes reports three.

use jiff::civil::Date;

use super::log::{Log, nearest};
use super::yaml::{At, Kind, Node};
use crate::decimal::{Decimal, DecimalError};
use crate::pack::Noun;
use crate::term::Text;

/// A mapping being read; [`Fields::done`] reports keys nobody asked for.
pub(super) struct Fields<'n> {
    pub at: At,
    entries: &'n [(super::yaml::Key, Node)],
    asked: Vec<&'static str>,
}

impl<'n> Fields<'n> {
    /// Opens a mapping; duplicate keys are a problem.
    pub fn open(node: &'n Node, log: &mut Log) -> Option<Fields<'n>> {
        let Kind::Map(entries) = &node.kind else {
            wrong_shape(
                log,
                node,
                "应为键值对",
                "a mapping is expected",
                "写成“键: 值”",
                "write `key: value` lines",
            );
            return None;
        };
        for (i, (key, _)) in entries.iter().enumerate() {
            if entries[..i].iter().any(|(k, _)| k.text == key.text) {
                let what = Text::new(
                    format!("字段“{}”重复", key.text),
                    format!("field “{}” stands twice", key.text),
                );
                log.problem(key.at, "pack.field_twice", what, Text::new("删去一处", "remove one of them"));
            }
        }
        Some(Fields { at: node.at, entries, asked: Vec::new() })
    }

    /// The node of a field, if present.
    pub fn node(&mut self, key: &'static str) -> Option<&'n Node> {
        self.asked.push(key);
        self.entries.iter().find(|(k, _)| k.text == key).map(|(_, node)| node)
    }

    /// A field that must be present.
    pub fn need<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl FnOnce(&'n Node, &mut Log) -> Option<T>,
    ) -> Option<T> {
        match self.node(key) {
            Some(node) => read(node, log),
            None => {
                let what = Text::new(format!("缺少字段“{key}”"), format!("field “{key}” is missing"));
                log.problem(
                    self.at,
                    "pack.field_missing",
                    what,
                    Text::new(format!("补上“{key}: …”"), format!("add `{key}: …`")),
                );
                None
            }
        }
    }

    /// A field that may be absent: the outer `None` means it is there but wrong.
    pub fn may<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl FnOnce(&'n Node, &mut Log) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.node(key) {
            Some(node) => read(node, log).map(Some),
            None => Some(None),
        }
    }

    /// A list field; absent is empty.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        log: &mut Log,
        read: impl FnMut(&'n Node, &mut Log) -> Option<T>,
    ) -> Option<Vec<T>> {
        match self.node(key) {
            Some(node) => list(node, log, read),
            None => Some(Vec::new()),
        }
    }

    /// Reports the fields that nobody asked for.
    pub fn done(self, log: &mut Log) {
        for (key, _) in self.entries.iter().filter(|(key, _)| !self.asked.contains(&key.text.as_str())) {
            let known = self.asked.join(", ");
            let mend = match nearest(&key.text, self.asked.iter().copied()) {
                Some(near) => Text::new(format!("是否应为“{near}”？"), format!("did you mean “{near}”?")),
                None => Text::new(format!("可用字段：{known}"), format!("the fields here are: {known}")),
            };
            log.problem(
                key.at,
                "pack.field_unknown",
                Text::new(format!("未知字段“{}”", key.text), format!("unknown field “{}”", key.text)),
                mend,
            );
        }
    }
}

fn wrong_shape(log: &mut Log, node: &Node, zh: &str, en: &str, mend_zh: &str, mend_en: &str) {
    log.problem(node.at, "pack.shape", Text::new(zh, en), Text::new(mend_zh, mend_en));
}

/// A list; every element is read even if an earlier one is wrong.
pub(super) fn list<'n, T>(
    node: &'n Node,
    log: &mut Log,
    mut read: impl FnMut(&'n Node, &mut Log) -> Option<T>,
) -> Option<Vec<T>> {
    let Kind::List(nodes) = &node.kind else {
        wrong_shape(
            log,
            node,
            "应为列表",
            "a list is expected",
            "写成“- …”或 [a, b]",
            "write `- …` lines or [a, b]",
        );
        return None;
    };
    let read: Vec<Option<T>> = nodes.iter().map(|node| read(node, log)).collect();
    read.into_iter().collect()
}

/// Text that is not empty.
pub(super) fn string(node: &Node, log: &mut Log) -> Option<String> {
    match &node.kind {
        Kind::Scalar { text, .. } if !text.trim().is_empty() && text.trim() == text => Some(text.clone()),
        _ => {
            wrong_shape(
                log,
                node,
                "应为一段文字",
                "a text is expected",
                "填写文字，首尾不留空格",
                "write a text without blanks around it",
            );
            None
        }
    }
}

/// Text in both languages: `{zh: …, en: …}`.
pub(super) fn text(node: &Node, log: &mut Log) -> Option<Text> {
    let mut fields = Fields::open(node, log)?;
    let (zh, en) = (fields.need("zh", log, string), fields.need("en", log, string));
    fields.done(log);
    Some(Text { zh: zh?, en: en? })
}

/// A code: letters, digits, `-`, `_`, `.`; at most 40 characters.
pub(super) fn code(node: &Node, log: &mut Log) -> Option<String> {
    let text = string(node, log)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if text.len() <= 40 && text.chars().all(plain) {
        return Some(text);
    }
    let what = Text::new(format!("“{text}”不是合法代码"), format!("“{text}” is not a code"));
    log.problem(
        node.at,
        "pack.bad_code",
        what,
        Text::new(
            "只用字母、数字、- _ .，不超过 40 个字符",
            "use letters, digits, - _ . and at most 40 characters",
        ),
    );
    None
}

/// A reference to something that some file of the pack defines.
pub(super) fn reference(noun: Noun) -> impl Fn(&Node, &mut Log) -> Option<String> {
    move |node, log| {
        let code = code(node, log)?;
        log.refer(noun, &code, node.at);
        Some(code)
    }
}

/// An exact decimal.
pub(super) fn decimal(node: &Node, log: &mut Log) -> Option<Decimal> {
    let text = string(node, log)?;
    let (zh, en) = match text.parse::<Decimal>() {
        Ok(number) => return Some(number),
        Err(DecimalError::Form) => ("不是普通小数", "is not a plain decimal number"),
        Err(DecimalError::Places) => ("小数超过六位", "has more than six places"),
        Err(DecimalError::Range) => ("数值过大", "is too large"),
    };
    let what = Text::new(format!("“{text}”{zh}"), format!("“{text}” {en}"));
    log.problem(
        node.at,
        "pack.bad_number",
        what,
        Text::new("写成 12.5 这样的数", "write a number such as 12.5"),
    );
    None
}

/// A decimal that must pass a test.
pub(super) fn decimal_that(
    holds: fn(Decimal) -> bool,
    zh: &'static str,
    en: &'static str,
) -> impl Fn(&Node, &mut Log) -> Option<Decimal> {
    move |node, log| {
        let number = decimal(node, log)?;
        if holds(number) {
            return Some(number);
        }
        let what = Text::new(format!("{number} 应{zh}"), format!("{number} should be {en}"));
        log.problem(
            node.at,
            "pack.number_range",
            what,
            Text::new("改为范围内的数", "use a number in the range"),
        );
        None
    }
}

/// A percentage within 0 and 100.
pub(super) fn percent(node: &Node, log: &mut Log) -> Option<Decimal> {
    decimal_that(Decimal::is_percent, "在 0 到 100 之间", "between 0 and 100")(node, log)
}

/// A number above zero.
pub(super) fn positive(node: &Node, log: &mut Log) -> Option<Decimal> {
    decimal_that(|n| n > Decimal::ZERO, "大于零", "above zero")(node, log)
}

/// A quantity in the unit with at most three places, as thousandths.
pub(super) fn quantity(node: &Node, log: &mut Log) -> Option<i64> {
    let number = decimal(node, log)?;
    if let Some(thousandths) = number.thousandths().filter(|n| *n >= 0) {
        return Some(thousandths);
    }
    let what = Text::new(
        format!("数量 {number} 应不小于零且至多三位小数"),
        format!("quantity {number} should be zero or more with at most three places"),
    );
    log.problem(
        node.at,
        "pack.number_range",
        what,
        Text::new("改为三位小数以内", "use at most three places"),
    );
    None
}

/// A whole number between two ends.
pub(super) fn whole(min: u32, max: u32) -> impl Fn(&Node, &mut Log) -> Option<u32> {
    move |node, log| {
        let text = string(node, log)?;
        let plain = text.bytes().all(|b| b.is_ascii_digit());
        if let Some(n) = text.parse::<u32>().ok().filter(|n| plain && (min..=max).contains(n)) {
            return Some(n);
        }
        let what = Text::new(
            format!("“{text}”应为 {min} 到 {max} 的整数"),
            format!("“{text}” should be a whole number from {min} to {max}"),
        );
        log.problem(
            node.at,
            "pack.number_range",
            what,
            Text::new("改为范围内的整数", "use a whole number in the range"),
        );
        None
    }
}

/// `true` or `false`.
pub(super) fn truth(node: &Node, log: &mut Log) -> Option<bool> {
    word(&[("true", true), ("false", false)])(node, log)
}

/// A calendar day.
pub(super) fn day(node: &Node, log: &mut Log) -> Option<Date> {
    let text = string(node, log)?;
    // `Date` also reads other forms; a pack has one.
    if let Some(day) = text.parse::<Date>().ok().filter(|day| day.to_string() == text) {
        return Some(day);
    }
    let what = Text::new(format!("“{text}”不是日期"), format!("“{text}” is not a day"));
    log.problem(node.at, "pack.bad_day", what, Text::new("写成 2024-09-14", "write it as 2024-09-14"));
    None
}

/// One of some words.
pub(super) fn word<T: Copy>(words: &[(&'static str, T)]) -> impl Fn(&Node, &mut Log) -> Option<T> {
    move |node, log| {
        let text = string(node, log)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let what = Text::new(format!("不认识“{text}”"), format!("“{text}” is not known here"));
        log.problem(
            node.at,
            "pack.bad_word",
            what,
            Text::new(format!("可用：{known}"), format!("use one of: {known}")),
        );
        None
    }
}
