//! Keys for notes: Ed25519 (type 01), timestamped Ed25519 cosignatures (04) and SM2 with SM3 (ff "sm2-sm3/v1").
//! Keys are made from bytes the caller drew; there is no randomness here, and secrets are never printed by `Debug`.

use ed25519_dalek as ed25519;
use sm2::dsa as sm2dsa;
use sm2dsa::signature::{Signer as _, Verifier as _};

use super::{Signature, Signer, Verifier};
use crate::{Sha256Suite, Sm3Suite, suite, text};

const ED25519: &[u8] = &[0x01];
const COSIGNATURE: &[u8] = &[0x04];
const SM2: &[u8] = b"\xffsm2-sm3/v1\n";
/// The user id of GM/T 0009-2012 section 10, which goes into ZA (GB/T 32918.2-2016 section 5.5).
const SM2_USER: &str = "1234567812345678";
/// The order of the curve minus one (GB/T 32918.5-2017): as a secret it cannot sign, because 1 + d has no inverse.
const SM2_ORDER_LESS_ONE: [u8; 32] = [
    0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x72,
    0x03, 0xdf, 0x6b, 0x21, 0xc6, 0x05, 0x2b, 0x53, 0xbb, 0xf4, 0x09, 0x39, 0xd5, 0x41, 0x22,
];
const SECRET: &str = "PRIVATE+KEY+";

/// Why a key was refused or could not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name with spaces, control characters or `+`, or an empty one.
    #[error("not a key name")]
    Name,
    /// Not a key of a known type in its one spelling, or its id does not fit.
    #[error("not a key")]
    Malformed,
    /// The bytes are no secret of this algorithm (for SM2 one draw in 2^32): draw again.
    #[error("these bytes are no secret key")]
    Secret,
    /// The signing device failed.
    #[error("signing failed")]
    Signing,
}

/// A secret key, held in memory.
#[derive(Clone)]
pub struct SecretKey {
    public: VerifyKey,
    secret: Secret,
}

#[derive(Clone)]
enum Secret {
    Ed25519(Box<ed25519::SigningKey>),
    Sm2(Box<sm2dsa::SigningKey>),
}

/// A public key with its name.
#[derive(Debug, Clone)]
pub struct VerifyKey {
    name: String,
    id: [u8; 4],
    public: Public,
}

#[derive(Debug, Clone)]
enum Public {
    Ed25519(Box<ed25519::VerifyingKey>),
    Cosignature(Box<ed25519::VerifyingKey>),
    Sm2(Box<sm2dsa::VerifyingKey>),
}

/// What a type 04 line says besides its signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cosignature {
    /// When it was made, in seconds since 1970-01-01 UTC.
    pub time: u64,
}

impl SecretKey {
    /// An Ed25519 key (RFC 8032) from 32 random bytes.
    pub fn ed25519(name: &str, random: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519::SigningKey::from_bytes(random);
        let public = VerifyKey::new(name, Public::Ed25519(Box::new(key.verifying_key())))?;
        Ok(Self { public, secret: Secret::Ed25519(Box::new(key)) })
    }

    /// An Ed25519 key for cosignatures (c2sp.org/tlog-cosignature v1) from 32 random bytes. It must sign nothing else.
    pub fn cosigner(name: &str, random: &[u8; 32]) -> Result<Self, KeyError> {
        let key = ed25519::SigningKey::from_bytes(random);
        let public = VerifyKey::new(name, Public::Cosignature(Box::new(key.verifying_key())))?;
        Ok(Self { public, secret: Secret::Ed25519(Box::new(key)) })
    }

    /// An SM2 key (GB/T 32918) from 32 random bytes read as a big-endian scalar of 1 to n - 2.
    pub fn sm2(name: &str, random: &[u8; 32]) -> Result<Self, KeyError> {
        if *random == SM2_ORDER_LESS_ONE {
            return Err(KeyError::Secret);
        }
        let key = sm2dsa::SigningKey::from_slice(SM2_USER, random).map_err(|_| KeyError::Secret)?;
        let public = VerifyKey::new(name, Public::Sm2(Box::new(key.verifying_key().clone())))?;
        Ok(Self { public, secret: Secret::Sm2(Box::new(key)) })
    }

