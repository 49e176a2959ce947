//! What is wrong with a pack, where, and how to mend it. All problems of a pack are reported together.

use std::fmt;

use crate::term::Text;

/// A place in a file of a pack; lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// File name as given, such as `grain/items.yaml`.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// One thing wrong in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// Stable code, `pack.` and a word.
    pub code: &'static str,
    /// What is wrong.
    pub what: Text,
    /// How to mend it.
    pub mend: Text,
}

impl fmt::Display for Problem {
    /// `items.yaml:12:5: what is wrong (how to mend it)`, Chinese first.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { file, line, column } = &self.place;
        write!(
            f,
            "{file}:{line}:{column}: {}（{}） / {} ({}) [{}]",
            self.what.zh, self.mend.zh, self.what.en, self.mend.en, self.code
        )
    }
}
