//! The sum trees behind a statement: for each group one tree over books, and below each book one over its holdings.
//! They live in memory while a statement is made; only their roots are signed.

use std::collections::{BTreeMap, BTreeSet};

use super::StatementError;
use crate::sum::{self, Node, Tree};
use crate::{Hash, Suite, text};

/// One quantity somewhere: a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The group it counts in: a word without spaces.
    pub key: String,
    /// Origin of the book it stands in.
    pub book: String,
    /// What and where, in one line: `<position code> <lot code>`. Unique within the book and group.
    pub data: String,
    /// Thousandths of the group's unit, not below zero.
    pub quantity: i64,
}

/// All groups of a statement in one suite.
#[derive(Debug, Clone)]
pub struct Trees<S> {
    groups: BTreeMap<String, Books<S>>,
}

/// A group: its books in order of origin, and the tree over them.
#[derive(Debug, Clone)]
struct Books<S> {
    below: Vec<(String, Holdings<S>)>,
    tree: Tree<S>,
}

/// A book's part of a group: its holdings in order of data, and the tree over them.
#[derive(Debug, Clone)]
struct Holdings<S> {
    leaves: Vec<(String, i64)>,
    tree: Tree<S>,
}

/// Key, root, number of holdings, number of books.
pub(super) type Group<'a> = (&'a str, Node, u64, u64);

/// The two ways up: from a holding to its book's root, and from there to the group's root.
pub(super) struct Ways {
    pub quantity: i64,
    pub book: Way,
    pub group: Way,
}

/// Place and siblings of a leaf in one tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    pub index: u64,
    pub size: u64,
    pub path: Vec<Node>,
}

/// What a group's tree holds of a book: origin, number of holdings, root hash.
pub(super) fn book_leaf(origin: &str, holdings: u64, root: &Hash) -> String {
    format!("{origin} {holdings} {}", text::b64(root))
}

impl<S: Suite> Trees<S> {
    /// Builds all trees. Refuses holdings that cannot stand in a line, that come twice, that are below zero, and totals
    /// beyond 63 bits.
    pub fn new(holdings: impl IntoIterator<Item = Holding>) -> Result<Self, StatementError> {
        let mut sorted: BTreeMap<String, BTreeMap<String, BTreeMap<String, i64>>> = BTreeMap::new();
        for holding in holdings {
            let Holding { key, book, data, quantity } = holding;
            for word in [&key, &book] {
                if !text::is_name(word) {
                    return Err(StatementError::Word(word.clone()));
                }
            }
            if data.is_empty() || data.chars().any(char::is_control) {
                return Err(StatementError::Word(data));
            }
            let book = sorted.entry(key).or_default().entry(book).or_default();
            if book.contains_key(&data) {
                return Err(StatementError::Twice(data));
            }
            book.insert(data, quantity);
        }
        let groups = sorted.into_iter().map(|(key, books)| Ok((key, Books::new(books)?)));
        Ok(Self { groups: groups.collect::<Result<_, StatementError>>()? })
    }

    /// Total of a group; `None` if nothing is held in it.
    pub fn total(&self, key: &str) -> Option<i64> {
        self.groups.get(key).map(|group| group.tree.root().sum)
    }

    /// Every book with a holding, once.
    pub(super) fn books(&self) -> BTreeSet<&str> {
        self.groups.values().flat_map(|group| &group.below).map(|(origin, _)| origin.as_str()).collect()
    }

    pub(super) fn groups(&self) -> impl Iterator<Item = Group<'_>> + Clone {
        self.groups.iter().map(|(key, group)| {
            let holdings = group.below.iter().map(|(_, book)| book.tree.size()).sum();
            (key.as_str(), group.tree.root(), holdings, group.tree.size())
        })
    }

    pub(super) fn ways(&self, key: &str, origin: &str, data: &str) -> Option<Ways> {
        let group = self.groups.get(key)?;
        let place = group.below.binary_search_by(|(found, _)| found.as_str().cmp(origin)).ok()?;
        let book = &group.below[place].1;
        let leaf = book.leaves.binary_search_by(|(found, _)| found.as_str().cmp(data)).ok()?;
        Some(Ways {
            quantity: book.leaves[leaf].1,
            book: Way::new(&book.tree, leaf as u64)?,
            group: Way::new(&group.tree, place as u64)?,
        })
    }
}

impl<S: Suite> Books<S> {
    fn new(books: BTreeMap<String, BTreeMap<String, i64>>) -> Result<Self, StatementError> {
        let mut below = Vec::new();
        let mut leaves = Vec::new();
        for (origin, by_data) in books {
            let nodes = by_data.iter().map(|(data, quantity)| sum::leaf::<S>(data.as_bytes(), *quantity));
            let tree = Tree::new(nodes.collect::<Result<_, _>>()?)?;
            let root = tree.root();
            leaves.push(sum::leaf::<S>(book_leaf(&origin, tree.size(), &root.hash).as_bytes(), root.sum)?);
            below.push((origin, Holdings { leaves: by_data.into_iter().collect(), tree }));
        }
        Ok(Self { below, tree: Tree::new(leaves)? })
    }
}

impl Way {
    fn new<S: Suite>(tree: &Tree<S>, index: u64) -> Option<Self> {
        Some(Self { index, size: tree.size(), path: tree.path(index).ok()? })
    }
}
