//! Splits Rust source into code, comments and literals so that a rule looks only where its words mean something.
//! A scanner, not a parser: it knows quotes, comments and braces, and nothing else of the language.

use std::ops::Range;

/// One source text taken apart. Offsets and line numbers are those of the source: what is left out is blanked, not cut.
pub struct Mask {
    /// Code that ships: neither comment nor literal, and not inside an inline `#[cfg(test)]` module.
    pub code: String,
    /// Code and comments, of tests too: everything but literals.
    pub outside_literals: String,
    /// Each string or character literal with its quotes, and where it begins.
    pub literals: Vec<(usize, String)>,
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Code,
    Comment,
    Literal,
}

impl Mask {
    pub fn of(source: &str) -> Self {
        let spans = spans(source.as_bytes());
        let keep = |wanted: &[Part]| {
            let mut kept = source.as_bytes().to_vec();
            spans
                .iter()
                .filter(|(part, _)| !wanted.contains(part))
                .for_each(|(_, span)| blank(&mut kept[span.clone()]));
            kept
        };
        let mut code = keep(&[Part::Code]);
        for inside in test_modules(&code) {
            blank(&mut code[inside]);
        }
        let literals = spans.iter().filter(|(part, _)| *part == Part::Literal);
        // Spans end between characters, so blanking one leaves valid text and this replaces nothing.
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: text(&code),
            outside_literals: text(&keep(&[Part::Code, Part::Comment])),
            literals: literals
                .map(|(_, span)| (span.start, text(&source.as_bytes()[span.clone()])))
                .collect(),
        }
    }
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

/// The source cut into parts, in order and without gaps.
fn spans(source: &[u8]) -> Vec<(Part, Range<usize>)> {
    let mut spans: Vec<(Part, Range<usize>)> = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let (part, length) = if rest.starts_with(b"//") {
            (Part::Comment, find(rest, b"\n").unwrap_or(rest.len()))
        } else if rest.starts_with(b"/*") {
            (Part::Comment, block_comment(rest))
        } else if let Some(length) = raw_string(source, at) {
            (Part::Literal, length)
        } else if rest[0] == b'"' {
            (Part::Literal, quoted(rest, b'"'))
        } else if rest[0] == b'\'' && is_char(rest) {
            (Part::Literal, quoted(rest, b'\''))
        } else {
            (Part::Code, 1)
        };
        match spans.last_mut() {
            Some((Part::Code, span)) if part == Part::Code => span.end += length,
            _ => spans.push((part, at..at + length)),
        }
        at += length;
    }
    spans
}

fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

/// Length of the block comment that `text` begins with; comments nest.
fn block_comment(text: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        match &text[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

/// Length of the raw string at `at` (`r"…"`, `br##"…"##`), if one begins there.
fn raw_string(source: &[u8], at: usize) -> Option<usize> {
    if at > 0 && is_word(source[at - 1]) {
        return None;
    }
    let text = &source[at..];
    let r = text.iter().take(2).position(|byte| *byte == b'r')?;
    if r == 1 && !matches!(text[0], b'b' | b'c') {
        return None;
    }
    let hashes = text[r + 1..].iter().take_while(|byte| **byte == b'#').count();
    let body = r + 1 + hashes + 1;
    if text.get(body - 1) != Some(&b'"') {
        return None;
    }
    let close = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    Some(find(&text[body..], &close).map_or(text.len(), |end| body + end + close.len()))
}

/// Length of the quoted literal that `text` begins with.
fn quoted(text: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    text.len()
}

/// Does a character literal begin here, and not a lifetime?
fn is_char(text: &[u8]) -> bool {
    match text.get(1) {
        Some(b'\\') => true,
        Some(first) => {
            let width = match first {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            };
            text.get(1 + width) == Some(&b'\'')
        }
        None => false,
    }
}

/// Is this byte part of a Rust identifier? (ASCII only, as ours are.)
pub fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The bodies of inline `#[cfg(test)] mod … { … }`.
fn test_modules(code: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = find(&code[from..], b"#[cfg(test)]").map(|at| from + at) {
        from = start + 1;
        let Some(stop) = code[start..].iter().position(|byte| matches!(byte, b'{' | b';')) else { break };
        if code[start + stop] == b'{' {
            let body = start + stop;
            found.push(start..body + braces(&code[body..]));
        }
    }
    found
}

/// Length of the balanced `{…}` that `code` begins with.
fn braces(code: &[u8]) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in code.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// One function: its name, the line it starts on (from 1) and how many lines it takes.
#[derive(Debug, PartialEq)]
pub struct Function {
    pub name: String,
    pub line: usize,
    pub lines: usize,
}

/// Every function with a body in `code`, nested ones too, in order.
pub fn functions(code: &str) -> Vec<Function> {
    let bytes = code.as_bytes();
    let mut found = Vec::new();
    for start in words(code, "fn") {
        let name: String =
            code[start + 2..].trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() {
            continue; // a function pointer type
        }
        let mut depth = 0_usize;
        let body = bytes[start..].iter().position(|byte| {
            match byte {
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && matches!(byte, b'{' | b';')
        });
        let Some(body) = body.map(|at| start + at) else { continue };
        if bytes[body] == b'{' {
            let lines = code[start..body + braces(&bytes[body..])].lines().count();
            found.push(Function { name, line: line_at(code, start), lines });
        }
    }
    found
}

/// Where `word` stands in `code` with no identifier character on either side.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    let bytes = code.as_bytes();
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let end = at + word.len();
        let open = *at == 0 || !is_word(bytes[at - 1]) || !is_word(word.as_bytes()[0]);
        let closed = end >= bytes.len() || !is_word(bytes[end]) || !is_word(bytes[end - 1]);
        open && closed
    })
}

/// The line (from 1) of a byte offset.
pub fn line_at(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn comments_literals_and_test_modules_are_not_code() {
        let cases: [(&str, &[&str], &[&str]); 7] = [
            ("let a = 1; // now()\n", &["let a"], &["now"]),
            ("/* x /* y */ z */ let b = 2;", &["let b"], &["x", "y", "z"]),
            (r##"let s = r#"say "hi""#; let c = 3;"##, &["let s", "let c"], &["hi", "say"]),
            (r#"let s = "a\"b"; let d = 4;"#, &["let d"], &["a\\", "b"]),
            ("fn f<'a>(x: &'a str) { g('\"') }", &["&'a str", "g("], &["\""]),
            ("let 量 = '量'; let e = 5;", &["let 量", "let e"], &[]),
            (
                "fn f() {}\n#[cfg(test)]\nmod test { fn hidden() {} }\nfn g() {}",
                &["fn f", "fn g"],
                &["hidden"],
            ),
        ];
        for (source, in_code, not_in_code) in cases {
            let mask = Mask::of(source);
            assert_eq!(mask.code.len(), source.len(), "offsets are kept: {source}");
            in_code.iter().for_each(|text| {
                assert!(mask.code.contains(text), "{text} is code in {source}: {}", mask.code)
            });
            not_in_code
                .iter()
                .for_each(|text| assert!(!mask.code.contains(text), "{text} is not code in {source}"));
        }
    }

    #[test]
    fn functions_are_measured_from_their_first_line_to_their_last_brace() {
        let source = "pub fn one(a: [u8; 2]) -> [u8; 2]\nwhere\n    u8: Copy,\n{\n    a\n}\ntrait T { fn declared(&self); }\nfn two() { fn three() {} }\ntype F = fn(u8);\n";
        let found = functions(&Mask::of(source).code);
        let seen: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(seen, [("one", 1, 6), ("two", 8, 1), ("three", 8, 1)]);
    }
}
