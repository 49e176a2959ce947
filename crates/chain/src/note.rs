//! Signed notes (c2sp.org/signed-note v1.0.0): a text, a blank line, signature lines.
//! A note that was parsed is not yet trusted: only [`Note::verify`] says whose signature is good.

mod key;

pub use key::{Cosignature, KeyError, SecretKey, VerifyKey};

use crate::text;

/// Most signature lines a note may carry (the specification asks for at least 16).
pub const SIGNATURES_MAX: usize = 100;
/// Longest note, in bytes.
pub const LENGTH_MAX: usize = 1_000_000;

const DASH: &str = "\u{2014} ";

/// A text with its signature lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Name of the key.
    pub name: String,
    /// Key id: the first four bytes of a hash over name, type and public key.
    pub id: [u8; 4],
    /// What the key's algorithm wrote, without the key id.
    pub bytes: Vec<u8>,
}

/// Why a note was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not UTF-8, too long, a control character, no blank line, or a line that is no signature line.
    #[error("not a signed note")]
    Malformed,
    /// A text that cannot stand in a note: empty, without final newline, or with control characters.
    #[error("text cannot be a note")]
    Text,
    /// A signature by a known key is wrong: the note was changed or forged.
    #[error("signature of {0} does not verify")]
    BadSignature(String),
    /// No signature by any of the known keys.
    #[error("no signature by a known key")]
    Unsigned,
    /// The signer could not sign.
    #[error("could not sign as {0}")]
    Signer(String),
}

/// Something that signs notes: a key held here, or a certified module or key token.
pub trait Signer {
    /// Name of the key.
    fn name(&self) -> &str;
    /// Key id.
    fn id(&self) -> [u8; 4];
    /// Signs the note text. A failure is the device's, never the text's.
    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, KeyError>;
}

/// A public key that checks signatures on notes.
pub trait Verifier {
    /// Name of the key.
    fn name(&self) -> &str;
    /// Key id.
    fn id(&self) -> [u8; 4];
    /// True if `signature` (without key id) is this key's over `text`.
    fn verify(&self, text: &[u8], signature: &[u8]) -> bool;
}

impl Note {
    /// A note without signatures. The text must end in a newline and hold no other control character.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        let fits = text.len() <= LENGTH_MAX && text.ends_with('\n') && is_clean(&text);
        if fits { Ok(Self { text, signatures: Vec::new() }) } else { Err(NoteError::Text) }
    }

    /// Reads a note; at least one signature line must stand below the last blank line.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        Self::read(bytes).ok_or(NoteError::Malformed)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let note =
            std::str::from_utf8(bytes).ok().filter(|note| note.len() <= LENGTH_MAX && is_clean(note))?;
        let (text, lines) = note.rsplit_once("\n\n")?;
        let lines = lines.strip_suffix('\n')?;
        let signatures = lines.split('\n').map(Signature::read).collect::<Option<Vec<_>>>()?;
        (signatures.len() <= SIGNATURES_MAX).then(|| Self { text: format!("{text}\n"), signatures })
    }

    /// The text, with its final newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every signature line, known key or not.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds the signer's line.
    pub fn sign(&mut self, signer: &dyn Signer) -> Result<(), NoteError> {
        let failed = |_| NoteError::Signer(signer.name().to_string());
        let bytes = signer.sign(self.text.as_bytes()).map_err(failed)?;
        self.add(Signature { name: signer.name().to_string(), id: signer.id(), bytes });
        Ok(())
    }

    /// Adds a line that was made elsewhere (a cosignature); a line already there is not doubled.
    pub fn add(&mut self, signature: Signature) {
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
    }

    /// Checks every signature by one of `keys` and returns which keys signed, in the order of `keys`.
    /// Lines by other keys are ignored. One wrong signature by a known key refuses the whole note, and so does none.
    pub fn verify(&self, keys: &[&dyn Verifier]) -> Result<Vec<usize>, NoteError> {
        let mut signed = Vec::new();
        for (i, key) in keys.iter().enumerate() {
            let mut lines =
                self.signatures.iter().filter(|s| s.name == key.name() && s.id == key.id()).peekable();
            if lines.peek().is_some() {
                signed.push(i);
            }
            if !lines.all(|line| key.verify(self.text.as_bytes(), &line.bytes)) {
                return Err(NoteError::BadSignature(key.name().to_string()));
            }
        }
        if signed.is_empty() { Err(NoteError::Unsigned) } else { Ok(signed) }
    }
}

/// The whole note as it is stored and sent.
impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl Signature {
    /// Reads one signature line, without its newline.
    pub fn parse(line: &str) -> Result<Self, NoteError> {
        Self::read(line).ok_or(NoteError::Malformed)
    }

    fn read(line: &str) -> Option<Self> {
        let (name, blob) = line.strip_prefix(DASH)?.split_once(' ')?;
        let blob = text::unb64(blob)?;
        let (id, bytes) = blob.split_first_chunk::<4>()?;
        let good = text::is_name(name) && !bytes.is_empty();
        good.then(|| Self { name: name.to_string(), id: *id, bytes: bytes.to_vec() })
    }
}

/// The signature line, without its newline.
impl std::fmt::Display for Signature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{DASH}{} {}", self.name, text::b64(&[&self.id[..], &self.bytes].concat()))
    }
}

fn is_clean(text: &str) -> bool {
    text.bytes().all(|b| b >= 0x20 || b == b'\n')
}