    /// The public half.
    pub fn public(&self) -> &VerifyKey {
        &self.public
    }

    /// The secret as text for a sealed store: `PRIVATE+KEY+name+hex id+base64(type || secret)`, as x/mod writes it.
    pub fn to_secret_text(&self) -> String {
        let secret: [u8; 32] = match &self.secret {
            Secret::Ed25519(key) => key.to_bytes(),
            Secret::Sm2(key) => key.to_bytes().into(),
        };
        let key = [self.public.kind(), &secret].concat();
        format!("{SECRET}{}+{:08x}+{}", self.public.name, u32::from_be_bytes(self.public.id), text::b64(&key))
    }

    /// Reads what [`SecretKey::to_secret_text`] wrote; refuses a key whose id does not fit.
    pub fn parse(line: &str) -> Result<Self, KeyError> {
        let (name, id, bytes) = split(line.strip_prefix(SECRET).ok_or(KeyError::Malformed)?)?;
        let secret =
            |kind: &[u8]| bytes.strip_prefix(kind).and_then(|secret| <[u8; 32]>::try_from(secret).ok());
        let key = if let Some(secret) = secret(ED25519) {
            Self::ed25519(name, &secret)?
        } else if let Some(secret) = secret(COSIGNATURE) {
            Self::cosigner(name, &secret)?
        } else {
            Self::sm2(name, &secret(SM2).ok_or(KeyError::Malformed)?)?
        };
        if key.public.id == id { Ok(key) } else { Err(KeyError::Malformed) }
    }

    /// Cosigns a checkpoint's text: "at `time` this was the largest consistent tree I saw of this log".
    /// `time` is in seconds since 1970-01-01 UTC. Refused for a key that was not made by [`SecretKey::cosigner`].
    pub fn cosign(&self, checkpoint: &str, time: u64) -> Result<Signature, KeyError> {
        match (&self.secret, &self.public.public) {
            (Secret::Ed25519(key), Public::Cosignature(_)) => {
                let signature =
                    ed25519::Signer::sign(&**key, &cosigned(checkpoint.as_bytes(), time)).to_bytes();
                let bytes = [&time.to_be_bytes()[..], &signature].concat();
                Ok(Signature { name: self.public.name.clone(), id: self.public.id, bytes })
            }
            _ => Err(KeyError::Signing),
        }
    }
}

/// A cosigner refuses here: its line needs a time, see [`SecretKey::cosign`].
impl Signer for SecretKey {
    fn name(&self) -> &str {
        &self.public.name
    }

    fn id(&self) -> [u8; 4] {
        self.public.id
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, KeyError> {
        match (&self.secret, &self.public.public) {
            (Secret::Ed25519(_), Public::Cosignature(_)) => Err(KeyError::Signing),
            (Secret::Ed25519(key), _) => Ok(ed25519::Signer::sign(&**key, text).to_bytes().to_vec()),
            (Secret::Sm2(key), _) => Ok(key.try_sign(text).map_err(|_| KeyError::Signing)?.to_vec()),
        }
    }
}

impl std::fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SecretKey({})", self.public)
    }
}

impl VerifyKey {
    fn new(name: &str, public: Public) -> Result<Self, KeyError> {
        if !text::is_name(name) {
            return Err(KeyError::Name);
        }
        let mut key = Self { name: name.to_string(), id: [0; 4], public };
        let parts: [&[u8]; 3] = [name.as_bytes(), b"\n", &key.encoded()];
        let hash = match key.public {
            Public::Ed25519(_) | Public::Cosignature(_) => suite::hash::<Sha256Suite>(&parts),
            Public::Sm2(_) => suite::hash::<Sm3Suite>(&parts),
        };
        key.id.copy_from_slice(&hash[..4]);
        Ok(key)
    }

