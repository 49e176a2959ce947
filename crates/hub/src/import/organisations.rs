//! Importing organisations: each row one registration under its parent, which may stand in an earlier row of the same file.
//! Whoever imports must be entitled over every parent named.

use super::people::Office;
use super::record::{View, word};
use super::{Kind, PROBLEMS_MAX, Problem, Run, refuse};
use base::ctx::Actor;
use base::identity::NodeRow;
use base::identity::organisation::{self, Kind as OrgKind, NewOrganisation};
use base::ledger::{home, is_done};
use base::policy::Party;
use base::term::fault::{Fault, Stop};
use base::term::{OrgCode, RegionCode};
use std::collections::HashSet;

/// Parties a registered organisation may have.
const PARTIES: [Party; 3] = [Party::Gov, Party::Enterprise, Party::Social];

const fn party_label(party: Party) -> (&'static str, &'static str) {
    match party {
        Party::Gov => ("政府部门", "Government"),
        Party::Enterprise => ("国有企业", "State enterprise"),
        Party::Social => ("社会主体", "Social party"),
        Party::None => ("无", "None"),
    }
}

pub(super) fn carry_out(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<(), Stop> {
    if is_repeated(run, views)? {
        return Ok(());
    }
    let office = Office::open(run)?;
    let actor = office.keeper(run, &[Kind::Organisations.action()])?;
    let node = run.tx.get::<NodeRow>(&[1.into()])?.ok_or_else(|| Fault::new("this node is not founded"))?;
    let mut over: HashSet<OrgCode> = HashSet::new();
    for (i, view) in views.iter().enumerate() {
        if run.report.problems.len() >= PROBLEMS_MAX {
            break;
        }
        let row = view.record.row;
        let mut problems: Vec<Problem> = Vec::new();
        let new = read(run, *view, &mut super::plan::Notes { row, problems: &mut problems });
        run.report.problems.append(&mut problems);
        if let Some(new) = new
            && entitled(run, &office, &actor, row, &new, &mut over)?
        {
            let ctx = run.by(&actor, &format!("{}-{}", i + 1, Kind::Organisations.code()));
            let done = organisation::register(run.tx, &ctx, &node.name, &new);
            run.tried(row, "code", done)?;
        }
        (run.import.progress)(i as u64 + 1);
    }
    Ok(())
}

/// The first act stands in the book of the first organisation.
fn is_repeated(run: &mut Run<'_, '_>, views: &[View<'_>]) -> Result<bool, Stop> {
    let Some(Ok(first)) = views.first().map(|view| OrgCode::parse(view.text("code"))) else {
        return Ok(false);
    };
    if let Some(book) = home(run.tx, &first)? {
        let key = format!("{}-1-{}", run.key, Kind::Organisations.code());
        run.report.repeated = is_done(run.tx, book, &key)?;
    }
    Ok(run.report.repeated)
}

fn read(run: &Run<'_, '_>, view: View<'_>, notes: &mut super::plan::Notes<'_>) -> Option<NewOrganisation> {
    let code = notes.check("code", OrgCode::parse(view.text("code")));
    let kind = notes.check("kind", word(view.text("kind"), OrgKind::ALL, OrgKind::name, OrgKind::label));
    let party = notes.check("party", word(view.text("party"), PARTIES, Party::name, party_label));
    let region = notes.check("region", RegionCode::parse(view.text("region")));
    let region = region.and_then(|region| {
        let known = base::region::regions().valid(region.as_str(), run.today).is_some();
        let unknown = || refuse("import.region", "没有这个行政区划", "there is no such division");
        notes.check("region", if known { Ok(region) } else { Err(unknown()) })
    });
    let optional = |name| view.maybe(name).map(OrgCode::parse).transpose();
    let parent = notes.check("parent", optional("parent"));
    let upstream = notes.check("upstream", optional("upstream"));
    Some(NewOrganisation {
        code: code?,
        name: view.owned("name"),
        kind: kind?,
        party: party?,
        region: region?,
        parent: Some(parent?.unwrap_or_else(|| run.import.org.clone())),
        upstream: upstream?,
    })
}

/// That the actor may register below the parent; asked once for each parent.
fn entitled(
    run: &mut Run<'_, '_>,
    office: &Office,
    actor: &Actor,
    row: u32,
    new: &NewOrganisation,
    over: &mut HashSet<OrgCode>,
) -> Result<bool, Stop> {
    let Some(parent) = &new.parent else { return Ok(true) };
    if over.contains(parent) {
        return Ok(true);
    }
    // A parent nobody registered is the registration's own refusal.
    let Some(organisation) = organisation::load(run.tx, parent)? else { return Ok(true) };
    match office.refused_over(run, actor, Kind::Organisations.action(), &organisation)? {
        None => {
            over.insert(parent.clone());
            Ok(true)
        }
        Some(refusal) => {
            run.report.problems.push(Problem::new(row, "parent", refusal));
            Ok(false)
        }
    }
}
