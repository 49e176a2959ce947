//! Reads pack folders from disk: the only file of this crate that touches a file system, and it only reads.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::pack::{File, Pack};
use crate::problem::{Place, Problem};
use crate::read::FILES_MAX;
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
    let mut files = Vec::new();
    for path in entries(dir)? {
        if path.extension().is_some_and(|ext| ext == "yaml") && path.is_file() {
            if files.len() == FILES_MAX {
                let what =
                    Text::new(format!("文件多于 {FILES_MAX} 个"), format!("more than {FILES_MAX} files"));
                let place = Place { file: label, line: 0, column: 0 };
                return Err(FolderError::Problems(vec![Problem {
                    place,
                    code: "pack.files_max",
                    what,
                    mend: Text::new("合并文件", "merge some files"),
                }]));
            }
            let bytes = fs::read(&path).map_err(|source| FolderError::Io { path: path.clone(), source })?;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            files.push(File { name: format!("{label}/{name}"), bytes });
        }
    }
    Pack::parse(&files).map_err(FolderError::Problems)
}

/// Reads every pack in a folder of packs: each sub-folder with a `pack.yaml`. Problems of all packs come together.
pub fn load_packs(dir: &Path) -> Result<Vec<Pack>, FolderError> {
    let (mut packs, mut problems) = (Vec::new(), Vec::new());
    for path in entries(dir)?.into_iter().filter(|path| path.join("pack.yaml").is_file()).take(PACKS_MAX) {
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
