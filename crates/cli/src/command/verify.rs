//! `inrs verify`: exit 0 and counts when everything holds, exit 1 and the first bad entry of each book when not.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Context, Result, anyhow, bail};
use chain::checkpoint::Checkpoint;
use chain::note::{Note, VerifyKey};
use hub::verify::published::{Published, published};
use hub::verify::{Counts, Report};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Rebuilds every book from its entries and compares it with everything stored or published about it.
#[derive(clap::Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
    /// Check the books that a server publishes, over HTTP, instead of a store.
    #[arg(long, conflicts_with = "export")]
    url: Option<String>,
    /// API token for a server that does not publish its books to everybody.
    #[arg(long, env = "INRS_TOKEN")]
    token: Option<String>,
    /// Check a folder written by `inrs export book`.
    #[arg(long)]
    export: Option<PathBuf>,
    /// A file of public keys (vkeys, one a line), instead of those found beside the books.
    #[arg(long)]
    keys: Option<PathBuf>,
    /// Checkpoint files kept from earlier: the books must still lead to them.
    #[arg(long, num_args = 1..)]
    against: Vec<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let report = match (&self.url, &self.export) {
            (Some(url), _) => self.at_server(url)?,
            (None, Some(folder)) => self.in_export(folder)?,
            (None, None) => self.in_store()?,
        };
        tell(&report, self.json);
        Ok(if report.bad.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }

    fn in_store(&self) -> Result<Report> {
        let opened = node::open(&self.place, Access::Read)?;
        let entries = opened.store.read(base::ledger::total)?;
        let bar = show::bar(entries.unsigned_abs(), "verify");
        let remembered =
            self.against.iter().map(|file| remembered(file, &opened.keys)).collect::<Result<_>>()?;
        let report = hub::verify::stored(&opened.store, &opened.keys, &remembered, &|n| bar.set_position(n));
        bar.finish_and_clear();
        Ok(report?)
    }

    fn at_server(&self, url: &str) -> Result<Report> {
        let url = url.trim_end_matches('/');
        let get = |path: &str| -> Result<Vec<u8>, String> {
            let mut request = ureq::get(format!("{url}{path}"));
            if let Some(token) = &self.token {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            let mut answer = request.call().map_err(|e| e.to_string())?;
            answer.body_mut().with_config().limit(64 << 20).read_to_vec().map_err(|e| e.to_string())
        };
        let keys = match &self.keys {
            Some(file) => std::fs::read_to_string(file).with_context(|| file.display().to_string())?,
            None => published_keys(&get)?,
        };
        let pinned = Keys::parse(&keys)?;
        let mut report = Report::default();
        let bar = show::bar(0, "verify");
        for origin in pinned.origins() {
            let org = origin.rsplit('/').next().unwrap_or(&origin).to_owned();
            pinned.check(&origin, &mut |path| get(&format!("/log/{org}/{path}")), &mut report, &bar)?;
        }
        bar.finish_and_clear();
        Ok(report)
    }

    fn in_export(&self, folder: &Path) -> Result<Report> {
        let file = self.keys.clone().unwrap_or_else(|| folder.join("vkeys"));
        let keys =
            std::fs::read_to_string(&file).with_context(|| format!("public keys {}", file.display()))?;
        let pinned = Keys::parse(&keys)?;
        let mut report = Report::default();
        let bar = show::bar(0, "verify");
        for origin in pinned.origins() {
            let mut fetch = |path: &str| std::fs::read(folder.join(path)).map_err(|e| e.to_string());
            pinned.check(&origin, &mut fetch, &mut report, &bar)?;
        }
        bar.finish_and_clear();
        Ok(report)
    }
}

