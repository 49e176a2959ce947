//! The two suites a book is kept in, and the three hashes of RFC 6962 section 2.1.
//! A suite never signs: signatures live in `note`.

use std::fmt::Debug;
use std::hash::Hash as StdHash;

use digest::{Digest, FixedOutputReset, consts::U32};

/// A tree hash: 32 bytes in both suites.
pub type Hash = [u8; 32];

/// A digest together with the names its tree goes by.
pub trait Suite: Copy + Clone + Debug + Default + Eq + StdHash + Send + Sync + 'static {
    /// The digest function, 32 bytes out.
    type Digest: Digest<OutputSize = U32> + FixedOutputReset + Clone + Default;
    /// Name in files and messages: `sha256` or `sm3`.
    const NAME: &'static str;
    /// What stands before `tile/` and `checkpoint` in a book's folder: empty or `gm/`.
    const FOLDER: &'static str;
    /// First line of a receipt over this tree.
    const RECEIPT: &'static str;
    /// What is added to a book's origin to name this tree: empty or `/gm`.
    const ORIGIN_SUFFIX: &'static str;
}

/// SHA-256 (FIPS 180-4): the tree any C2SP client can read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Sha256Suite;

impl Suite for Sha256Suite {
    type Digest = sha2::Sha256;
    const NAME: &'static str = "sha256";
    const FOLDER: &'static str = "";
    const RECEIPT: &'static str = "c2sp.org/tlog-proof@v1";
    const ORIGIN_SUFFIX: &'static str = "";
}

/// SM3 (GB/T 32905-2016): the tree Chinese law asks for, kept under `gm/`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Sm3Suite;

impl Suite for Sm3Suite {
    type Digest = sm3::Sm3;
    const NAME: &'static str = "sm3";
    const FOLDER: &'static str = "gm/";
    const RECEIPT: &'static str = "inrs/gm-proof@v1";
    const ORIGIN_SUFFIX: &'static str = "/gm";
}

/// Hash of an entry: `H(0x00 || entry)` (RFC 6962 section 2.1).
pub fn leaf_hash<S: Suite>(entry: &[u8]) -> Hash {
    hash::<S>(&[&[0x00], entry])
}

/// Hash of an inner node: `H(0x01 || left || right)` (RFC 6962 section 2.1).
pub fn node_hash<S: Suite>(left: &Hash, right: &Hash) -> Hash {
    hash::<S>(&[&[0x01], left, right])
}

/// Root of the tree with no entries: `H("")` (RFC 6962 section 2.1).
pub fn empty_root<S: Suite>() -> Hash {
    hash::<S>(&[])
}

/// Digest of the concatenated parts.
pub(crate) fn hash<S: Suite>(parts: &[&[u8]]) -> Hash {
    let mut digest = S::Digest::new();
    for part in parts {
        Digest::update(&mut digest, part);
    }
    digest.finalize().into()
}

#[cfg(test)]
mod test {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// GB/T 32905-2016 appendix A, examples 1 and 2.
    #[test]
    fn sm3_agrees_with_the_standard() {
        assert_eq!(
            hex(&hash::<Sm3Suite>(&[b"abc"])),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
        let sixteen_times = "abcd".repeat(16);
        assert_eq!(
            hex(&hash::<Sm3Suite>(&[sixteen_times.as_bytes()])),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        );
    }

    #[test]
    fn the_empty_tree_hashes_the_empty_string() {
        assert_eq!(
            hex(&empty_root::<Sha256Suite>()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(&empty_root::<Sm3Suite>()),
            "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
        );
    }

    /// The published vectors of certificate-transparency (RFC 6962 reference tests).
    #[test]
    fn a_leaf_is_not_its_bytes() {
        assert_eq!(
            hex(&leaf_hash::<Sha256Suite>(b"")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex(&leaf_hash::<Sha256Suite>(&[0x00])),
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        );
    }
}