    /// Reads a vkey: `name+hex id+base64(type || public key)`. Refuses unknown types and ids that do not fit.
    pub fn parse(vkey: &str) -> Result<Self, KeyError> {
        let (name, id, bytes) = split(vkey)?;
        let ed25519 = |kind: &[u8]| {
            let bytes = <[u8; 32]>::try_from(bytes.strip_prefix(kind)?).ok()?;
            ed25519::VerifyingKey::from_bytes(&bytes).ok().map(Box::new)
        };
        let public = if let Some(key) = ed25519(ED25519) {
            Public::Ed25519(key)
        } else if let Some(key) = ed25519(COSIGNATURE) {
            Public::Cosignature(key)
        } else {
            let point =
                bytes.strip_prefix(SM2).filter(|point| point.len() == 65).ok_or(KeyError::Malformed)?;
            let key =
                sm2dsa::VerifyingKey::from_sec1_bytes(SM2_USER, point).map_err(|_| KeyError::Malformed)?;
            Public::Sm2(Box::new(key))
        };
        let key = Self::new(name, public)?;
        if key.id == id { Ok(key) } else { Err(KeyError::Malformed) }
    }

    /// When a cosignature line by this key was made; `None` for other key types or a line of another length.
    pub fn cosignature(&self, line: &Signature) -> Option<Cosignature> {
        let (time, _) = line.bytes.split_first_chunk::<8>().filter(|(_, signature)| signature.len() == 64)?;
        matches!(self.public, Public::Cosignature(_)).then(|| Cosignature { time: u64::from_be_bytes(*time) })
    }

    fn kind(&self) -> &'static [u8] {
        match self.public {
            Public::Ed25519(_) => ED25519,
            Public::Cosignature(_) => COSIGNATURE,
            Public::Sm2(_) => SM2,
        }
    }

    fn encoded(&self) -> Vec<u8> {
        let key: Box<[u8]> = match &self.public {
            Public::Ed25519(key) | Public::Cosignature(key) => Box::new(key.to_bytes()),
            Public::Sm2(key) => key.to_sec1_bytes(),
        };
        [self.kind(), &key].concat()
    }
}

impl Verifier for VerifyKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn id(&self) -> [u8; 4] {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let ed25519 = |key: &ed25519::VerifyingKey, text: &[u8], signature: &[u8]| {
            ed25519::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(text, &signature).is_ok())
        };
        match &self.public {
            Public::Ed25519(key) => ed25519(key, text, signature),
            Public::Cosignature(key) => {
                signature.split_first_chunk::<8>().is_some_and(|(time, signature)| {
                    let time = u64::from_be_bytes(*time);
                    time <= i64::MAX as u64 && ed25519(key, &cosigned(text, time), signature)
                })
            }
            Public::Sm2(key) => {
                sm2dsa::Signature::from_slice(signature).is_ok_and(|s| key.verify(text, &s).is_ok())
            }
        }
    }
}

/// The vkey: `name+hex id+base64(type || public key)`.
impl std::fmt::Display for VerifyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id), text::b64(&self.encoded()))
    }
}

fn cosigned(text: &[u8], time: u64) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), text].concat()
}

fn split(line: &str) -> Result<(&str, [u8; 4], Vec<u8>), KeyError> {
    let mut parts = line.splitn(3, '+');
    let mut next = || parts.next().ok_or(KeyError::Malformed);
    let (name, id, key) = (next()?, next()?, next()?);
    let lower_hex = id.len() == 8 && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let id = u32::from_str_radix(id, 16).ok().filter(|_| lower_hex).ok_or(KeyError::Malformed)?;
    Ok((name, id.to_be_bytes(), text::unb64(key).ok_or(KeyError::Malformed)?))
}
