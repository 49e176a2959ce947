//! Code systems that identifiers obey: GB 32100 credit codes, LS/T 1714 facility codes, GB/T 2260 regions and our
//! own document numbers. Checks text; knows nothing of what the codes name.

use super::fault::{Refusal, RefusalKind};

/// The 31 characters of GB 32100-2015, in value order (no I, O, S, V, Z).
const USCC_ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/// Weights of positions 1 to 17: powers of 3 modulo 31.
const USCC_WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/// The levels of LS/T 1714-2018 below the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facility {
    /// 库区, 21 characters.
    Site,
    /// 仓房 or 油罐, 25 characters.
    Warehouse,
    /// 廒间, 28 characters.
    Bay,
    /// 货位, 30 characters.
    Position,
}

impl Facility {
    /// Length of a code of this level.
    pub const fn length(self) -> usize {
        match self {
            Self::Site => 21,
            Self::Warehouse => 25,
            Self::Bay => 28,
            Self::Position => 30,
        }
    }

    /// Length of the parent's code, which a child's code must start with.
    pub const fn parent_length(self) -> usize {
        match self {
            Self::Site => 18,
            Self::Warehouse => 21,
            Self::Bay => 25,
            Self::Position => 28,
        }
    }
}

fn invalid(code: &'static str, zh: String, en: String) -> Refusal {
    Refusal::new(RefusalKind::Invalid, code, zh, en)
}

/// Trimmed, full-width folded to half-width, upper case.
pub fn normalised(text: &str) -> String {
    text.trim()
        .chars()
        .map(|c| match c {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            other => other,
        })
        .collect::<String>()
        .trim()
        .to_ascii_uppercase()
}

/// The check character of the first 17 characters of a credit code (GB 32100-2015), if they are in the alphabet.
pub fn uscc_check(first17: &str) -> Option<char> {
    let mut sum = 0;
    let mut count = 0;
    for (c, weight) in first17.chars().zip(USCC_WEIGHTS) {
        sum += u32::try_from(USCC_ALPHABET.find(c)?).ok()? * weight;
        count += 1;
    }
    (count == 17).then(|| USCC_ALPHABET.as_bytes()[((31 - sum % 31) % 31) as usize] as char)
}

/// Whether positions 9 to 17 carry a right GB 11714 organisation-code check (many old codes do not; advice only).
pub fn uscc_organisation_check(uscc: &str) -> bool {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let Some(body) = uscc.get(8..16) else { return false };
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(36).unwrap_or(0) * w).sum();
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        n => char::from_digit(n, 10).unwrap_or('0'),
    };
    uscc.chars().nth(16) == Some(expected)
}

/// A unified social credit code (GB 32100-2015), normalised and checked.
pub fn uscc(text: &str) -> Result<String, Refusal> {
    let code = normalised(text);
    let shape = code.len() == 18
        && code.is_ascii()
        && code.chars().all(|c| USCC_ALPHABET.contains(c))
        && code[2..8].bytes().all(|b| b.is_ascii_digit());
    if !shape {
        return Err(invalid(
            "code.uscc_shape",
            format!("“{}”不是 18 位统一社会信用代码", shown(text)),
            format!("“{}” is not an 18-character unified social credit code", shown(text)),
        )
        .mend(
            "核对营业执照或机构证书上的代码；不含 I、O、S、V、Z",
            "Copy the code from the licence; it never holds I, O, S, V or Z",
        ));
    }
    let expected = uscc_check(&code[..17]).unwrap_or('?');
    if !code.ends_with(expected) {
        return Err(invalid(
            "code.uscc_check",
            format!("统一社会信用代码 {code} 的校验位不对，应为 {expected}"),
            format!("credit code {code} has a wrong check character; it should be {expected}"),
        )
        .mend("核对是否有一位录错", "Look for one mistyped character"));
    }
    Ok(code)
}

/// A GB/T 2260 region code: six digits; `000000` stands for the nation.
pub fn region(text: &str) -> Result<String, Refusal> {
    let code = normalised(text);
    if code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(code);
    }
    Err(invalid(
        "code.region_shape",
        format!("“{}”不是 6 位行政区划代码", shown(text)),
        format!("“{}” is not a 6-digit region code", shown(text)),
    )
    .mend("使用 GB/T 2260 代码，如 330113", "Use the GB/T 2260 code, such as 330113"))
}

/// The leading digits that everything inside a region shares: none for the nation, 2 for a province, 4, or 6.
pub fn region_prefix(region: &str) -> &str {
    if region == "000000" {
        ""
    } else if region.ends_with("0000") {
        &region[..2]
    } else if region.ends_with("00") {
        &region[..4]
    } else {
        region
    }
}

