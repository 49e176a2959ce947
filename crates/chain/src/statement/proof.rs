//! The sum proof file: one holding's way through its book and its group to a total in a signed statement.
//! It proves that the quantity is inside the total, to someone who has only the node's key. It proves nothing until
//! verified.

use super::trees::{Way, Ways, book_leaf};
use super::{Statement, StatementError, Total, Trees};
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::{Note, Verifier};
use crate::receipt::{Receipt, ReceiptError};
use crate::sum::{self, Node, PATH_MAX};
use crate::{Suite, text};

const FILE: &str = "inrs/sum-proof@v1";

/// A holding with its way to the signed total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SumProof<S> {
    data: String,
    quantity: i64,
    origin: String,
    book: Way,
    group: Way,
    total: Total,
    receipt: Receipt<S>,
}

/// What a sum proof has proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proved {
    /// The holding's line.
    pub data: String,
    /// Its quantity, thousandths of the group's unit.
    pub quantity: i64,
    /// Origin of the book it stands in.
    pub book: String,
    /// The total it is part of.
    pub total: Total,
    /// Head of the statement.
    pub head: Checkpoint,
}

impl<S: Suite> SumProof<S> {
    /// The proof for one holding of `trees`, against the statement made from them and its signed head.
    pub fn new(
        trees: &Trees<S>,
        statement: &Statement,
        head: &Note,
        key: &str,
        book: &str,
        data: &str,
    ) -> Result<Self, StatementError> {
        let Ways { quantity, book: way, group } =
            trees.ways(key, book, data).ok_or(StatementError::Absent)?;
        let found = statement.totals.binary_search_by(|total| total.key.as_str().cmp(key));
        let place = found.map_err(|_| StatementError::Absent)?;
        let index = (1 + statement.books.len() + place) as u64;
        let path = statement.line_proof::<S>(index).map_err(ReceiptError::from)?;
        Ok(Self {
            data: data.to_string(),
            quantity,
            origin: book.to_string(),
            book: way,
            group,
            total: statement.totals[place].clone(),
            receipt: Receipt::new(index, path, head.to_string()),
        })
    }

    /// Checks every step up to the signature. `key` is the node's statement key of this suite.
    pub fn verify(&self, key: &dyn Verifier) -> Result<Proved, StatementError> {
        let leaf = sum::leaf::<S>(self.data.as_bytes(), self.quantity)?;
        let root = sum::climb::<S>(&leaf, self.book.index, self.book.size, &self.book.path)?;
        let line = book_leaf(&self.origin, self.book.size, &root.hash);
        let leaf = sum::leaf::<S>(line.as_bytes(), root.sum)?;
        let top = sum::climb::<S>(&leaf, self.group.index, self.group.size, &self.group.path)?;
        let total = &self.total;
        let stated = (total.root::<S>(), total.quantity, total.books);
        if (top.hash, top.sum, self.group.size) != stated || total.holdings < self.book.size {
            return Err(StatementError::WrongTotal);
        }
        let note = Note::parse(self.receipt.checkpoint.as_bytes()).map_err(CheckpointError::from)?;
        let origin = Checkpoint::parse(note.text())?.origin;
        let at =
            origin.strip_prefix(key.name()).and_then(|rest| rest.strip_prefix('/')).and_then(text::quantity);
        if at.is_none() {
            return Err(StatementError::Key(key.name().to_string()));
        }
        let head = self.receipt.verify_as(total.to_string().as_bytes(), &origin, key)?;
        Ok(Proved {
            data: self.data.clone(),
            quantity: self.quantity,
            book: self.origin.clone(),
            total: total.clone(),
            head,
        })
    }

    /// Reads a file; says nothing about its truth.
    pub fn parse(file: &str) -> Result<Self, StatementError> {
        Self::read(file).ok_or(StatementError::Malformed)
    }

    fn read(file: &str) -> Option<Self> {
        let (head, receipt) = file.split_once("\n\n")?;
        let mut lines = head.split('\n').peekable();
        lines.next()?.strip_prefix(FILE)?.strip_prefix(' ').filter(|suite| *suite == S::NAME)?;
        let (quantity, data) = lines.next()?.strip_prefix("holding ")?.split_once(' ')?;
        let words: Vec<&str> = lines.next()?.strip_prefix("book ")?.split(' ').collect();
        let [origin, index, size] = words[..] else { return None };
        let book = Way::read(index, size, &mut lines)?;
        let words: Vec<&str> = lines.next()?.strip_prefix("group ")?.split(' ').collect();
        let [index, size] = words[..] else { return None };
        let group = Way::read(index, size, &mut lines)?;
        let total = Total::read(lines.next()?)?;
        let clean = !data.is_empty() && !data.chars().any(char::is_control);
        (clean && text::is_name(origin) && text::is_name(&total.key) && lines.next().is_none())
            .then_some(())?;
        Some(Self {
            data: data.to_string(),
            quantity: text::quantity(quantity)?,
            origin: origin.to_string(),
            book,
            group,
            total,
            receipt: Receipt::parse(receipt).ok()?,
        })
    }
}

/// The file.
impl<S: Suite> std::fmt::Display for SumProof<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{FILE} {}", S::NAME)?;
        writeln!(f, "holding {} {}", self.quantity, self.data)?;
        writeln!(f, "book {} {} {}", self.origin, self.book.index, self.book.size)?;
        self.book.write(f)?;
        writeln!(f, "group {} {}", self.group.index, self.group.size)?;
        self.group.write(f)?;
        write!(f, "{}\n\n{}", self.total, self.receipt)
    }
}

impl Way {
    fn read<'a>(
        index: &str,
        size: &str,
        lines: &mut std::iter::Peekable<impl Iterator<Item = &'a str>>,
    ) -> Option<Self> {
        let mut path = Vec::new();
        while let Some(line) = lines.next_if(|line| line.starts_with(|c: char| c.is_ascii_digit())) {
            let (sum, hash) = line.split_once(' ')?;
            path.push(Node { hash: text::hash(hash)?, sum: text::quantity(sum)? });
        }
        let (index, size) = (text::decimal(index)?, text::decimal(size)?);
        (path.len() <= PATH_MAX).then_some(Self { index, size, path })
    }

    fn write(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.path.iter().try_for_each(|node| writeln!(f, "{} {}", node.sum, text::b64(&node.hash)))
    }
}
