//! Passwords: what a good one is, when it must change, and how it is kept (argon2id). A password is never stored, logged
//! or compared in the clear, and nothing here reads a clock or a random source.

use crate::term::fault::{Fault, Refusal, RefusalKind};
use crate::term::time::DAY;
use crate::term::{Instant, UserId};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};

/// Fewest characters (GB/T 22239-2019 8.1.4.1 a asks for complexity; the number is common practice, unconfirmed).
pub const LENGTH_MIN: usize = 12;
/// Most bytes: more than anyone types, little enough to hash.
pub const BYTES_MAX: usize = 256;
/// Fewest of the four classes lower case, upper case, digit, other (unconfirmed).
pub const CLASSES_MIN: usize = 3;
/// Former passwords that may not come back (unconfirmed).
pub const HISTORY: usize = 5;
/// Days after which a password must change (unconfirmed).
pub const AGE_DAYS_MAX: i64 = 90;

/// What hashing one password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Parallel lanes.
    pub lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: the OWASP password storage recommendation for argon2id; about 25 ms optimised.
    pub const STANDARD: Cost = Cost { memory_kib: 19 * 1024, passes: 2, lanes: 1 };
    /// As little as argon2id allows: for generated demonstration accounts and tests, whose passwords are published anyway.
    pub const LEAST: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
}

/// Is this password good enough for this user? The first rule it breaks, if not.
pub fn check(user: &UserId, password: &str) -> Result<(), Refusal> {
    let refuse = |code, zh: &str, en: &str| {
        Err(Refusal::new(RefusalKind::Invalid, code, zh, en).at("password").mend(
            "至少 12 位，含大写、小写、数字、符号中的三类，且不含用户名",
            "At least 12 characters from three of upper case, lower case, digits and symbols, without the user name",
        ))
    };
    if password.chars().count() < LENGTH_MIN {
        return refuse("password.too_short", "密码不足 12 位", "the password has fewer than 12 characters");
    }
    if password.len() > BYTES_MAX {
        return refuse("password.too_long", "密码过长", "the password is too long");
    }
    if classes(password) < CLASSES_MIN {
        return refuse(
            "password.too_simple",
            "密码的字符种类不足三类",
            "the password uses fewer than three classes of characters",
        );
    }
    if password.to_lowercase().contains(user.as_str()) {
        return refuse("password.like_user", "密码不得包含用户名", "the password contains the user name");
    }
    Ok(())
}

/// Which of the four classes occur; Chinese characters count as symbols.
fn classes(password: &str) -> usize {
    let tests: [fn(char) -> bool; 4] = [
        |c| c.is_lowercase(),
        |c| c.is_uppercase(),
        |c| c.is_ascii_digit(),
        |c| !c.is_lowercase() && !c.is_uppercase() && !c.is_ascii_digit(),
    ];
    tests.iter().filter(|test| password.chars().any(**test)).count()
}

/// That a new password is none of the former ones. Costs one hash per former password.
pub fn check_history<'h>(password: &str, former: impl IntoIterator<Item = &'h str>) -> Result<(), Refusal> {
    if former.into_iter().take(HISTORY).any(|hash| verify(password, hash)) {
        return Err(Refusal::new(
            RefusalKind::Invalid,
            "password.reused",
            "不得使用最近 5 次用过的密码",
            "the password is one of the last five",
        )
        .at("password")
        .mend("换一个没有用过的密码", "Choose one that was not used before"));
    }
    Ok(())
}

/// Must a password set at that instant be changed by now?
pub fn expired(set_at: Instant, now: Instant) -> bool {
    now.0.saturating_sub(set_at.0) > AGE_DAYS_MAX * DAY
}

/// The argon2id hash in PHC text form, which carries its own cost and salt.
pub fn hash(password: &str, salt: [u8; 16], cost: Cost) -> Result<String, Fault> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None)
        .map_err(|e| Fault::new(format!("argon2 parameters: {e}")))?;
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .map_err(|e| Fault::new(format!("argon2: {e}")))
}

/// Is this the password behind the hash? A damaged hash fits no password.
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

/// Spends what verifying a password costs and says no: an unknown user must take as long as a known one.
pub fn verify_nothing(password: &str, cost: Cost) -> bool {
    drop(hash(password, [0; 16], cost));
    false
}

/// A password of 16 characters from random bytes, with all four classes and none of `0 O 1 l I`: for first logins.
pub fn generated(random: [u8; 16]) -> String {
    const SETS: [&[u8]; 4] =
        [b"abcdefghijkmnpqrstuvwxyz", b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"23456789", b"#%+-=?@_"];
    random
        .iter()
        .enumerate()
        .map(|(i, byte)| SETS[i % 4][usize::from(*byte) % SETS[i % 4].len()] as char)
        .collect()
}

#[cfg(test)]
mod test {
    use super::*;

    fn user() -> UserId {
        UserId::parse("zhang.san").unwrap()
    }

    #[test]
    fn weak_passwords_are_refused_by_name() {
        #[rustfmt::skip]
        let cases = [
            ("Granary-2026", Ok(())),
            ("粮安天下-Granary7", Ok(())),
            ("granary 2026!", Ok(())),
            ("Granary-202", Err("password.too_short")),
            ("", Err("password.too_short")),
            ("granaryreserve", Err("password.too_simple")),
            ("granary202611", Err("password.too_simple")),
            ("Zhang.San-2026", Err("password.like_user")),
        ];
        for (password, expected) in cases {
            assert_eq!(check(&user(), password).map_err(|r| r.code), expected, "{password}");
        }
        let long = "Aa1-".repeat(65);
        assert_eq!(check(&user(), &long).map_err(|r| r.code), Err("password.too_long"));
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let kept = hash("Granary-2026", [7; 16], Cost::LEAST).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{kept}");
        assert!(verify("Granary-2026", &kept));
        assert!(!verify("granary-2026", &kept));
        assert!(!verify("Granary-2026", "$argon2id$damaged"));
        assert_ne!(kept, hash("Granary-2026", [8; 16], Cost::LEAST).unwrap());
        assert!(!verify_nothing("Granary-2026", Cost::LEAST));
    }

    #[test]
    fn the_last_five_do_not_come_back() {
        let kept: Vec<String> =
            (0..6).map(|i| hash(&format!("Granary-202{i}"), [i; 16], Cost::LEAST).unwrap()).collect();
        let newest_first = || kept.iter().map(String::as_str);
        for i in 0..5 {
            let again = check_history(&format!("Granary-202{i}"), newest_first());
            assert_eq!(again.map_err(|r| r.code), Err("password.reused"));
        }
        assert!(check_history("Granary-2025", newest_first()).is_ok(), "the sixth may come back");
    }

    #[test]
    fn a_password_lasts_ninety_days() {
        let set = Instant(0);
        for (day, expected) in [(0, false), (90, false), (91, true)] {
            assert_eq!(expired(set, Instant(day * DAY)), expected, "day {day}");
        }
        assert!(!expired(Instant(0), Instant(90 * DAY)) && expired(Instant(0), Instant(90 * DAY + 1)));
    }

    #[test]
    fn generated_passwords_pass_the_check() {
        for seed in 0..=255u8 {
            let random = std::array::from_fn(|i| seed.wrapping_mul(31).wrapping_add(i as u8 * 17));
            let password = generated(random);
            assert!(check(&user(), &password).is_ok(), "{password}");
        }
    }
}
