//! SQL over directives. The only place that names their tables.

use base::store::{Read, Value};
use base::term::fault::Fault;
use base::term::{DirectiveCode, Quantity};

use super::{DirectiveLineRow, DirectiveRow, UseRow};

/// A directive by its code.
pub fn directive(read: &mut Read<'_>, directive: &DirectiveCode) -> Result<Option<DirectiveRow>, Fault> {
    Ok(read.list::<DirectiveRow>("WHERE directive = $1", &[directive.into()])?.pop())
}

/// Lines of a directive, each with what has been used of it in all books.
pub fn lines(
    read: &mut Read<'_>,
    directive: &DirectiveCode,
) -> Result<Vec<(DirectiveLineRow, Quantity)>, Fault> {
    let uses = read.list::<UseRow>("WHERE directive = $1", &[directive.into()])?;
    let lines = read.list::<DirectiveLineRow>("WHERE directive = $1 ORDER BY line", &[directive.into()])?;
    lines
        .into_iter()
        .map(|line| {
            let mut used = Quantity::ZERO;
            for row in uses.iter().filter(|row| row.line == line.line) {
                used = used.plus(row.used)?;
            }
            Ok((line, used))
        })
        .collect()
}

/// Directives, newest first, after a cursor (the code of the last one seen, or nothing).
pub fn directives(
    read: &mut Read<'_>,
    issuer: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<DirectiveRow>, Fault> {
    let (from, to) = crate::facility::store::span(issuer);
    let args: [Value; 4] = [from.into(), to.into(), after.unwrap_or("~").into(), limit.into()];
    read.list::<DirectiveRow>(
        "WHERE directive > $1 AND directive < $2 AND directive < $3 ORDER BY directive DESC LIMIT $4",
        &args,
    )
}

/// Approved directives that name stock in an organisation or facility, newest first: what a depot has to obey.
pub fn directives_for(read: &mut Read<'_>, org: &str, limit: i64) -> Result<Vec<DirectiveRow>, Fault> {
    let (from, to) = crate::facility::store::span(org);
    let rest = "WHERE state = 'approved' AND directive IN \
                (SELECT directive FROM stock_directive_line WHERE scope >= $1 AND scope < $2) \
                ORDER BY directive DESC LIMIT $3";
    read.list::<DirectiveRow>(rest, &[from.into(), to.into(), limit.into()])
}
