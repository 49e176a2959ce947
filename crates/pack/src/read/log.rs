//! Collects what is wrong while files are read: problems, the codes defined and the codes referred to. Never stops at
//! the first problem.

use std::collections::BTreeMap;

use super::yaml::At;
use crate::pack::Noun;
use crate::problem::{Place, Problem};
use crate::term::Text;

/// More problems than this are not listed: the rest would hardly be read.
const PROBLEMS_MAX: usize = 200;

#[derive(Debug, Default)]
pub(super) struct Log {
    file: String,
    pub problems: Vec<Problem>,
    pub places: BTreeMap<(Noun, String), Place>,
    references: Vec<(Noun, String, Place)>,
}

impl Log {
    /// Names the file that is read next.
    pub fn enter(&mut self, file: &str) {
        self.file = file.to_string();
    }

    pub fn place(&self, at: At) -> Place {
        Place { file: self.file.clone(), line: at.line, column: at.column }
    }

    pub fn problem(&mut self, at: At, code: &'static str, what: Text, mend: Text) {
        let place = self.place(at);
        self.problem_at(place, code, what, mend);
    }

    pub fn problem_at(&mut self, place: Place, code: &'static str, what: Text, mend: Text) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem { place, code, what, mend });
        }
    }

    /// A code is defined here; a second definition is a problem.
    pub fn define(&mut self, noun: Noun, code: &str, at: At) {
        let place = self.place(at);
        match self.places.get(&(noun, code.to_string())) {
            None => {
                self.places.insert((noun, code.to_string()), place);
            }
            Some(first) => {
                let first = format!("{}:{}", first.file, first.line);
                let (zh, en) = noun.label();
                self.problem(
                    at,
                    "pack.twice",
                    Text::new(
                        format!("{zh}“{code}”已在 {first} 定义"),
                        format!("{en} “{code}” is already defined at {first}"),
                    ),
                    Text::new("删去一处，或改用别的代码", "remove one of them or use another code"),
                );
            }
        }
    }

    /// A code is referred to here; whether it exists is known after the last file.
    pub fn refer(&mut self, noun: Noun, code: &str, at: At) {
        let place = self.place(at);
        self.references.push((noun, code.to_string(), place));
    }

    /// Where a code is defined.
    pub fn defined(&self, noun: Noun, code: &str) -> Place {
        self.places.get(&(noun, code.to_string())).cloned().unwrap_or_default()
    }

    /// Reports every reference to a code that no file defines.
    pub fn check_references(&mut self) {
        for (noun, code, place) in std::mem::take(&mut self.references) {
            if self.places.contains_key(&(noun, code.clone())) {
                continue;
            }
            let (zh, en) = noun.label();
            let near =
                nearest(&code, self.places.keys().filter(|(n, _)| *n == noun).map(|(_, c)| c.as_str()));
            let mend = match near {
                Some(near) => Text::new(format!("是否应为“{near}”？"), format!("did you mean “{near}”?")),
                None => Text::new(
                    format!("先定义该{zh}，或删去引用"),
                    format!("define the {en} or remove the reference"),
                ),
            };
            self.problem_at(
                place,
                "pack.unknown_code",
                Text::new(format!("没有{zh}“{code}”"), format!("there is no {en} “{code}”")),
                mend,
            );
        }
    }
}

impl Noun {
    pub(crate) const fn label(self) -> (&'static str, &'static str) {
        match self {
            Noun::Source => ("出处", "source"),
            Noun::Unit => ("计量单位", "unit"),
            Noun::Scheme => ("编码体系", "code scheme"),
            Noun::Indicator => ("指标", "indicator"),
            Noun::Grade => ("等级", "grade"),
            Noun::Nature => ("性质", "nature"),
            Noun::Good => ("品类或物品", "class or item"),
            Noun::Rule => ("规则", "rule"),
        }
    }
}

/// The known word closest to a mistyped one, if it is close at all: at most a third of its letters apart.
pub(super) fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|k| (distance(word, k), k))
        .filter(|(far, k)| *far * 3 <= k.chars().count().max(3))
        .min()
        .map(|(_, k)| k)
}

/// Letters to insert, drop or replace to make one word the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn the_nearest_word_is_offered_only_if_it_is_near() {
        let known = ["moisture", "impurity", "unit"];
        let cases = [
            ("moistrue", Some("moisture")),
            ("mosture", Some("moisture")),
            ("units", Some("unit")),
            ("colour", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known.into_iter()), expected, "{word}");
        }
    }
}
