//! In whose name an import acts: the people named must hold the posts the policies ask for, as at any other edge.
//! Passwords are not asked here: whoever starts an import has the node's own machine in hand.

use super::{Kind, Run, refuse, store};
use base::ctx::Actor;
use base::identity::{Caller, NodeRow, Organisation, UserRow, organisation};
use base::policy::{Action, Policy};
use base::term::fault::{Fault, Refusal, RefusalKind, Stop};
use base::term::{BookId, UserId};

/// Who stands behind the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Enters openings, receipts and issues; the only one entitled, if absent.
    pub keeper: Option<UserId>,
    /// Issues the directive for issues of the past.
    pub officer: Option<UserId>,
    /// Approves it: another person.
    pub approver: Option<UserId>,
}

/// Answers who may do what for one import.
pub(super) struct Office {
    policy: Policy,
    node: BookId,
}

impl Office {
    /// The office of this node.
    pub fn open(run: &mut Run<'_, '_>) -> Result<Self, Stop> {
        let node = run
            .tx
            .get::<NodeRow>(&[1.into()])?
            .ok_or_else(|| Fault::new("this node is not founded"))?
            .book_id;
        let policy = Policy::builtin().map_err(|e| Fault::new(e.to_string()))?;
        Ok(Self { policy, node })
    }

    /// Who does an import of a kind; nobody when these rows were imported before.
    pub fn begin(run: &mut Run<'_, '_>, kind: Kind) -> Result<Option<Actor>, Stop> {
        if run.is_repeated(&format!("1-{}", kind.code()))? {
            return Ok(None);
        }
        Self::open(run)?.keeper(run, &[kind.action()]).map(Some)
    }

    /// The keeper: the one named, or the only one entitled to all of these acts.
    pub fn keeper(&self, run: &mut Run<'_, '_>, actions: &[Action]) -> Result<Actor, Stop> {
        if let Some(named) = &run.import.people.keeper {
            return self.named(run, named, actions, "keeper");
        }
        let users = store::users(run.tx, self.node, &run.import.org)?;
        let mut entitled = Vec::new();
        for user in users {
            if self.refused(run, &user, actions)?.is_none() {
                entitled.push(Actor { user: user.user_id, org: user.org });
            }
        }
        if entitled.len() == 1
            && let Some(only) = entitled.pop()
        {
            return Ok(only);
        }
        let acts = actions.iter().map(|action| action.name()).collect::<Vec<_>>().join(", ");
        Err(refuse(
            "import.keeper",
            format!("本单位有 {} 人可办理 {acts}，须指明经办人", entitled.len()),
            format!("{} people of the organisation may do {acts}: name one", entitled.len()),
        )
        .mend("指明一名统计员兼保管员为经办人", "Name a person who is both statistician and keeper")
        .at("keeper")
        .into())
    }

    /// The person named, if entitled to all of these acts on the importing organisation's book.
    pub fn named(
        &self,
        run: &mut Run<'_, '_>,
        user: &UserId,
        actions: &[Action],
        field: &'static str,
    ) -> Result<Actor, Stop> {
        let row = run.tx.get::<UserRow>(&[self.node.into(), user.into()])?.filter(|row| row.active);
        let row = row.ok_or_else(|| {
            refuse("import.user", format!("没有可用的用户 {user}"), format!("there is no active user {user}"))
                .at(field)
        })?;
        match self.refused(run, &row, actions)? {
            None => Ok(Actor { user: row.user_id, org: row.org }),
            Some((action, zh, en)) => Err(Refusal::new(
                RefusalKind::Forbidden,
                "import.forbidden",
                format!("用户 {user} 无权办理 {action}：{zh}"),
                format!("user {user} may not do {action}: {en}"),
            )
            .at(field)
            .into()),
        }
    }

    /// The first of these acts that the user may not do to the importing organisation's book, and why.
    fn refused(
        &self,
        run: &mut Run<'_, '_>,
        user: &UserRow,
        actions: &[Action],
    ) -> Result<Option<(&'static str, String, String)>, Stop> {
        let caller = caller(run, user)?;
        let refused = actions.iter().find_map(|action| {
            let decision = self.policy.authorise(&caller.asks_about(*action, &run.organisation, true));
            (!decision.allow).then(|| (action.name(), decision.zh.clone(), decision.en.clone()))
        });
        Ok(refused)
    }

    /// Why an act may not be done to the book of another organisation.
    pub fn refused_over(
        &self,
        run: &mut Run<'_, '_>,
        actor: &Actor,
        action: Action,
        organisation: &Organisation,
    ) -> Result<Option<Refusal>, Stop> {
        let row = run.tx.get::<UserRow>(&[self.node.into(), (&actor.user).into()])?;
        let row = row.ok_or_else(|| Fault::new(format!("user {} is gone", actor.user)))?;
        let decision = self.policy.authorise(&caller(run, &row)?.asks_about(action, organisation, true));
        Ok((!decision.allow).then(|| {
            let (zh, en) = (decision.zh.clone(), decision.en.clone());
            Refusal::new(RefusalKind::Forbidden, "import.forbidden", zh, en)
        }))
    }
}

/// A user as the policies see them. The edge has asked for the second factor where there is one.
fn caller(run: &mut Run<'_, '_>, user: &UserRow) -> Result<Caller, Stop> {
    let own = organisation::load(run.tx, &user.org)?
        .ok_or_else(|| Fault::new(format!("user {} has no organisation", user.user_id)))?;
    Ok(Caller {
        user: user.user_id.clone(),
        org: user.org.clone(),
        party: own.party,
        roles: user.roles,
        regions: user.regions.clone(),
        second_factor_at: Some(run.import.clock.now()),
        machine: false,
        restricted: false,
    })
}