/// The keys of every book that the server lists to this caller, as it gives them: good for a first look, while a
/// lasting check pins them in a file.
fn published_keys(get: &dyn Fn(&str) -> Result<Vec<u8>, String>) -> Result<String> {
    let page = |path: &str| -> Result<serde_json::Value> {
        let bytes = get(path).map_err(|e| anyhow!("{path}: {e}"))?;
        serde_json::from_slice(&bytes).with_context(|| path.to_owned())
    };
    let mut keys = String::new();
    let mut next = Some("/api/v1/books?limit=200".to_owned());
    while let Some(path) = next.take() {
        let books = page(&path)?;
        for book in books["items"].as_array().into_iter().flatten() {
            let org = book["org"].as_str().context("a listed book without its organisation")?;
            for key in page(&format!("/api/v1/keys?org={org}"))?["items"].as_array().into_iter().flatten() {
                keys.push_str(key["vkey"].as_str().unwrap_or_default());
                keys.push('\n');
            }
        }
        next = books["next"].as_str().map(|cursor| format!("/api/v1/books?limit=200&cursor={cursor}"));
    }
    Ok(keys)
}

/// Public keys by name.
struct Keys(Vec<VerifyKey>);

impl Keys {
    fn parse(text: &str) -> Result<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(|line| VerifyKey::parse(line).map_err(|e| anyhow!("public key {line}: {e}")));
        Ok(Self(keys.collect::<Result<_>>()?))
    }

    fn named(&self, name: &str) -> Option<&VerifyKey> {
        use chain::note::Verifier;
        self.0.iter().find(|key| key.name() == name)
    }

    /// Origins of books among the names: those that have both keys and are not a statement's.
    fn origins(&self) -> Vec<String> {
        use chain::note::Verifier;
        let names = self.0.iter().map(|key| key.name().to_owned());
        names.filter(|name| name.contains("/book/") && self.named(&format!("{name}/gm")).is_some()).collect()
    }

    fn check(
        &self,
        origin: &str,
        fetch: &mut hub::verify::published::Fetch<'_>,
        report: &mut Report,
        bar: &indicatif::ProgressBar,
    ) -> Result<()> {
        let (Some(ed25519), Some(sm2)) = (self.named(origin), self.named(&format!("{origin}/gm"))) else {
            bail!("{origin} lacks one of its two public keys");
        };
        let before = report.counts.entries;
        match published(&Published { origin, ed25519, sm2 }, fetch, &mut |n| bar.set_position(before + n)) {
            Ok(counts) => report.counts.add(&counts),
            Err(bad) => report.bad.push(bad),
        }
        Ok(())
    }
}

/// A checkpoint file of this node kept from earlier, of either tree.
fn remembered(file: &Path, keys: &base::ledger::NodeKeys) -> Result<Checkpoint> {
    let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
    let said = Note::parse(&bytes).map_err(|e| anyhow!("{}: {e}", file.display()))?;
    let checkpoint = Checkpoint::parse(said.text()).map_err(|e| anyhow!("{}: {e}", file.display()))?;
    let origin = checkpoint.origin.strip_suffix("/gm").unwrap_or(&checkpoint.origin);
    let (ed25519, sm2) = keys.public(origin)?;
    let key = if checkpoint.origin.ends_with("/gm") { &sm2 } else { &ed25519 };
    Checkpoint::open_as(&bytes, &checkpoint.origin, key)
        .map_err(|e| anyhow!("{} is not a checkpoint of this node: {e}", file.display()))
}

fn tell(report: &Report, json: bool) {
    let Counts { books, entries, checkpoints, tiles, statements, frames } = &report.counts;
    if json {
        let bad: Vec<_> = report
            .bad
            .iter()
            .map(|b| serde_json::json!({"book": b.book, "index": b.index, "what": b.en, "what_zh": b.zh}))
            .collect();
        show::json(&serde_json::json!({
            "ok": report.bad.is_empty(), "books": books, "entries": entries, "checkpoints": checkpoints,
            "tiles": tiles, "statements": statements, "frames": frames, "bad": bad,
        }));
        return;
    }
    for bad in &report.bad {
        println!("BAD  book {}  entry {}: {} / {}", bad.book, bad.index, bad.en, bad.zh);
    }
    let verdict = if report.bad.is_empty() { "ok" } else { "NOT ok" };
    println!(
        "{verdict}: {books} books, {entries} entries in both trees, {checkpoints} checkpoints, {tiles} tiles, {statements} statements, {frames} frames; {} bad",
        report.bad.len()
    );
}
