//! How commands show themselves: the log on standard error, progress bars on long work, JSON where output is data.

use crate::command::Arguments;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;

/// Starts the log. Machines get JSON lines (`INRS_LOG_FORMAT=json`), people get text.
pub fn logging(arguments: &Arguments) {
    let default = ["warn", "info", "debug"][usize::from(arguments.verbose.min(2))];
    let filter = tracing_subscriber::EnvFilter::try_from_env("INRS_LOG").unwrap_or_else(|_| default.into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("INRS_LOG_FORMAT").is_ok_and(|format| format == "json") {
        log.json().init();
    } else {
        log.init();
    }
}

/// A bar on standard error when a person watches, nothing otherwise. `total` 0 means unknown.
pub fn bar(total: u64, what: &'static str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let template = if total > 0 {
        "{msg} [{bar:30}] {human_pos}/{human_len} {per_sec} {eta}"
    } else {
        "{msg} {spinner} {human_pos} {per_sec}"
    };
    let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style).with_message(what)
}

/// Prints a JSON value, indented.
pub fn json(value: &serde_json::Value) {
    println!("{value:#}");
}

/// A quantity for people, from thousandths: thousands separated, trailing zeros dropped.
pub fn quantity(thousandths: i64) -> String {
    let text = base::term::Quantity(thousandths).to_string();
    let (whole, part) = text.split_once('.').map_or((text.as_str(), None), |(w, p)| (w, Some(p)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut grouped = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    part.map_or_else(|| format!("{sign}{grouped}"), |part| format!("{sign}{grouped}.{part}"))
}
