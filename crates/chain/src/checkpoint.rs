//! Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): origin, size and root of a tree, signed as a note.
//! A checkpoint never speaks about time; a cosignature does.

use crate::note::{Note, NoteError, Signer, Verifier};
use crate::{Hash, text};

/// A tree head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which tree: `<node name>/book/<org code>`, or the same with `/gm`.
    pub origin: String,
    /// Entries in the tree.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// Further lines, opaque. Books of this system write none.
    pub extensions: Vec<String>,
}

/// Why a checkpoint was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not origin, size, root.
    #[error("not a checkpoint")]
    Malformed,
    /// Signed by the key of another tree.
    #[error("checkpoint is of {found}, not of {expected}")]
    Origin {
        /// Origin it was opened as.
        expected: String,
        /// Origin in the checkpoint.
        found: String,
    },
    /// The note around it.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Checkpoint {
    /// A checkpoint without extension lines.
    pub fn new(origin: impl Into<String>, size: u64, root: Hash) -> Self {
        Self { origin: origin.into(), size, root, extensions: Vec::new() }
    }

    /// The note text.
    pub fn body(&self) -> String {
        let mut body = format!("{}\n{}\n{}\n", self.origin, self.size, text::b64(&self.root));
        for line in &self.extensions {
            body += line;
            body.push('\n');
        }
        body
    }

    /// Reads a note text; says nothing about signatures.
    pub fn parse(body: &str) -> Result<Self, CheckpointError> {
        Self::read(body).ok_or(CheckpointError::Malformed)
    }

    fn read(body: &str) -> Option<Self> {
        let mut lines = body.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty())?.to_string();
        let size = text::decimal(lines.next()?)?;
        let root = text::hash(lines.next()?)?;
        let extensions: Vec<String> = lines.map(String::from).collect();
        (!extensions.iter().any(String::is_empty)).then_some(Self { origin, size, root, extensions })
    }

    /// Signs as each of `signers`. The caller has made sure that nothing inconsistent was signed before.
    pub fn sign(&self, signers: &[&dyn Signer]) -> Result<Note, CheckpointError> {
        let mut note = Note::new(self.body())?;
        for signer in signers {
            note.sign(*signer)?;
        }
        Ok(note)
    }

    /// Reads a signed checkpoint and checks it: the key's signature is there and good, and the origin is the key's name.
    pub fn open(note: &[u8], key: &dyn Verifier) -> Result<Self, CheckpointError> {
        Self::open_as(note, key.name(), key)
    }

    /// The same for a key that signs trees of more than one origin, as a statement's does.
    pub fn open_as(note: &[u8], origin: &str, key: &dyn Verifier) -> Result<Self, CheckpointError> {
        let note = Note::parse(note)?;
        note.verify(&[key])?;
        let checkpoint = Self::parse(note.text())?;
        if checkpoint.origin != origin {
            return Err(CheckpointError::Origin { expected: origin.to_string(), found: checkpoint.origin });
        }
        Ok(checkpoint)
    }
}
