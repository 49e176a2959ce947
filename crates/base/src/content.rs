//! The content store: photographs and papers as files in the data folder, each named by the SHA-256 of its bytes. A fact holds
//! the name; whoever has the fact can tell whether a file is the one that was meant. Nothing here deletes or changes a file.

use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::term::ContentHash;
use crate::term::fault::{Fault, Refusal, RefusalKind, Stop};

/// Largest file in bytes: a photograph of a phone, made smaller once, or a scanned page. A limit keeps the data folder of a
/// node that many people photograph into within what its backup can copy.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;

/// What a file is, told by its first bytes and never by its name. Formats that can carry a script are not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Jpeg,
    Png,
    Webp,
    Pdf,
}

impl Kind {
    /// The kind of these bytes, if it is one that is kept.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
        }
    }
}

/// A file that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    pub hash: ContentHash,
    pub kind: Kind,
    /// Size in bytes.
    pub bytes: usize,
}

/// The content store of one node. Cheap to share; every call opens what it needs.
#[derive(Debug, Clone)]
pub struct Content {
    folder: PathBuf,
}

/// Name of the content store's folder in a data folder.
pub const FOLDER: &str = "content";

impl Content {
    /// The content store in a data folder. The folder is made when the first file comes.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join(FOLDER) }
    }

    /// `content/ab/abcd…`: two digits more, so that no folder holds all files.
    fn path(&self, hash: &ContentHash) -> PathBuf {
        self.folder.join(&hash.as_str()[..2]).join(hash.as_str())
    }

    /// Keeps a file; the same bytes are kept once. Refuses what is too large or of a kind that is not kept.
    pub fn put(&self, bytes: &[u8]) -> Result<Stored, Stop> {
        if bytes.len() > BYTES_MAX {
            return Err(too_large().into());
        }
        let kind = Kind::of(bytes).ok_or_else(unknown_kind)?;
        let hash = ContentHash::parse(&hex::encode(Sha256::digest(bytes)))?;
        let stored = Stored { hash: hash.clone(), kind, bytes: bytes.len() };
        let path = self.path(&hash);
        if path.exists() {
            return Ok(stored);
        }
        write(&path, bytes).map_err(|e| Fault::new(format!("content {}: {e}", path.display())))?;
        Ok(stored)
    }

    /// Whether a file is kept.
    pub fn has(&self, hash: &ContentHash) -> bool {
        self.path(hash).exists()
    }

    /// A file's bytes and kind; none when it is not kept here. A file whose bytes no longer have its name is a fault: the disk
    /// or somebody has changed it.
    pub fn get(&self, hash: &ContentHash) -> Result<Option<(Kind, Vec<u8>)>, Fault> {
        let bytes = match std::fs::read(self.path(hash)) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => return Err(Fault::new(format!("content {hash}: {e}"))),
        };
        let damaged = || Fault::new(format!("content {hash} is damaged: its bytes have another digest"));
        if hex::encode(Sha256::digest(&bytes)) != hash.as_str() {
            return Err(damaged());
        }
        let kind = Kind::of(&bytes).ok_or_else(damaged)?;
        Ok(Some((kind, bytes)))
    }

    /// Copies every file into the content store of another data folder, for backup and restore; how many there were.
    pub fn copy_to(&self, data: &Path) -> Result<usize, Fault> {
        let failed = |e: std::io::Error| Fault::new(format!("copying content: {e}"));
        if !self.folder.exists() {
            return Ok(0);
        }
        let to = data.join(FOLDER);
        let mut count = 0;
        for part in std::fs::read_dir(&self.folder).map_err(failed)? {
            let part = part.map_err(failed)?;
            let into = to.join(part.file_name());
            std::fs::create_dir_all(&into).map_err(failed)?;
            for file in std::fs::read_dir(part.path()).map_err(failed)? {
                let file = file.map_err(failed)?;
                if ContentHash::parse(&file.file_name().to_string_lossy()).is_ok() {
                    std::fs::copy(file.path(), into.join(file.file_name())).map_err(failed)?;
                    count += 1;
                }
            }
        }
        Ok(count)
    }
}

/// Written beside its place and renamed into it: a crash leaves no half a file under a whole name.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let unfinished = path.with_extension(format!("{}.part", std::process::id()));
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, path)
}

/// The refusal of a file beyond [`BYTES_MAX`].
pub fn too_large() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "content.too_large",
        format!("文件超过 {} MiB", BYTES_MAX / 1024 / 1024),
        format!("the file is larger than {} MiB", BYTES_MAX / 1024 / 1024),
    )
    .mend("缩小照片后再上传", "Make the photograph smaller and upload it again")
}

fn unknown_kind() -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "content.kind",
        "只收 JPEG、PNG、WebP 照片和 PDF",
        "only JPEG, PNG and WebP photographs and PDF are kept",
    )
    .mend("另存为这些格式之一", "Save it in one of these formats")
}

/// The refusal of a fact that would name a file which is not kept.
pub fn missing(hash: &ContentHash) -> Refusal {
    Refusal::new(
        RefusalKind::Invalid,
        "content.unknown",
        format!("没有上传过文件 {hash}"),
        format!("no file {hash} has been uploaded"),
    )
    .mend("先上传照片，再用返回的摘要", "Upload the photograph first and use the digest it is answered with")
    .at("photos")
}

#[cfg(test)]
mod test {
    use super::*;
    use crate::store::testing::folder;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\nwhatever follows";

    #[test]
    fn a_file_is_found_by_the_digest_of_its_bytes_and_kept_once() {
        let (data, copy) = (folder(), folder());
        let content = Content::new(&data);
        let stored = content.put(PNG).unwrap();
        assert_eq!(content.put(PNG).unwrap(), stored);
        assert_eq!(stored.hash.as_str(), hex::encode(Sha256::digest(PNG)));
        assert_eq!(content.get(&stored.hash).unwrap(), Some((Kind::Png, PNG.to_vec())));
        assert_eq!(content.copy_to(&copy).unwrap(), 1);
        assert!(Content::new(&copy).has(&stored.hash));
        std::fs::write(content.path(&stored.hash), b"\x89PNG\r\n\x1a\nsomething else").unwrap();
        assert!(content.get(&stored.hash).unwrap_err().what.contains("damaged"));
        for folder in [data, copy] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }

    #[test]
    fn only_pictures_and_papers_of_a_bearable_size_are_kept() {
        let data = folder();
        let content = Content::new(&data);
        let mut huge = PNG.to_vec();
        huge.resize(BYTES_MAX + 1, 0);
        for (bytes, code) in [
            (&b"<svg onload='x()'/>"[..], "content.kind"),
            (b"", "content.kind"),
            (b"GIF89a", "content.kind"),
            (&huge, "content.too_large"),
        ] {
            assert_eq!(content.put(bytes).unwrap_err().refusal().unwrap().code, code);
        }
        assert!(content.put(b"\xFF\xD8\xFF\xE0 jpeg").is_ok() && content.put(b"%PDF-1.7").is_ok());
        assert!(content.put(b"RIFF....WEBPVP8 ").is_ok());
        std::fs::remove_dir_all(data).unwrap();
    }
}
