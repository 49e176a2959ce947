//! YAML text to a tree that keeps the raw scalar text and where everything stands. Anchors, aliases, tags and second
//! documents are refused; no scalar is interpreted here.

use granit_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

/// Deepest nesting accepted.
const DEPTH_MAX: usize = 24;

/// Line and column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

/// A node and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its place.
    pub at: At,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Text as written.
    Scalar {
        /// The text.
        text: String,
        /// Whether it stood in quotes.
        quoted: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order written.
    Map(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Its place.
    pub at: At,
    /// Its text.
    pub text: String,
}

/// Why a text has no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not YAML; the parser's words.
    Syntax(At, String),
    /// YAML that packs do not use: anchors, aliases, tags, several documents, keys that are not plain text.
    Unused(At),
    /// Nested too deeply.
    Deep(At),
    /// Nothing in the file.
    Empty,
}

/// Reads one document.
pub fn tree(text: &str) -> Result<Node, Fault> {
    let mut events = Events { parser: Parser::new_from_str(text) };
    loop {
        match events.next()? {
            (Event::StreamStart, _) | (Event::DocumentStart(..), _) => {}
            (Event::StreamEnd, _) => return Err(Fault::Empty),
            (event, at) => {
                let root = events.node(event, at, 0)?;
                if matches!(&root.kind, Kind::Scalar { text, quoted: false } if text.is_empty() || text == "~")
                {
                    return Err(Fault::Empty);
                }
                return match events.after()? {
                    None => Ok(root),
                    Some(at) => Err(Fault::Unused(at)),
                };
            }
        }
    }
}

struct Events<'i> {
    parser: Parser<'i, granit_parser::StrInput<'i>>,
}

impl<'i> Events<'i> {
    fn next(&mut self) -> Result<(Event<'i>, At), Fault> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, start(&span))),
            Some(Err(error)) => Err(syntax(&error)),
            None => Ok((Event::StreamEnd, At::default())),
        }
    }

    /// The place of anything that follows the first document.
    fn after(&mut self) -> Result<Option<At>, Fault> {
        loop {
            match self.next()? {
                (Event::DocumentEnd, _) => {}
                (Event::StreamEnd, _) => return Ok(None),
                (_, at) => return Ok(Some(at)),
            }
        }
    }

    fn node(&mut self, event: Event<'i>, at: At, depth: usize) -> Result<Node, Fault> {
        if depth > DEPTH_MAX {
            return Err(Fault::Deep(at));
        }
        let kind = match event {
            Event::Scalar(text, style, 0, None) => {
                Kind::Scalar { text: text.into_owned(), quoted: style != ScalarStyle::Plain }
            }
            Event::SequenceStart(_, 0, None) => Kind::List(self.list(depth)?),
            Event::MappingStart(_, 0, None) => Kind::Map(self.map(depth)?),
            _ => return Err(Fault::Unused(at)),
        };
        Ok(Node { at, kind })
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Fault> {
        let mut nodes = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(nodes),
                (event, at) => nodes.push(self.node(event, at, depth + 1)?),
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<(Key, Node)>, Fault> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(entries),
                (Event::Scalar(text, _, 0, None), at) => Key { at, text: text.into_owned() },
                (_, at) => return Err(Fault::Unused(at)),
            };
            let (event, at) = self.next()?;
            entries.push((key, self.node(event, at, depth + 1)?));
        }
    }
}

fn start(span: &Span) -> At {
    at(&span.start)
}

fn at(mark: &Marker) -> At {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    At { line: count(mark.line()), column: count(mark.col().saturating_add(1)) }
}

fn syntax(error: &ScanError) -> Fault {
    Fault::Syntax(at(error.marker()), error.info().to_string())
}

#[cfg(test)]
mod test {
    use super::*;

    fn text(node: &Node) -> &str {
        match &node.kind {
            Kind::Scalar { text, .. } => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn scalars_keep_their_text_and_places() {
        let root = tree("a: 0.10\n名称: {zh: 小麦, en: Wheat}\nlist:\n  - 012\n  - 'x'\n").unwrap();
        let Kind::Map(entries) = root.kind else { panic!() };
        assert_eq!(text(&entries[0].1), "0.10");
        assert_eq!(entries[0].1.at, At { line: 1, column: 4 });
        let Kind::Map(name) = &entries[1].1.kind else { panic!() };
        assert_eq!((text(&name[1].1), name[1].1.at), ("Wheat", At { line: 2, column: 18 }));
        let Kind::List(list) = &entries[2].1.kind else { panic!() };
        assert_eq!(text(&list[0]), "012");
        assert_eq!(list[1].kind, Kind::Scalar { text: "x".into(), quoted: true });
    }

    #[test]
    fn what_packs_do_not_use_is_refused() {
        let deep = "[".repeat(DEPTH_MAX + 2) + &"]".repeat(DEPTH_MAX + 2);
        type Expected = fn(&Fault) -> bool;
        let cases: &[(&str, Expected)] = &[
            ("", |f| *f == Fault::Empty),
            ("# only a comment\n", |f| *f == Fault::Empty),
            ("a: &x 1\nb: *x\n", |f| matches!(f, Fault::Unused(at) if at.line == 1)),
            ("a: !!int 1\n", |f| matches!(f, Fault::Unused(at) if at.line == 1)),
            ("a: 1\n---\nb: 2\n", |f| matches!(f, Fault::Unused(at) if at.line >= 2)),
            ("? [a]\n: 1\n", |f| matches!(f, Fault::Unused(_))),
            ("a: [1, 2\n", |f| matches!(f, Fault::Syntax(..))),
            ("a: 1\n b: 2\n", |f| matches!(f, Fault::Syntax(at, _) if at.line == 2)),
            (&deep, |f| matches!(f, Fault::Deep(_))),
        ];
        for (yaml, expected) in cases {
            let fault = tree(yaml).expect_err(yaml);
            assert!(expected(&fault), "{yaml:?} gave {fault:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let _ = tree(&text);
        }
    }
}
