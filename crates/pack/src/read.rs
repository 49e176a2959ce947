//! Reads the files of a pack into a checked [`Pack`]: tree, fields, records, rules, then cross-checks and the pack's own
//! tests. Bytes in, pack or all problems out; it opens no file itself.

mod check;
mod fields;
mod log;
mod record;
mod rule;
mod trial;
pub mod yaml;

use std::collections::BTreeSet;

use self::fields::Fields;
use self::log::Log;
use self::record::{Base, Head, RawClass, RawItem};
use self::trial::Trial;
use self::yaml::{At, Fault, Node};
use crate::emergency::{NormRule, Response};
use crate::item::{Grade, Scheme, Unit};
use crate::job::JobRule;
use crate::life::{RotationRule, StorageLife};
use crate::loss::{LossRule, ReductionRule};
use crate::nature::Nature;
use crate::pack::{File, Pack};
use crate::premium::PremiumRule;
use crate::problem::{Place, Problem};
use crate::quality::{Indicator, ProductStandard, QualityStandard, SamplingRule};
use crate::rounds::RoundsRule;
use crate::term::{Source, Text};
use crate::weighing::WeighingRule;

/// Largest file accepted, bytes.
pub(crate) const FILE_MAX: usize = 4 * 1024 * 1024;
/// Most files in one pack.
pub(crate) const FILES_MAX: usize = 64;

/// Where a whole file is at fault.
const START: At = At { line: 1, column: 1 };

/// What the files say, before classes are spread out and references checked.
#[derive(Default)]
struct Draft {
    head: Option<Head>,
    sources: Vec<Source>,
    units: Vec<Unit>,
    schemes: Vec<Scheme>,
    classes: Vec<RawClass>,
    items: Vec<RawItem>,
    natures: Vec<Nature>,
    grades: Vec<Grade>,
    indicators: Vec<Indicator>,
    products: Vec<ProductStandard>,
    safeties: Vec<ProductStandard>,
    qualities: Vec<QualityStandard>,
    samplings: Vec<SamplingRule>,
    premiums: Vec<PremiumRule>,
    losses: Vec<LossRule>,
    reductions: Vec<ReductionRule>,
    lives: Vec<StorageLife>,
    rotations: Vec<RotationRule>,
    weighings: Vec<WeighingRule>,
    rounds: Vec<RoundsRule>,
    jobs: Vec<JobRule>,
    norms: Vec<NormRule>,
    responses: Vec<Response>,
    trials: Vec<(Place, Trial)>,
    /// Some file could not be read as a tree.
    unread: bool,
}

impl Pack {
    /// Reads and checks a pack. Sections may stand in any file; files are read in the order of their names. On failure
    /// every problem found is returned, in the order of the files: first those of single records and references; only when
    /// these are mended, those between records (rules that clash …); last those of the pack's own tests.
    pub fn parse(files: &[File]) -> Result<Pack, Vec<Problem>> {
        let mut files: Vec<&File> = files.iter().collect();
        files.sort_by(|a, b| a.name.cmp(&b.name));
        let mut log = Log::default();
        let mut draft = Draft::default();
        if let Some(extra) = files.get(FILES_MAX) {
            let what = Text::new(format!("文件多于 {FILES_MAX} 个"), format!("more than {FILES_MAX} files"));
            log.enter(&extra.name);
            log.problem(START, "pack.files_max", what, Text::new("合并文件", "merge some files"));
        }
        for file in files.iter().take(FILES_MAX) {
            log.enter(&file.name);
            draft.file(file, &mut log);
        }
        // With a file unread, every code it would have defined seems to be missing.
        if !draft.unread {
            log.check_references();
        }
        // A record that could not be read would be missed by all that follows.
        let built = if log.problems.is_empty() { check::build(draft, bytes(&files), &mut log) } else { None };
        match built {
            Some(pack) if log.problems.is_empty() => Ok(Pack { places: log.places, ..pack }),
            _ => {
                log.problems.sort_by(|a, b| a.place.cmp(&b.place));
                Err(log.problems)
            }
        }
    }
}

/// The bytes of [`Pack::bytes`]. A name counts without its folder, so that a moved pack stays the same.
fn bytes(files: &[&File]) -> Vec<u8> {
    let mut all = Vec::new();
    for file in files {
        all.extend_from_slice(file.name.rsplit('/').next().unwrap_or(&file.name).as_bytes());
        all.push(0);
        all.extend_from_slice(&(file.bytes.len() as u64).to_be_bytes());
        all.extend_from_slice(&file.bytes);
    }
    all
}

impl Draft {
    fn file(&mut self, file: &File, log: &mut Log) {
        match root(file, log) {
            Some(root) => match Fields::open(&root, log) {
                Some(fields) => self.sections(fields, log),
                None => self.unread = true,
            },
            None => self.unread = true,
        }
    }

