//! Finds a font file with Chinese characters in the usual folders of the system.
//! The only module of the crate that looks at the disk; it never writes and never reaches the network.

use crate::Refusal;
use std::path::{Path, PathBuf};

/// Where operating systems keep fonts: Debian and its kin (UOS, Kylin, openEuler), macOS, Windows.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// Pairs of regular and bold files by preference, best first; bold is left out when the family has none.
const FAMILIES: [(&str, Option<&str>); 9] = [
    ("NotoSansCJK-Regular.ttc", Some("NotoSansCJK-Bold.ttc")),
    ("NotoSansCJKsc-Regular.otf", Some("NotoSansCJKsc-Bold.otf")),
    ("NotoSansSC-Regular.otf", Some("NotoSansSC-Bold.otf")),
    ("SourceHanSansSC-Regular.otf", Some("SourceHanSansSC-Bold.otf")),
    ("SourceHanSansCN-Regular.otf", Some("SourceHanSansCN-Bold.otf")),
    ("msyh.ttc", Some("msyhbd.ttc")),
    ("PingFang.ttc", None),
    ("wqy-microhei.ttc", None),
    ("simhei.ttf", None),
];

/// Folders nested deeper than this are not searched.
const DEPTH_MAX: usize = 6;

/// Reads the best Chinese font family of this machine: the bytes of one or two files, for [`crate::pdf::Engine::new`].
///
/// # Errors
/// [`Refusal::NoFont`] when no known family is installed, naming the folders searched.
pub fn find() -> Result<Vec<Vec<u8>>, Refusal> {
    find_in(&FOLDERS.map(PathBuf::from))
}

/// Like [`find`], in the folders given (searched with their subfolders).
///
/// # Errors
/// [`Refusal::NoFont`] when no known family lies there.
pub fn find_in(folders: &[PathBuf]) -> Result<Vec<Vec<u8>>, Refusal> {
    let mut files = Vec::new();
    for folder in folders {
        walk(folder, DEPTH_MAX, &mut files);
    }
    files.sort();
    let open = |name: &str| {
        let path = files.iter().find(|f| f.file_name().is_some_and(|n| n.eq_ignore_ascii_case(name)))?;
        std::fs::read(path).ok()
    };
    FAMILIES
        .iter()
        .find_map(|(regular, bold)| {
            Some(std::iter::once(open(regular)?).chain(bold.and_then(open)).collect())
        })
        .ok_or_else(|| Refusal::NoFont {
            looked: folders.iter().map(|f| f.display().to_string()).collect::<Vec<_>>().join(", "),
        })
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && depth > 0 => walk(&path, depth - 1, files),
            Ok(kind) if !kind.is_dir() => files.push(path),
            _ => {}
        }
    }
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_machine_without_fonts_is_told_what_to_install() {
        let folder = tempfile::tempdir().unwrap();
        let refusal = find_in(&[folder.path().into()]).unwrap_err();
        assert_eq!(refusal.code(), "paper.no-font");
        assert!(refusal.words().zh.contains(&folder.path().display().to_string()));
        assert!(refusal.words().mend_en.contains("Noto Sans CJK"));
    }

    #[test]
    fn the_preferred_family_wins_and_bold_is_optional() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("truetype/wqy");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("WQY-MicroHei.ttc"), b"wqy").unwrap();
        assert_eq!(find_in(&[folder.path().into()]).unwrap(), [b"wqy".to_vec()]);
        std::fs::write(deep.join("NotoSansCJK-Regular.ttc"), b"noto").unwrap();
        assert_eq!(find_in(&[folder.path().into()]).unwrap(), [b"noto".to_vec()]);
        std::fs::write(deep.join("NotoSansCJK-Bold.ttc"), b"bold").unwrap();
        assert_eq!(find_in(&[folder.path().into()]).unwrap(), [b"noto".to_vec(), b"bold".to_vec()]);
    }
}
