//! Reads minimum-cost flow problems in the DIMACS format (`p min`, `n`, `a` lines; First DIMACS Implementation Challenge, 1990).
//! Every mistake is named with its line; a file never makes it reserve more memory than the file's own size justifies.

use super::Network;
use super::network::{ARCS_MAX, NODES_MAX};

/// Shortest possible arc line with its line end: `a 1 2 0 1 1`.
const ARC_BYTES_MIN: usize = 11;
/// Nodes that a file may declare beyond one for each of its bytes.
const NODES_FREE: usize = 1_000;

/// A problem as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The network with lower bounds taken out.
    pub network: Network,
    /// Lower bound of each arc; to be added to the flow found.
    pub lower: Vec<i64>,
    /// What the lower bounds cost; to be added to the cost found.
    pub base_cost: i128,
}

/// What is wrong, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct Mistake {
    /// From 1; the line after the last where something is missing.
    pub line: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// The kinds of mistake.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// A line that begins with none of `c`, `p`, `n`, `a`.
    #[error("unknown kind of line: begin it with c, p, n or a")]
    Kind,
    /// Not the number of words that this kind of line has.
    #[error("expected `{0}`")]
    Shape(&'static str),
    /// A word is not a whole number of at most 18 digits.
    #[error("not a whole number of at most 18 digits: {0}")]
    Number(String),
    /// A node or arc line before the `p` line.
    #[error("the line `p min NODES ARCS` must come first")]
    NoProblem,
    /// A second `p` line.
    #[error("a second `p` line: one file holds one problem")]
    SecondProblem,
    /// A node number outside the declared range.
    #[error("node {node} is not between 1 and {nodes}")]
    Node {
        /// The number given.
        node: i64,
        /// Nodes declared.
        nodes: usize,
    },
    /// A node's supply given twice.
    #[error("the supply of node {0} is given a second time")]
    SupplyTwice(i64),
    /// Capacity below the lower bound, or a negative lower bound.
    #[error("lower bound {lower} and capacity {capacity}: 0 ≤ lower ≤ capacity must hold")]
    Capacity {
        /// Lower bound given.
        lower: i64,
        /// Capacity given.
        capacity: i64,
    },
    /// Declared sizes that the file cannot hold or the solvers cannot number.
    #[error("{0} nodes and {1} arcs declared, more than this file can hold")]
    Size(i64, i64),
    /// More or fewer arcs than declared.
    #[error("{declared} arcs declared, {found} found")]
    ArcCount {
        /// Arcs declared.
        declared: usize,
        /// Arcs found so far.
        found: usize,
    },
    /// Lower bounds whose sum at a node leaves 64 bits.
    #[error("lower bounds at node {0} are too large to sum")]
    Sum(usize),
}

/// Reads a file's bytes.
///
/// # Errors
/// The first mistake, with its line.
pub fn read(bytes: &[u8]) -> Result<Problem, Mistake> {
    let mut reader = Reader::default();
    let mut line = 0;
    for text in bytes.split(|&byte| byte == b'\n') {
        line += 1;
        reader.line(text, bytes.len()).map_err(|wrong| Mistake { line, wrong })?;
    }
    reader.close().map_err(|wrong| Mistake { line: line + 1, wrong })
}

#[derive(Default)]
struct Reader {
    declared: Option<usize>,
    problem: Option<Problem>,
    known: Vec<bool>,
}

impl Reader {
    fn line(&mut self, text: &[u8], file_bytes: usize) -> Result<(), Wrong> {
        let mut words = text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        match words.next() {
            None | Some(b"c") => Ok(()),
            Some(word) if word.starts_with(b"c") && word.len() > 1 && self.problem.is_none() => Ok(()),
            Some(b"p") => self.size(words, file_bytes),
            Some(b"n") => self.supply(words),
            Some(b"a") => self.arc(words),
            Some(_) => Err(Wrong::Kind),
        }
    }

