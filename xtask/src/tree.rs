//! The source tree as the rules see it: every text file that git tracks or would track, read once.
//! Build products and ignored folders are never in it.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};

/// One text file.
pub struct File {
    /// Path from the root of the workspace, with `/`.
    pub path: String,
    pub text: String,
}

/// All text files of the workspace, in order of path.
pub struct Tree {
    pub root: std::path::PathBuf,
    pub files: Vec<File>,
}

impl Tree {
    /// Reads the tree under `root`, which must be a git work tree. Files that are not UTF-8 text are left out.
    pub fn read(root: &Path) -> anyhow::Result<Self> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git is needed to list the source tree")?;
        ensure!(listed.status.success(), "git ls-files: {}", String::from_utf8_lossy(&listed.stderr));
        let mut paths: Vec<String> = String::from_utf8(listed.stdout)?
            .split('\0')
            .filter(|path| !path.is_empty())
            .map(str::to_owned)
            .collect();
        paths.sort();
        paths.dedup();
        let read =
            |path: String| std::fs::read_to_string(root.join(&path)).ok().map(|text| File { path, text });
        Ok(Self { root: root.to_owned(), files: paths.into_iter().filter_map(read).collect() })
    }

    /// A tree that exists in memory only, for the rules' own tests.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| File { path: (*path).into(), text: (*text).into() });
        Self { root: "/nowhere".into(), files: files.collect() }
    }

    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Is this a file, or a folder with at least one file in it?
    pub fn has(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let folder = format!("{path}/");
        self.files.iter().any(|file| file.path == path || file.path.starts_with(&folder))
            || self.root.join(path).exists()
    }
}

impl File {
    pub fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    pub fn is_web(&self) -> bool {
        self.path.starts_with("web/") && (self.path.ends_with(".ts") || self.path.ends_with(".tsx"))
    }

    /// Written by a generator and never by hand.
    pub fn is_generated(&self) -> bool {
        self.path.ends_with(".d.ts") || self.path == "docs/openapi.json"
    }

    /// Code that only tests run: it may look at the clock, unwrap, and write SQL to look behind the product's back.
    pub fn is_test(&self) -> bool {
        let mut parts = self.path.split('/');
        parts.any(|part| {
            matches!(
                part,
                "tests" | "test" | "examples" | "benches" | "fuzz" | "e2e" | "test.rs" | "tests.rs"
            ) || part.ends_with("_test.rs")
                || part.contains(".test.ts")
        })
    }

    /// The crate this file belongs to, if it is a crate's source or test.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }
}
