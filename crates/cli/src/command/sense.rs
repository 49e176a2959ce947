//! `inrs sense`: readings out of files into the book of a position (`docs/spec/sense.md`). It reads files and holds no rule.

use super::series::rows;
use super::{Place, demo};
use crate::node::{self, Access};
use crate::show;
use anyhow::{Result, anyhow, bail, ensure};
use base::ctx::{Actor, Clock, Ctx, SystemChance, SystemClock};
use base::ledger::Book;
use base::store::Store;
use base::term::{BookId, PositionCode, UserId};
use clap::{Subcommand, ValueEnum};
use sense::frame::{self, BATCH_MAX, BY_HAND, Taken};
use sense::geometry::{Shape, Spacing};
use sense::indicator::Indicator;
use sense::layout::{self, LayoutRow, NewLayout};
use sense::scan::Scan;
use sense::sheet::{self, Form};
use serde_json::json;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// Readings.
#[derive(clap::Args)]
pub struct Sense {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Keep the scans of a file. Those kept before are left as they are; a position without a layout gets the file's.
    Import(Import),
}

/// Exit code 0 when every scan is kept, 1 when some were refused or a line cannot be read.
#[derive(clap::Args)]
struct Import {
    /// A .csv or .xlsx file.
    file: PathBuf,
    /// The position, 30 characters.
    #[arg(long)]
    position: String,
    /// How the file lays out its readings.
    #[arg(long, value_enum, default_value = "list")]
    layout: Layout,
    /// The indicator that was measured.
    #[arg(long, default_value = "grain_temperature")]
    kind: String,
    /// Who enters them.
    #[arg(long, default_value = "system")]
    by: String,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Clone, Copy, ValueEnum)]
enum Layout {
    /// One row of one layer a line.
    Matrix,
    /// One reading a line.
    List,
    /// One cable a line.
    Cable,
}

/// Distances taken when nobody has said them, mm: those of GB 50320 §9.0.3.
const ACROSS: i64 = 5_000;
const DOWN: i64 = 2_000;

impl Sense {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let What::Import(import) = self.what;
        import.run()
    }
}

impl Import {
    fn run(self) -> Result<ExitCode> {
        let (position, user) = (PositionCode::parse(&self.position)?, UserId::parse(&self.by)?);
        let Some(indicator) = Indicator::named(&self.kind) else {
            bail!("指标目录中没有 {0} / no indicator {0}", self.kind);
        };
        let form = match self.layout {
            Layout::Matrix => Form::Matrix,
            Layout::List => Form::List,
            Layout::Cable => Form::Cable,
        };
        let (head, lines) = rows(&self.file)?;
        let opened = node::open(&self.place, Access::Write)?;
        let (book, known) = known(&opened.store, &position, indicator)?;
        let shape = known.as_ref().map(LayoutRow::shape);
        let (shape, scans) = match sheet::read(&head, &lines, form, &position, indicator, shape) {
            Ok(read) => read,
            Err(mistake) => {
                let (zh, en) = (&mistake.zh, &mistake.en);
                println!("{}:{}: {zh} / {en}", self.file.display(), mistake.line);
                return Ok(ExitCode::from(1));
            }
        };
        ensure!(!scans.is_empty(), "{} 没有读数 / has no readings", self.file.display());
        if known.is_none() {
            set_layout(&opened.store, &book, user, &position, indicator, shape)?;
        }
        let taken = take(&opened.store, book.id, &scans)?;
        demo::sign(&opened.store, &Arc::new(opened.keys))?;
        self.tell(&scans, &taken);
        Ok(ExitCode::from(u8::from(!taken.refused.is_empty())))
    }

    fn tell(&self, scans: &[Scan], taken: &Taken) {
        let refused = taken.refused.iter().map(|(at, refusal)| (scans[*at].at, *refusal));
        if self.json {
            let refused: Vec<_> =
                refused.map(|(at, refusal)| json!({"at": at.0, "code": refusal.code()})).collect();
            show::json(&json!({"accepted": taken.accepted, "repeated": taken.repeated, "refused": refused}));
            return;
        }
        println!(
            "收存 {} 帧，已有 {} 帧，拒收 {} 帧 / {0} frames kept, {1} kept before, {2} refused",
            taken.accepted,
            taken.repeated,
            taken.refused.len()
        );
        for (at, refusal) in refused {
            let (zh, en) = refusal.words();
            println!("{}  {}  {zh} / {en}", at.shanghai(), refusal.code());
        }
    }
}

/// The book of a position, and the layout it has for an indicator.
fn known(store: &Store, position: &PositionCode, indicator: &Indicator) -> Result<(Book, Option<LayoutRow>)> {
    store.read(|read| {
        let Some(row) = stock::facility::store::position(read, position)? else {
            bail!("没有货位 {position} / there is no position {position}");
        };
        let book = Book::all(read)?.into_iter().find(|book| book.id == row.book_id);
        let book = book.ok_or_else(|| anyhow!("no book of {position}"))?;
        let layouts = layout::under(read, row.book_id, position.as_str())?;
        Ok((book, layouts.into_iter().find(|layout| *layout.kind == *indicator.code)))
    })
}

fn set_layout(
    store: &Store,
    book: &Book,
    user: UserId,
    position: &PositionCode,
    indicator: &Indicator,
    shape: Shape,
) -> Result<()> {
    let spacing = Spacing { shape, row_mm: ACROSS, column_mm: ACROSS, layer_mm: DOWN };
    let new = NewLayout { position: position.clone(), kind: indicator.code.to_owned(), spacing };
    let ctx = Ctx {
        actor: Actor { user, org: book.org.clone() },
        clock: Arc::new(SystemClock),
        chance: Arc::new(SystemChance),
        key: format!("layout-{position}-{}", indicator.code).into(),
        request: 0,
    };
    let id = book.id;
    store.write(id.0, move |tx| layout::set(tx, &ctx, id, &new)).map_err(|stop| anyhow!("{stop}"))?;
    Ok(())
}

fn take(store: &Store, book: BookId, scans: &[Scan]) -> Result<Taken> {
    let mut all = Taken::default();
    for (turn, part) in scans.chunks(BATCH_MAX).enumerate() {
        let (part, now) = (part.to_vec(), SystemClock.now());
        let taken = store
            .write(book.0, move |tx| Ok(frame::take(tx, now, book, BY_HAND, &part)?))
            .map_err(|stop| anyhow!("{stop}"))?;
        all.accepted += taken.accepted;
        all.repeated += taken.repeated;
        all.refused.extend(taken.refused.into_iter().map(|(at, refusal)| (turn * BATCH_MAX + at, refusal)));
    }
    Ok(all)
}
