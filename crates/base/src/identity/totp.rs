//! The second factor: time-based one-time codes (RFC 6238: SHA-1, six digits, 30 seconds, one step either way). A step
//! is accepted once; the caller keeps the last accepted step and gives the time. Shared secrets are never stored: they
//! are derived from the node's key and a random seed, so a stolen database holds none.

use crate::term::fault::Fault;
use crate::term::time::SECOND;
use crate::term::{Instant, UserId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use totp_rs::{Builder, Secret, Totp};

/// Bytes of a shared secret: the 160 bits RFC 4226 recommends.
pub const SECRET_BYTES: usize = 20;
/// Bytes of the seed that is stored for a user.
pub const SEED_BYTES: usize = 16;

/// The shared secret of a user: the first 160 bits of HMAC-SHA-256 under the node's key over user name and seed.
pub fn derived(key: &[u8; 32], user: &UserId, seed: &[u8; SEED_BYTES]) -> [u8; SECRET_BYTES] {
    // HMAC takes keys of every length
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes any key");
    mac.update(user.as_str().as_bytes());
    mac.update(b"\n");
    mac.update(seed);
    let full: [u8; 32] = mac.finalize().into_bytes().into();
    std::array::from_fn(|i| full[i])
}

/// Why a code was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rejected {
    /// Not the code of this moment.
    Wrong,
    /// The code of a step that was accepted before.
    Replayed,
}

fn totp(secret: [u8; SECRET_BYTES]) -> Result<Builder, Fault> {
    Ok(Builder::new().with_secret(Secret::new_stack(secret)))
}

fn built(builder: Builder) -> Result<Totp, Fault> {
    builder.build().map_err(|e| Fault::new(format!("one-time codes: {e}")))
}

fn seconds(now: Instant) -> u64 {
    u64::try_from(now.0 / SECOND).unwrap_or(0)
}

/// Checks a code. The accepted step, to be kept as `last` for the next check.
pub fn check(
    secret: [u8; SECRET_BYTES],
    code: &str,
    now: Instant,
    last: Option<i64>,
) -> Result<Result<i64, Rejected>, Fault> {
    let Some(step) = built(totp(secret)?)?.check(code, seconds(now)) else { return Ok(Err(Rejected::Wrong)) };
    let step = i64::try_from(step).map_err(|_| Fault::new("one-time codes: step too large"))?;
    Ok(if last.is_some_and(|last| step <= last) { Err(Rejected::Replayed) } else { Ok(step) })
}

/// The code of this moment: for demonstrations and tests, where no phone is at hand.
pub fn code(secret: [u8; SECRET_BYTES], now: Instant) -> Result<String, Fault> {
    Ok(built(totp(secret)?)?.generate(seconds(now)).to_string())
}

/// The secret in base32, as a person types it into an authenticator.
pub fn base32(secret: [u8; SECRET_BYTES]) -> String {
    Secret::new_stack(secret).to_base32()
}

/// The `otpauth://` address behind the QR code.
pub fn address(secret: [u8; SECRET_BYTES], user: &UserId) -> Result<String, Fault> {
    let named = totp(secret)?.with_account_name(user.as_str()).with_issuer(Some("INRS"));
    built(named)?.to_url().map_err(|e| Fault::new(format!("one-time codes: {e}")))
}

#[cfg(test)]
mod test {
    use super::*;

    /// The secret of RFC 6238 Appendix B, "12345678901234567890".
    const RFC: [u8; 20] = *b"12345678901234567890";

    #[test]
    fn the_codes_of_rfc_6238_appendix_b() {
        for (second, eight_digits) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
        ] {
            assert_eq!(code(RFC, Instant(second * SECOND)).unwrap(), eight_digits[2..], "at {second}");
        }
    }

    #[test]
    fn a_code_counts_once_and_one_step_either_way() {
        let at = |second: i64| Instant(second * SECOND);
        let issued = code(RFC, at(600)).unwrap(); // step 20
        #[rustfmt::skip]
        let cases = [
            (600, None, Ok(20)),
            (629, Some(19), Ok(20)),
            (570, None, Ok(20)),
            (659, None, Ok(20)),
            (660, None, Err(Rejected::Wrong)),
            (569, None, Err(Rejected::Wrong)),
            (600, Some(20), Err(Rejected::Replayed)),
            (600, Some(21), Err(Rejected::Replayed)),
        ];
        for (second, last, expected) in cases {
            assert_eq!(
                check(RFC, &issued, at(second), last).unwrap(),
                expected,
                "at {second}, last {last:?}"
            );
        }
        for wrong in ["", "12345", "abcdef", "1234567", "000000"] {
            assert_eq!(check(RFC, wrong, at(600), None).unwrap(), Err(Rejected::Wrong), "{wrong}");
        }
    }

    #[test]
    fn each_user_and_each_seed_has_its_own_secret() {
        let user = |name| UserId::parse(name).unwrap();
        let base = derived(&[1; 32], &user("an.quan"), &[2; 16]);
        assert_eq!(base, derived(&[1; 32], &user("an.quan"), &[2; 16]));
        for other in [
            derived(&[9; 32], &user("an.quan"), &[2; 16]),
            derived(&[1; 32], &user("an.qua"), &[2; 16]),
            derived(&[1; 32], &user("an.quan"), &[3; 16]),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn an_authenticator_can_read_the_address() {
        let user = UserId::parse("an.quan").unwrap();
        let address = address(RFC, &user).unwrap();
        assert!(address.starts_with("otpauth://totp/INRS:an.quan?"), "{address}");
        assert!(address.contains(&format!("secret={}", base32(RFC))), "{address}");
        assert_eq!(base32(RFC), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
