//! Statements, the proof of reserves: at one instant, the heads of all books counted and a total for each group, as a
//! small sealed log of text lines in both suites (`docs/spec/statement.md`).
//! What a group or a holding means is its maker's affair: here a key is a word and a holding is a line.

mod proof;
mod trees;

pub use proof::{Proved, SumProof};
pub use trees::{Holding, Trees};

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{Note, Signer, Verifier};
use crate::proof::{ProofError, mth};
use crate::receipt::ReceiptError;
use crate::sum::SumError;
use crate::{Hash, Sha256Suite, Sm3Suite, Suite, leaf_hash, proof as merkle, text};

const FILE: &str = "inrs/statement@v1";
const HEAD: &str = "inrs-statement v1";

/// Totals at an instant, with the books they were counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Name of the node that counted.
    pub node: String,
    /// The cut-off, UTC microseconds since 1970-01-01.
    pub at: i64,
    /// Heads of the books counted, by origin, each once.
    pub books: Vec<BookHead>,
    /// Totals by key, each once.
    pub totals: Vec<Total>,
}

/// How far a book was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookHead {
    /// Origin of the book's SHA-256 tree.
    pub origin: String,
    /// Entries counted.
    pub size: u64,
    /// Root of the SHA-256 tree at that size.
    pub sha256: Hash,
    /// Root of the SM3 tree at that size.
    pub sm3: Hash,
}

/// One group's total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The group: a word without spaces.
    pub key: String,
    /// Sum of all holdings in the group, thousandths of its unit.
    pub quantity: i64,
    /// Holdings in the group.
    pub holdings: u64,
    /// Books that have holdings in the group: leaves of the group's tree.
    pub books: u64,
    /// Root hash of the group's SHA-256 sum tree.
    pub sha256: Hash,
    /// Root hash of the group's SM3 sum tree.
    pub sm3: Hash,
}

/// Why a statement, or a proof against one, was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Not the file format, or not in its one order and spelling.
    #[error("not a statement in its canonical form")]
    Malformed,
    /// A key, origin or holding that cannot stand in a line.
    #[error("{0:?} cannot stand in a statement")]
    Word(String),
    /// The same holding twice: it would count twice.
    #[error("{0} is counted twice")]
    Twice(String),
    /// A holding of a book whose head is not in the statement.
    #[error("book {0} is counted but its head is missing")]
    NoBook(String),
    /// No such holding.
    #[error("not in the statement")]
    Absent,
    /// The lines do not lead to the signed root, or the sums not to the stated total.
    #[error("the totals do not follow from what is below them")]
    WrongTotal,
    /// Signed by a key of another node.
    #[error("key {0} does not sign statements of this node")]
    Key(String),
    /// A quantity or total.
    #[error(transparent)]
    Sum(#[from] SumError),
    /// A signature or head.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A line's place in the statement.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
}

impl Statement {
    /// Totals of the holdings in both suites' trees, which must have been built from the same holdings.
    pub fn new(
        node: &str,
        at: i64,
        mut books: Vec<BookHead>,
        sha256: &Trees<Sha256Suite>,
        sm3: &Trees<Sm3Suite>,
    ) -> Result<Self, StatementError> {
        books.sort_by(|a, b| a.origin.cmp(&b.origin));
        for book in sha256.books() {
            books
                .binary_search_by(|head| head.origin.as_str().cmp(book))
                .map_err(|_| StatementError::NoBook(book.to_string()))?;
        }
        let groups = sha256.groups().zip(sm3.groups());
        let same = groups.clone().all(|(a, b)| (a.0, a.1.sum, a.2, a.3) == (b.0, b.1.sum, b.2, b.3));
        if !same || sha256.groups().count() != sm3.groups().count() {
            return Err(StatementError::WrongTotal);
        }
        let total = |((key, root, holdings, books), gm): (trees::Group<'_>, trees::Group<'_>)| Total {
            key: key.to_string(),
            quantity: root.sum,
            holdings,
            books,
            sha256: root.hash,
            sm3: gm.1.hash,
        };
        let totals = groups.map(total).collect();
        let statement = Self { node: node.to_string(), at, books, totals };
        statement.is_canonical().then_some(statement).ok_or(StatementError::Malformed)
    }

    /// Name of the key that signs a node's statements in this suite: `<node>/statement` or `<node>/statement/gm`.
    pub fn key_name<S: Suite>(node: &str) -> String {
        format!("{node}/statement{}", S::ORIGIN_SUFFIX)
    }

    /// Origin of this statement's tree: the key's name, a slash and the cut-off.
    pub fn origin<S: Suite>(&self) -> String {
        format!("{}/{}", Self::key_name::<S>(&self.node), self.at)
    }

    /// The lines, without newlines: the entries of the sealed log.
    pub fn lines(&self) -> Vec<String> {
        let head = format!("{HEAD} {} {} {} {}", self.node, self.at, self.books.len(), self.totals.len());
        let books = self.books.iter().map(BookHead::to_string);
        std::iter::once(head).chain(books).chain(self.totals.iter().map(Total::to_string)).collect()
    }

    /// Reads the lines; refuses any order or spelling but the canonical one.
    pub fn from_lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Result<Self, StatementError> {
        Self::read(&mut lines.into_iter()).filter(Self::is_canonical).ok_or(StatementError::Malformed)
    }

