//! The typesetter's view of the world: our templates, one document's data, the fonts; nothing else exists for it.
//! It never reads the disk, the clock or the network, so equal data gives equal pages.

use super::Engine;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

/// Templates by name; compiled into the program.
pub(super) const TEMPLATES: [(&str, &str); 6] = [
    ("common.typ", include_str!("../../typ/common.typ")),
    ("position_card.typ", include_str!("../../typ/position_card.typ")),
    ("voucher.typ", include_str!("../../typ/voucher.typ")),
    ("ledger.typ", include_str!("../../typ/ledger.typ")),
    ("statement.typ", include_str!("../../typ/statement.typ")),
    ("labels.typ", include_str!("../../typ/labels.typ")),
];

/// One document on the desk.
pub(super) struct Desk<'a> {
    pub engine: &'a Engine,
    pub main: FileId,
    /// JSON of the document: the templates read it as values, so no word of a user is ever parsed as markup.
    pub data: Bytes,
}

/// Identity of a file of ours. Names are the constants of this module, so they are always valid paths.
pub(super) fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("template names are plain file names"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.engine.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.engine.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.engine.sources.iter().find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.engine.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.engine.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
