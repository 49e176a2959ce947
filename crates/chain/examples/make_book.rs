//! Writes a book folder for verifiers: `make_book FOLDER [SIZE EARLIER [TAMPERING]]`, 70,000 entries with an earlier
//! checkpoint over 30,000 unless told otherwise. It is a fixture and never touches a real book.

#[path = "../tests/support/book.rs"]
mod book;

use book::Tampering;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let word = |i: usize, other: &str| arguments.get(i).cloned().unwrap_or_else(|| other.to_string());
    let number = |i: usize, other: &str| word(i, other).parse::<usize>().map_err(std::io::Error::other);
    let tampering = match word(3, "none").as_str() {
        "none" => Tampering::None,
        "full-tile" => Tampering::FullTile,
        "partial-tile" => Tampering::PartialTile,
        "sha256-only" => Tampering::Sha256Only,
        "sm3-tile" => Tampering::Sm3Tile,
        "rewritten" => Tampering::Rewritten,
        "other-key" => Tampering::OtherKey,
        other => return Err(std::io::Error::other(format!("no tampering is called {other}"))),
    };
    book::write(word(0, "book").as_ref(), number(1, "70000")?, number(2, "30000")?, tampering)
}
