//! Reads pack folders from disk: the only file of this crate that touches a file system, and it only reads.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::pack::{File, Pack};
use crate::problem::{Place, Problem};
use crate::read::{FILE_MAX, FILES_MAX, file_too_large};
use crate::term::Text;

/// Most packs in one folder of packs.
const PACKS_MAX: usize = 256;

/// Why a folder gave no pack.
#[derive(Debug, Error)]
pub enum FolderError {
    /// The file system refused.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The content is wrong.
    #[error("{}", lines(.0))]
    Problems(Vec<Problem>),
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

impl FolderError {
    /// The problems of the content; none if the folder could not be read.
    pub fn problems(&self) -> &[Problem] {
        match self {
            FolderError::Io { .. } => &[],
            FolderError::Problems(problems) => problems,
        }
    }
}

/// Reads the pack in a folder: its files `*.yaml` (not those of sub-folders).
pub fn load_dir(dir: &Path) -> Result<Pack, FolderError> {
    let label = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let yaml = |path: &PathBuf| path.extension().is_some_and(|ext| ext == "yaml") && path.is_file();
    let mut files = Vec::new();
    // One more than a pack may have is enough to have it refused.
    for path in entries(dir)?.into_iter().filter(yaml).take(FILES_MAX + 1) {
        let failed = |source| FolderError::Io { path: path.clone(), source };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let name = format!("{label}/{name}");
        if fs::metadata(&path).map_err(failed)?.len() > FILE_MAX as u64 {
            return Err(FolderError::Problems(vec![file_too_large(&name)]));
        }
        files.push(File { name, bytes: fs::read(&path).map_err(failed)? });
    }
    Pack::parse(&files).map_err(FolderError::Problems)
}

/// Reads the pack in a folder that has a `pack.yaml`, or else every pack in its sub-folders that have one. Problems of
/// all packs come together; a folder without any pack is one.
pub fn load_packs(dir: &Path) -> Result<Vec<Pack>, FolderError> {
    if dir.join("pack.yaml").is_file() {
        return load_dir(dir).map(|pack| vec![pack]);
    }
    let folders: Vec<PathBuf> =
        entries(dir)?.into_iter().filter(|path| path.join("pack.yaml").is_file()).collect();
    if folders.is_empty() || folders.len() > PACKS_MAX {
        let what = Text::new(
            format!("此处有 {} 个品类包，应有 1 到 {PACKS_MAX} 个", folders.len()),
            format!("there are {} packs here, 1 to {PACKS_MAX} are expected", folders.len()),
        );
        let mend = Text::new(
            "指定含 pack.yaml 的文件夹或其上级",
            "name a folder that has a pack.yaml, or the one above",
        );
        let place = Place { file: dir.display().to_string(), line: 1, column: 1 };
        return Err(FolderError::Problems(vec![Problem { place, code: "pack.no_pack", what, mend }]));
    }
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for path in folders {
        match load_dir(&path) {
            Ok(pack) => packs.push(pack),
            Err(FolderError::Problems(more)) => problems.extend(more),
            Err(io) => return Err(io),
        }
    }
    if problems.is_empty() { Ok(packs) } else { Err(FolderError::Problems(problems)) }
}

/// Entries of a folder in the order of their names.
fn entries(dir: &Path) -> Result<Vec<PathBuf>, FolderError> {
    let failed = |source| FolderError::Io { path: dir.to_path_buf(), source };
    let mut paths = fs::read_dir(dir)
        .map_err(failed)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(failed)?;
    paths.sort();
    Ok(paths)
}
