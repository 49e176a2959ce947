//! The node's signing keys: one seed, from which each book's Ed25519 and SM2 keys follow. A certified module or a key
//! token can take over by implementing `chain::note::Signer`.

use crate::ctx::Chance;
use crate::term::fault::Fault;
use chain::note::{SecretKey, Signer, VerifyKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::path::Path;

/// The node's seed. Never shown, never logged.
pub struct NodeKeys {
    seed: [u8; 32],
}

impl NodeKeys {
    /// Keys from a seed: for tests and simulation.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self { seed }
    }

    /// Reads the seed file, or makes one that only its owner can read.
    pub fn load_or_make(path: &Path, chance: &dyn Chance) -> Result<Self, Fault> {
        let io = |e: std::io::Error| Fault::new(format!("key file {}: {e}", path.display()));
        if path.exists() {
            let text = std::fs::read_to_string(path).map_err(io)?;
            let bytes = hex::decode(text.trim())
                .map_err(|_| Fault::new(format!("key file {} is damaged", path.display())))?;
            let seed = bytes
                .try_into()
                .map_err(|_| Fault::new(format!("key file {} is damaged", path.display())))?;
            return Ok(Self { seed });
        }
        let mut seed = [0; 32];
        chance.fill(&mut seed);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(io)?;
        std::io::Write::write_all(&mut file, hex::encode(seed).as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)?;
        Ok(Self { seed })
    }

    fn derived(&self, purpose: &str, origin: &str) -> [u8; 32] {
        // HMAC takes keys of every length
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes any key");
        mac.update(purpose.as_bytes());
        mac.update(b"\n");
        mac.update(origin.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The key from which the shared secrets of second factors are derived (`identity::totp`).
    pub fn totp(&self) -> [u8; 32] {
        self.derived("inrs/totp/v1", "")
    }

    /// The Ed25519 key of a book.
    pub fn ed25519(&self, origin: &str) -> Result<SecretKey, Fault> {
        SecretKey::ed25519(origin, &self.derived("inrs/ed25519/v1", origin))
            .map_err(|e| Fault::new(format!("key of {origin}: {e}")))
    }

    /// The SM2 key of a book; its name is the origin of the `gm` tree.
    pub fn sm2(&self, origin: &str) -> Result<SecretKey, Fault> {
        let name = format!("{origin}/gm");
        SecretKey::sm2(&name, &self.derived("inrs/sm2/v1", origin))
            .map_err(|e| Fault::new(format!("key of {name}: {e}")))
    }

    /// The two public keys of a book, as vkey texts: what an outsider pins.
    pub fn public(&self, origin: &str) -> Result<(VerifyKey, VerifyKey), Fault> {
        Ok((self.ed25519(origin)?.public().clone(), self.sm2(origin)?.public().clone()))
    }

    /// Signs a checkpoint of both trees of a book; the two notes.
    pub fn checkpoint(
        &self,
        origin: &str,
        size: u64,
        roots: (chain::Hash, chain::Hash),
    ) -> Result<(String, String), Fault> {
        let bad = |e: chain::checkpoint::CheckpointError| Fault::new(format!("checkpoint of {origin}: {e}"));
        let sign = |origin: &str, root, key: &dyn Signer| {
            let checkpoint = chain::checkpoint::Checkpoint::new(origin, size, root);
            checkpoint.sign(&[key]).map(|note| note.to_string()).map_err(bad)
        };
        let sha256 = sign(origin, roots.0, &self.ed25519(origin)?)?;
        let sm3 = sign(&format!("{origin}/gm"), roots.1, &self.sm2(origin)?)?;
        Ok((sha256, sm3))
    }
}
