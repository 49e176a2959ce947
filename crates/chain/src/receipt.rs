//! Receipts (c2sp.org/tlog-proof@v1, file extension `.tlog-proof`): what to hand an auditor so that one entry can be
//! checked offline. Over the SM3 tree the first line is `inrs/gm-proof@v1`, the rest is the same.
//! A receipt proves nothing until it is verified against the entry and a known key.

use std::marker::PhantomData;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::note::Verifier;
use crate::proof::{self, ProofError};
use crate::{Hash, Suite, leaf_hash, text};

/// Most hashes in an inclusion proof: one for each level of a tree of 2^63 entries.
const PROOF_MAX: usize = 63;

/// One entry's place in a signed tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt<S> {
    /// Bytes for the reader's convenience; authenticated by nothing.
    pub extra: Option<Vec<u8>>,
    /// Index of the entry.
    pub index: u64,
    /// Inclusion proof, leaf to root.
    pub proof: Vec<Hash>,
    /// The signed checkpoint, verbatim.
    pub checkpoint: String,
    suite: PhantomData<S>,
}

/// Why a receipt was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// Not the file format, or of the other suite.
    #[error("not a receipt over this tree")]
    Malformed,
    /// The signed head.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The way from the entry to the head.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl<S: Suite> Receipt<S> {
    /// A receipt without extra data.
    pub fn new(index: u64, proof: Vec<Hash>, checkpoint: impl Into<String>) -> Self {
        Self { extra: None, index, proof, checkpoint: checkpoint.into(), suite: PhantomData }
    }

    /// Reads a file; says nothing about its truth.
    pub fn parse(file: &str) -> Result<Self, ReceiptError> {
        Self::read(file).ok_or(ReceiptError::Malformed)
    }

    fn read(file: &str) -> Option<Self> {
        let (head, checkpoint) = file.split_once("\n\n")?;
        let mut lines = head.split('\n').peekable();
        lines.next().filter(|line| *line == S::RECEIPT)?;
        let extra = match lines.peek()?.strip_prefix("extra ") {
            Some(extra) => {
                lines.next();
                Some(text::unb64(extra)?)
            }
            None => None,
        };
        let index = text::decimal(lines.next()?.strip_prefix("index ")?)?;
        let proof = lines.map(text::hash).collect::<Option<Vec<Hash>>>()?;
        let fits = proof.len() <= PROOF_MAX && !checkpoint.is_empty();
        fits.then(|| Self { extra, index, proof, checkpoint: checkpoint.to_string(), suite: PhantomData })
    }

    /// Checks that `entry` is in the tree that `key` signed under its own name, and returns that tree's head.
    pub fn verify(&self, entry: &[u8], key: &dyn Verifier) -> Result<Checkpoint, ReceiptError> {
        self.verify_as(entry, key.name(), key)
    }

    /// The same for a key that signs trees of more than one origin, as a statement's does.
    pub fn verify_as(
        &self,
        entry: &[u8],
        origin: &str,
        key: &dyn Verifier,
    ) -> Result<Checkpoint, ReceiptError> {
        let head = Checkpoint::open_as(self.checkpoint.as_bytes(), origin, key)?;
        proof::verify_inclusion::<S>(&head.root, head.size, self.index, &leaf_hash::<S>(entry), &self.proof)?;
        Ok(head)
    }
}

/// The file.
impl<S: Suite> std::fmt::Display for Receipt<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", S::RECEIPT)?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::b64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", text::b64(hash)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