/// A facility code of the given level (LS/T 1714-2018), normalised; its unit part must be a valid credit code.
pub fn facility(text: &str, level: Facility) -> Result<String, Refusal> {
    let code = normalised(text);
    let shape =
        code.len() == level.length() && code.is_ascii() && code[18..].bytes().all(|b| b.is_ascii_digit());
    if !shape {
        return Err(invalid(
            "code.facility_shape",
            format!("“{}”不是 {} 位设施代码（单位代码 + 数字）", shown(text), level.length()),
            format!(
                "“{}” is not a {}-character facility code (unit code + digits)",
                shown(text),
                level.length()
            ),
        )
        .mend("按 LS/T 1714-2018 编码", "Code it by LS/T 1714-2018"));
    }
    uscc(&code[..18])?;
    Ok(code)
}

/// That a child facility's code starts with its parent's code (LS/T 1714-2018).
pub fn inside(child: &str, parent: &str) -> Result<(), Refusal> {
    if child.starts_with(parent) && child.len() > parent.len() {
        return Ok(());
    }
    Err(invalid(
        "code.parent_prefix",
        format!("代码 {child} 必须以上级代码 {parent} 开始"),
        format!("code {child} must start with its parent's code {parent}"),
    )
    .mend("检查上级设施是否选对", "Check that the right parent was chosen"))
}

/// A document number: a prefix of `owner` characters, a letter, a year and five digits.
pub fn document(text: &str, owner: usize, letter: char) -> Result<String, Refusal> {
    let code = normalised(text);
    let shape = code.is_ascii()
        && code.len() == owner + 10
        && code[owner..].starts_with(letter)
        && code[owner + 1..].bytes().all(|b| b.is_ascii_digit());
    if shape {
        return Ok(code);
    }
    Err(invalid(
        "code.document_shape",
        format!("“{}”不是有效的编号（应为 {owner} 位代码 + {letter} + 年份 + 5 位流水）", shown(text)),
        format!(
            "“{}” is not a valid number ({owner}-character code + {letter} + year + 5 digits)",
            shown(text)
        ),
    ))
}

/// A document number made of its parts; serials beyond 99,999 a year are refused by the caller's counter.
pub fn document_number(owner: &str, letter: char, year: i16, serial: i64) -> String {
    format!("{owner}{letter}{year:04}{serial:05}")
}

/// The name of a file in the content store: 64 hexadecimal digits, folded to lower case.
pub fn content(text: &str) -> Result<String, Refusal> {
    let hash = text.trim().to_ascii_lowercase();
    if hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(hash);
    }
    Err(invalid(
        "code.content_shape",
        format!("“{}”不是 64 位十六进制摘要", shown(text)),
        format!("“{}” is not a digest of 64 hexadecimal digits", shown(text)),
    )
    .mend("先上传照片，再用返回的摘要", "Upload the photograph first and use the digest it is answered with"))
}

/// A user name: 2 to 32 of `a-z 0-9 . _ -`, starting with a letter.
pub fn user(text: &str) -> Result<String, Refusal> {
    let name = text.trim().to_ascii_lowercase();
    let shape = (2..=32).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b))
        && name.as_bytes()[0].is_ascii_lowercase();
    if shape {
        return Ok(name);
    }
    Err(invalid(
        "code.user_shape",
        format!("用户名“{}”无效", shown(text)),
        format!("user name “{}” is not valid", shown(text)),
    )
    .mend("2–32 位小写字母、数字、. _ -，以字母开头", "2–32 of a-z, 0-9, . _ -, starting with a letter"))
}

/// At most 40 characters of what somebody typed, for a message.
fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn credit_codes_of_domain_1_1_1() {
        for good in [
            "91350100M000100Y43",
            "91440300708461136T",
            "91110000802100433B",
            " 91110000802100433b ",
            "９１１１００００８０２１００４３３Ｂ",
        ] {
            assert!(uscc(good).is_ok(), "{good}");
        }
        let refusal = uscc("91110000100003962T").unwrap_err();
        assert_eq!(refusal.code, "code.uscc_check");
        assert!(refusal.en.ends_with("should be Y"));
        for bad in ["", "9111", "I1110000802100433B", "91AB0000802100433B"] {
            assert_eq!(uscc(bad).unwrap_err().code, "code.uscc_shape", "{bad}");
        }
    }

    #[test]
    fn facility_codes_of_appendix_c() {
        let unit = "91350100M000100Y43";
        assert!(facility(&format!("{unit}001"), Facility::Site).is_ok());
        assert!(facility(&format!("{unit}0010001"), Facility::Warehouse).is_ok());
        assert!(facility(&format!("{unit}0010001001"), Facility::Bay).is_ok());
        assert!(facility(&format!("{unit}001000100101"), Facility::Position).is_ok());
        assert!(inside(&format!("{unit}0010001"), &format!("{unit}001")).is_ok());
        assert_eq!(
            inside(&format!("{unit}0020001"), &format!("{unit}001")).unwrap_err().code,
            "code.parent_prefix"
        );
    }

    #[test]
    fn region_prefixes_hold_their_children() {
        for (region, prefix) in [("000000", ""), ("330000", "33"), ("330100", "3301"), ("330113", "330113")] {
            assert_eq!(region_prefix(region), prefix);
        }
    }
}