    fn size<'a>(&mut self, mut words: impl Iterator<Item = &'a [u8]>, bytes: usize) -> Result<(), Wrong> {
        const SHAPE: &str = "p min NODES ARCS";
        if self.problem.is_some() {
            return Err(Wrong::SecondProblem);
        }
        if words.next() != Some(b"min") {
            return Err(Wrong::Shape(SHAPE));
        }
        let [nodes, arcs] = numbers(words, SHAPE)?;
        let fits = |n: i64, most: usize| usize::try_from(n).ok().filter(|&n| n <= most);
        let node_count = fits(nodes, NODES_MAX.min(bytes + NODES_FREE));
        let arc_count = fits(arcs, ARCS_MAX.min(bytes / ARC_BYTES_MIN));
        let (Some(node_count), Some(arc_count)) = (node_count, arc_count) else {
            return Err(Wrong::Size(nodes, arcs));
        };
        let mut network = Network::new(node_count);
        network.arcs.reserve_exact(arc_count);
        self.known = vec![false; node_count];
        self.declared = Some(arc_count);
        self.problem = Some(Problem { network, lower: Vec::with_capacity(arc_count), base_cost: 0 });
        Ok(())
    }

    fn supply<'a>(&mut self, words: impl Iterator<Item = &'a [u8]>) -> Result<(), Wrong> {
        let problem = self.problem.as_mut().ok_or(Wrong::NoProblem)?;
        let [node, supply] = numbers(words, "n NODE SUPPLY")?;
        let at = index(node, problem.network.supply.len())?;
        if std::mem::replace(&mut self.known[at], true) {
            return Err(Wrong::SupplyTwice(node));
        }
        let sum = problem.network.supply[at].checked_add(supply).ok_or(Wrong::Sum(at + 1))?;
        problem.network.supply[at] = sum;
        Ok(())
    }

    fn arc<'a>(&mut self, words: impl Iterator<Item = &'a [u8]>) -> Result<(), Wrong> {
        let problem = self.problem.as_mut().ok_or(Wrong::NoProblem)?;
        let [tail, head, lower, capacity, cost] = numbers(words, "a FROM TO LOWER CAPACITY COST")?;
        let network = &mut problem.network;
        let (tail, head) = (index(tail, network.supply.len())?, index(head, network.supply.len())?);
        if lower < 0 || capacity < lower {
            return Err(Wrong::Capacity { lower, capacity });
        }
        let declared = self.declared.unwrap_or(0);
        if network.arcs.len() == declared {
            return Err(Wrong::ArcCount { declared, found: declared + 1 });
        }
        let out = network.supply[tail].checked_sub(lower).ok_or(Wrong::Sum(tail + 1))?;
        network.supply[tail] = out;
        let into = network.supply[head].checked_add(lower).ok_or(Wrong::Sum(head + 1))?;
        network.supply[head] = into;
        network.add(tail, head, capacity - lower, cost);
        problem.lower.push(lower);
        problem.base_cost += i128::from(lower) * i128::from(cost);
        Ok(())
    }

    fn close(self) -> Result<Problem, Wrong> {
        let problem = self.problem.ok_or(Wrong::NoProblem)?;
        let (declared, found) = (self.declared.unwrap_or(0), problem.network.arcs.len());
        if declared != found {
            return Err(Wrong::ArcCount { declared, found });
        }
        Ok(problem)
    }
}

fn index(node: i64, nodes: usize) -> Result<usize, Wrong> {
    let at = usize::try_from(node - 1).ok().filter(|&at| at < nodes);
    at.ok_or(Wrong::Node { node, nodes })
}

/// Exactly `N` whole numbers.
fn numbers<'a, const N: usize>(
    mut words: impl Iterator<Item = &'a [u8]>,
    shape: &'static str,
) -> Result<[i64; N], Wrong> {
    let mut found = [0; N];
    for slot in &mut found {
        let word = words.next().ok_or(Wrong::Shape(shape))?;
        *slot = number(word).ok_or_else(|| Wrong::Number(shown(word)))?;
    }
    if words.next().is_some() { Err(Wrong::Shape(shape)) } else { Ok(found) }
}

fn number(word: &[u8]) -> Option<i64> {
    let (sign, digits) = match word {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        digits => (1, digits),
    };
    if digits.is_empty() || digits.len() > 18 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(sign * digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')))
}

/// A word as a person may see it: its first 40 bytes.
fn shown(word: &[u8]) -> String {
    String::from_utf8_lossy(&word[..word.len().min(40)]).escape_debug().to_string()
}

impl Wrong {
    /// The same in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Wrong::Kind => "无法识别的行：行首应为 c、p、n 或 a".to_owned(),
            Wrong::Shape(shape) => format!("应写作“{shape}”"),
            Wrong::Number(word) => format!("不是 18 位以内的整数：{word}"),
            Wrong::NoProblem => "应先有“p min 节点数 弧数”一行".to_owned(),
            Wrong::SecondProblem => "出现第二个 p 行：一个文件只能有一个问题".to_owned(),
            Wrong::Node { node, nodes } => format!("节点 {node} 不在 1 至 {nodes} 之间"),
            Wrong::SupplyTwice(node) => format!("节点 {node} 的供需量重复给出"),
            Wrong::Capacity { lower, capacity } => {
                format!("下限 {lower}、容量 {capacity}：应满足 0 ≤ 下限 ≤ 容量")
            }
            Wrong::Size(nodes, arcs) => format!("声明了 {nodes} 个节点、{arcs} 条弧，超出本文件所能容纳"),
            Wrong::ArcCount { declared, found } => format!("声明 {declared} 条弧，实有 {found} 条"),
            Wrong::Sum(node) => format!("节点 {node} 的下限之和过大"),
        }
    }
}