    /// Reads every section that the file has. A file's `basis` serves all its records that bring none.
    fn sections(&mut self, mut file: Fields<'_>, log: &mut Log) {
        let base = Base(file.may("basis", log, record::basis).flatten());
        if let Some(node) = file.node("pack") {
            let head = record::head(node, log);
            if self.head.is_some() {
                let what = Text::new("pack 段出现两次", "section `pack` stands twice");
                log.problem(
                    node.at,
                    "pack.field_twice",
                    what,
                    Text::new("只保留 pack.yaml 中的一段", "keep the one in pack.yaml"),
                );
            }
            self.head = self.head.take().or(head);
        }
        extend(&mut self.sources, file.list("sources", log, record::source));
        extend(&mut self.units, file.list("units", log, record::unit));
        extend(&mut self.schemes, file.list("schemes", log, |n, log| record::scheme(n, &base, log)));
        extend(&mut self.classes, file.list("classes", log, |n, log| record::class(n, &base, log)));
        extend(&mut self.items, file.list("items", log, |n, log| record::item(n, &base, log)));
        extend(&mut self.natures, file.list("natures", log, |n, log| record::nature(n, &base, log)));
        extend(&mut self.grades, file.list("grades", log, |n, log| record::grade(n, &base, log)));
        extend(&mut self.indicators, file.list("indicators", log, |n, log| record::indicator(n, &base, log)));
        extend(&mut self.products, file.list("products", log, |n, log| rule::product(n, &base, log)));
        extend(&mut self.safeties, file.list("safety", log, |n, log| rule::product(n, &base, log)));
        extend(
            &mut self.qualities,
            file.list("storage_quality", log, |n, log| rule::storage_quality(n, &base, log)),
        );
        extend(&mut self.samplings, file.list("sampling", log, |n, log| rule::sampling(n, &base, log)));
        extend(&mut self.premiums, file.list("premium", log, |n, log| rule::premium(n, &base, log)));
        extend(&mut self.losses, file.list("loss", log, |n, log| rule::loss(n, &base, log)));
        extend(&mut self.reductions, file.list("reduction", log, |n, log| rule::reduction(n, &base, log)));
        extend(&mut self.lives, file.list("life", log, |n, log| rule::life(n, &base, log)));
        extend(&mut self.rotations, file.list("rotation", log, |n, log| rule::rotation(n, &base, log)));
        extend(&mut self.weighings, file.list("weighing", log, |n, log| rule::weighing(n, &base, log)));
        extend(&mut self.rounds, file.list("rounds", log, |n, log| rule::rounds(n, &base, log)));
        extend(&mut self.jobs, file.list("jobs", log, |n, log| rule::job(n, &base, log)));
        extend(&mut self.norms, file.list("norm", log, |n, log| rule::norm(n, &base, log)));
        extend(&mut self.responses, file.list("response", log, |n, log| rule::response(n, &base, log)));
        extend(
            &mut self.trials,
            file.list("tests", log, |n, log| Some((log.place(n.at), trial::read(n, log)?))),
        );
        file.done(log);
    }

    /// Codes of all classes.
    fn class_codes(&self) -> BTreeSet<&str> {
        self.classes.iter().map(|c| c.class.code.as_str()).collect()
    }
}

fn extend<T>(all: &mut Vec<T>, more: Option<Vec<T>>) {
    all.extend(more.into_iter().flatten());
}

/// Said of a file beyond [`FILE_MAX`]; a loader may say it without reading the file.
pub(crate) fn file_too_large(name: &str) -> Problem {
    Problem {
        place: Place { file: name.to_string(), line: START.line, column: START.column },
        code: "pack.file_max",
        what: Text::new("文件过大", "the file is too large"),
        mend: Text::new("拆成几个文件", "split it into several files"),
    }
}

/// The tree of a file.
fn root(file: &File, log: &mut Log) -> Option<Node> {
    if file.bytes.len() > FILE_MAX {
        log.problems.push(file_too_large(&file.name));
        return None;
    }
    let Ok(text) = std::str::from_utf8(&file.bytes) else {
        let what = Text::new("文件不是 UTF-8 编码", "the file is not UTF-8");
        log.problem(START, "pack.encoding", what, Text::new("另存为 UTF-8", "save it as UTF-8"));
        return None;
    };
    yaml::tree(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|fault| explain(fault, log)).ok()
}

fn explain(fault: Fault, log: &mut Log) {
    match fault {
        Fault::Syntax(at, words) => {
            let what = Text::new(format!("YAML 语法错误：{words}"), format!("YAML syntax: {words}"));
            log.problem(
                at,
                "pack.syntax",
                what,
                Text::new("检查缩进、冒号和引号", "check indentation, colons and quotes"),
            );
        }
        Fault::Unused(at) => {
            let what = Text::new(
                "不支持锚点、别名、标签、多文档和复合键",
                "anchors, aliases, tags, several documents and complex keys are not read",
            );
            log.problem(at, "pack.yaml_unused", what, Text::new("直接写出内容", "write the content out"));
        }
        Fault::Deep(at) => {
            log.problem(
                at,
                "pack.depth_max",
                Text::new("嵌套过深", "nested too deeply"),
                Text::new("减少层级", "use fewer levels"),
            );
        }
        Fault::Empty => {
            log.problem(
                START,
                "pack.empty_file",
                Text::new("文件没有内容", "the file is empty"),
                Text::new("补上内容或删除文件", "fill it or delete it"),
            );
        }
    }
}