    fn read<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Option<Self> {
        let head: Vec<&str> = lines.next()?.strip_prefix(HEAD)?.strip_prefix(' ')?.split(' ').collect();
        let [node, at, books, totals] = head[..] else { return None };
        let (at, books, totals) = (text::quantity(at)?, text::decimal(books)?, text::decimal(totals)?);
        let mut statement = Self { node: node.to_string(), at, books: Vec::new(), totals: Vec::new() };
        for _ in 0..books {
            statement.books.push(BookHead::read(lines.next()?)?);
        }
        for _ in 0..totals {
            statement.totals.push(Total::read(lines.next()?)?);
        }
        lines.next().is_none().then_some(statement)
    }

    fn is_canonical(&self) -> bool {
        let rising = |words: &[&str]| words.windows(2).all(|pair| pair[0] < pair[1]);
        let origins: Vec<&str> = self.books.iter().map(|book| book.origin.as_str()).collect();
        let keys: Vec<&str> = self.totals.iter().map(|total| total.key.as_str()).collect();
        let words = origins.iter().chain(&keys).all(|word| text::is_name(word));
        words && text::is_name(&self.node) && self.at >= 0 && rising(&origins) && rising(&keys)
    }

    /// Head of the sealed log in this suite.
    pub fn head<S: Suite>(&self) -> Checkpoint {
        let leaves = self.leaves::<S>();
        Checkpoint::new(self.origin::<S>(), leaves.len() as u64, mth::<S>(&leaves))
    }

    /// Signs the head; refuses a key that is not named for this node's statements in this suite.
    pub fn sign<S: Suite>(&self, signer: &dyn Signer) -> Result<Note, StatementError> {
        if signer.name() != Self::key_name::<S>(&self.node) {
            return Err(StatementError::Key(signer.name().to_string()));
        }
        Ok(self.head::<S>().sign(&[signer])?)
    }

    /// The `.statement` file: the lines and both signed heads, each after a blank line.
    pub fn file(&self, sha256: &Note, sm3: &Note) -> String {
        format!("{FILE}\n{}\n\n{sha256}\n{sm3}", self.lines().join("\n"))
    }

    /// Opens a file: both signatures are good, both roots follow from the lines. The books and holdings behind the
    /// totals are for whoever has them to check.
    pub fn open(file: &str, sha256: &dyn Verifier, sm3: &dyn Verifier) -> Result<Self, StatementError> {
        let (statement, [std, gm]) = Self::parse(file)?;
        statement.check::<Sha256Suite>(&std, sha256)?;
        statement.check::<Sm3Suite>(&gm, sm3)?;
        Ok(statement)
    }

    /// Reads a file; says nothing about its truth. The notes are the signed heads, SHA-256 first.
    pub fn parse(file: &str) -> Result<(Self, [String; 2]), StatementError> {
        let parts: Vec<&str> = file.split("\n\n").collect();
        let [lines, std_body, std_lines, gm_body, gm_lines] = parts[..] else {
            return Err(StatementError::Malformed);
        };
        let mut lines = lines.split('\n');
        if lines.next() != Some(FILE) {
            return Err(StatementError::Malformed);
        }
        let notes = [format!("{std_body}\n\n{std_lines}\n"), format!("{gm_body}\n\n{gm_lines}")];
        Ok((Self::from_lines(lines)?, notes))
    }

    fn check<S: Suite>(&self, note: &str, key: &dyn Verifier) -> Result<(), StatementError> {
        if key.name() != Self::key_name::<S>(&self.node) {
            return Err(StatementError::Key(key.name().to_string()));
        }
        let signed = Checkpoint::open_as(note.as_bytes(), &self.origin::<S>(), key)?;
        if signed == self.head::<S>() { Ok(()) } else { Err(StatementError::WrongTotal) }
    }

    /// The proof that line `index` is in the sealed log.
    fn line_proof<S: Suite>(&self, index: u64) -> Result<Vec<Hash>, ProofError> {
        let leaves = self.leaves::<S>();
        merkle::inclusion_among::<S>(&leaves, index)
    }

    fn leaves<S: Suite>(&self) -> Vec<Hash> {
        self.lines().iter().map(|line| leaf_hash::<S>(line.as_bytes())).collect()
    }
}

impl BookHead {
    fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.strip_prefix("book ")?.split(' ').collect();
        let [origin, size, sha256, sm3] = words[..] else { return None };
        Some(Self {
            origin: origin.to_string(),
            size: text::decimal(size)?,
            sha256: text::hash(sha256)?,
            sm3: text::hash(sm3)?,
        })
    }
}

/// The line of the statement.
impl std::fmt::Display for BookHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "book {} {} {} {}", self.origin, self.size, text::b64(&self.sha256), text::b64(&self.sm3))
    }
}

impl Total {
    fn read(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.strip_prefix("total ")?.split(' ').collect();
        let [key, quantity, holdings, books, sha256, sm3] = words[..] else { return None };
        Some(Self {
            key: key.to_string(),
            quantity: text::quantity(quantity)?,
            holdings: text::decimal(holdings)?,
            books: text::decimal(books)?,
            sha256: text::hash(sha256)?,
            sm3: text::hash(sm3)?,
        })
    }

    /// Root hash of the group's tree in the suite.
    fn root<S: Suite>(&self) -> Hash {
        if S::NAME == Sha256Suite::NAME { self.sha256 } else { self.sm3 }
    }
}

/// The line of the statement.
impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { key, quantity, holdings, books, .. } = self;
        let (sha256, sm3) = (text::b64(&self.sha256), text::b64(&self.sm3));
        write!(f, "total {key} {quantity} {holdings} {books} {sha256} {sm3}")
    }
}
