//! What the tests compare with: the tree of RFC 6962 written as its definition, and small helpers. Never used by the crate.

use chain::{Hash, Suite, empty_root, leaf_hash, node_hash};

/// RFC 6962 section 2.1, word for word.
pub fn mth<S: Suite>(entries: &[Vec<u8>]) -> Hash {
    match entries.len() {
        0 => empty_root::<S>(),
        1 => leaf_hash::<S>(&entries[0]),
        n => {
            let mut k = 1;
            while k * 2 < n {
                k *= 2;
            }
            node_hash::<S>(&mth::<S>(&entries[..k]), &mth::<S>(&entries[k..]))
        }
    }
}

/// `n` different entries.
pub fn entries(n: usize) -> Vec<Vec<u8>> {
    (0..n).map(|i| format!("{{\"v\":1,\"n\":{i}}}").into_bytes()).collect()
}

pub fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|i| u8::from_str_radix(&hex[i..i + 2], 16).expect("hex")).collect()
}

pub fn hash(hex: &str) -> Hash {
    unhex(hex).try_into().expect("32 bytes")
}
