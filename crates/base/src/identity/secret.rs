//! Random secrets that are shown once and kept as SHA-256 only: session ids, API tokens and keys of devices. 256 random bits need no salt.

use sha2::{Digest, Sha256};
use std::fmt;

/// A secret as its holder sees it: a prefix and 43 characters of base64url.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// What a secret is for; the prefix lets a scanner find leaked ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A browser session.
    Session,
    /// An API token.
    Token,
    /// The key of a device that sends readings.
    Device,
}

impl Purpose {
    const fn prefix(self) -> &'static str {
        match self {
            Purpose::Session => "inrs_s_",
            Purpose::Token => "inrs_t_",
            Purpose::Device => "inrs_d_",
        }
    }
}

impl Secret {
    /// The secret of these random bytes.
    pub fn mint(purpose: Purpose, random: [u8; 32]) -> Secret {
        use base64::Engine;
        let body = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random);
        Secret(format!("{}{body}", purpose.prefix()))
    }

    /// What a caller sent, if it has the shape of such a secret.
    pub fn parse(purpose: Purpose, text: &str) -> Option<Secret> {
        let body = text.strip_prefix(purpose.prefix())?;
        let shape =
            body.len() == 43 && body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        shape.then(|| Secret(text.to_owned()))
    }

    /// The text to hand out, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is kept: SHA-256 in hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// Never shows the secret.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_secret_is_kept_as_its_digest_only() {
        let secret = Secret::mint(Purpose::Session, [0xA5; 32]);
        assert_eq!(secret.reveal(), "inrs_s_paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU");
        assert_eq!(secret.digest().len(), 64);
        assert_eq!(
            Secret::parse(Purpose::Session, secret.reveal()).map(|s| s.digest()),
            Some(secret.digest())
        );
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn other_shapes_are_no_secrets() {
        let token = Secret::mint(Purpose::Token, [1; 32]);
        assert!(Secret::parse(Purpose::Session, token.reveal()).is_none(), "a token is no session");
        for text in ["", "inrs_s_", "inrs_s_short", &format!("{}!", &token.reveal()[..49])] {
            assert!(Secret::parse(Purpose::Token, text).is_none(), "{text}");
        }
    }
}
