//! Verifying: every book is rebuilt from its entries and compared with every stored hash, tile, head, checkpoint and
//! statement. It believes the entries and the keys, nothing else, and names the first bad entry of a book.

pub mod published;
mod stored;

pub use stored::stored;

use chain::verify::{Finding, TreeCheck};
use chain::{Hash, Sha256Suite, Sm3Suite};

/// What was checked and held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Books.
    pub books: u64,
    /// Entries, each hashed in both suites.
    pub entries: u64,
    /// Signed heads, each with both signatures.
    pub checkpoints: u64,
    /// Stored tiles.
    pub tiles: u64,
    /// Statements, with the heads of every book they name.
    pub statements: u64,
    /// Frames of sensors, each against itself and the seal of its hour.
    pub frames: u64,
}

/// The first thing wrong with a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bad {
    /// The book's origin.
    pub book: String,
    /// The first entry that can be the bad one.
    pub index: u64,
    /// What is wrong, Chinese.
    pub zh: String,
    /// What is wrong, English.
    pub en: String,
}

/// The outcome of a verification.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What held.
    pub counts: Counts,
    /// What did not, one finding a book.
    pub bad: Vec<Bad>,
}

impl Counts {
    /// Adds the counts of another part.
    pub fn add(&mut self, other: &Self) {
        self.books += other.books;
        self.entries += other.entries;
        self.checkpoints += other.checkpoints;
        self.tiles += other.tiles;
        self.statements += other.statements;
        self.frames += other.frames;
    }
}

impl Bad {
    fn found(book: &str, finding: &Finding) -> Self {
        Self { book: book.to_owned(), index: finding.index(), zh: finding.zh(), en: finding.to_string() }
    }

    fn told(book: &str, index: u64, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { book: book.to_owned(), index, zh: zh.into(), en: en.into() }
    }
}

/// Both trees of a book, checked together.
struct Both {
    origin: String,
    sha256: TreeCheck<Sha256Suite>,
    sm3: TreeCheck<Sm3Suite>,
    /// Instant of the last entry: facts of a book never go back in time.
    at: i64,
}

impl Both {
    fn new(origin: &str) -> Self {
        Self { origin: origin.to_owned(), sha256: TreeCheck::new(), sm3: TreeCheck::new(), at: i64::MIN }
    }

    fn head(&mut self, size: u64, roots: (Hash, Hash)) {
        self.sha256.expect_head(size, roots.0);
        self.sm3.expect_head(size, roots.1);
    }

    fn bad(&self, finding: Finding) -> Bad {
        Bad::found(&self.origin, &finding)
    }

    /// The next entry, with the leaf hashes stored for it, if any are.
    fn entry(&mut self, entry: &[u8], leaves: Option<(&Hash, &Hash)>) -> Result<(), Bad> {
        let index = self.sha256.size();
        match leaves {
            Some((sha256, sm3)) => {
                self.sha256.entry_with(entry, sha256).map_err(|f| self.bad(f))?;
                self.sm3.entry_with(entry, sm3).map_err(|f| self.bad(f))?;
            }
            None => {
                self.sha256.entry(entry).map_err(|f| self.bad(f))?;
                self.sm3.entry(entry).map_err(|f| self.bad(f))?;
            }
        }
        self.heading(entry, index)
    }

    /// That the entry says which book and place it belongs to, and follows its neighbour in time.
    fn heading(&mut self, entry: &[u8], index: u64) -> Result<(), Bad> {
        let at = heading(entry, &self.origin, index);
        match at {
            Some(at) if at >= self.at => {
                self.at = at;
                Ok(())
            }
            Some(_) => Err(Bad::told(
                &self.origin,
                index,
                "记录时间早于前一条",
                "the entry is older than the one before it",
            )),
            None => Err(Bad::told(
                &self.origin,
                index,
                "记录所写的账册或序号与其位置不符",
                "the entry does not name the book and index it stands at",
            )),
        }
    }

    fn finish(self, counts: &mut Counts) -> Result<(), Bad> {
        let origin = self.origin;
        let sha256 = self.sha256.finish().map_err(|f| Bad::found(&origin, &f))?;
        let sm3 = self.sm3.finish().map_err(|f| Bad::found(&origin, &f))?;
        counts.books += 1;
        counts.entries += sha256.size;
        counts.tiles += sha256.tiles + sm3.tiles;
        Ok(())
    }
}

/// The instant of an entry whose beginning is exactly what its place demands (`docs/spec/entry.md`).
fn heading(entry: &[u8], origin: &str, index: u64) -> Option<i64> {
    let rest = entry.strip_prefix(b"{\"v\":1,\"book\":\"")?.strip_prefix(origin.as_bytes())?;
    let rest = rest.strip_prefix(b"\",\"n\":")?.strip_prefix(index.to_string().as_bytes())?;
    let rest = rest.strip_prefix(b",\"at\":")?;
    let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok().filter(|_| rest.get(digits) == Some(&b','))
}
