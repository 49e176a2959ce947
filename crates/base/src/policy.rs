//! Who may do what: the Cedar policies of `policies/` evaluated with a decision cache. It decides from what the caller
//! states and never looks anything up, reads no clock and knows no user by name.

mod action;
mod role;
mod scope;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod test;

pub use action::{Action, Subject};
pub use role::{Conflict, Party, Role, RoleSet};
pub use scope::{Duty, DutySet, Reach, Relation, RelationSet};

use cedar_policy::{
    Authorizer, Context, Decision as CedarDecision, Entities, Entity, EntityUid, PolicyId, PolicySet,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::str::FromStr;
use std::sync::{Arc, RwLock};

/// The policy files built into the program, in the order an auditor should read them.
pub const FILES: [(&str, &str); 9] = [
    ("firewall.cedar", include_str!("../../../policies/firewall.cedar")),
    ("duties.cedar", include_str!("../../../policies/duties.cedar")),
    ("depot.cedar", include_str!("../../../policies/depot.cedar")),
    ("bureau.cedar", include_str!("../../../policies/bureau.cedar")),
    ("property.cedar", include_str!("../../../policies/property.cedar")),
    ("checks.cedar", include_str!("../../../policies/checks.cedar")),
    ("relief.cedar", include_str!("../../../policies/relief.cedar")),
    ("reading.cedar", include_str!("../../../policies/reading.cedar")),
    ("administrators.cedar", include_str!("../../../policies/administrators.cedar")),
];

/// The schema every policy file is validated against.
pub const SCHEMA: &str = include_str!("../../../policies/schema.cedarschema");

/// Decisions kept; the cache is emptied when it would grow past this.
const CACHE_MAX: usize = 65_536;

/// Why a set of policy files was not accepted. The text names the file or the policy.
#[derive(Debug, thiserror::Error)]
#[error("policy files refused: {0}")]
pub struct LoadError(String);

/// One question: may a person with these roles, of this party, do this, there, now?
///
/// Everything is a small value, so that equal circumstances share one cached decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request {
    pub roles: RoleSet,
    pub party: Party,
    pub action: Action,
    /// How the person stands to the organisation whose book (or users) the act concerns.
    pub relation: RelationSet,
    /// Are the goods state reserves?
    pub reserve: bool,
    /// Party of the organisation whose book the act concerns.
    pub holder: Party,
    /// The session passed a second factor.
    pub second_factor: bool,
    /// An API token or a job asks, not a person at a screen.
    pub machine: bool,
    /// The password must be changed before anything else.
    pub restricted: bool,
    /// What the person already did to the thing in question.
    pub duties: DutySet,
}

impl Request {
    /// A request by nobody in particular: no account, no role, no relation. Every endpoint must refuse it.
    pub fn stranger(action: Action) -> Request {
        Request {
            roles: RoleSet::EMPTY.with(Role::Public),
            party: Party::None,
            action,
            relation: RelationSet::EMPTY,
            reserve: false,
            holder: Party::Gov,
            second_factor: false,
            machine: false,
            restricted: false,
            duties: DutySet::EMPTY,
        }
    }
}

/// The answer, with the rules that made it.
#[derive(Debug, PartialEq, Eq)]
pub struct Decision {
    pub allow: bool,
    /// Ids of the determining policies, sorted; empty when nothing permits the request.
    pub policies: Vec<String>,
    /// Why, in Chinese.
    pub zh: String,
    /// Why, in English.
    pub en: String,
}

/// A validated set of policies, ready to decide. Cheap to share behind an `Arc`.
pub struct Policy {
    schema: Schema,
    set: PolicySet,
    /// Each action with the groups it stands in.
    actions: HashMap<Action, Entity>,
    authorizer: Authorizer,
    /// Written only by `authorise`, on a miss.
    cache: RwLock<HashMap<Request, Arc<Decision>>>,
}

impl Policy {
    /// The policies built into the program.
    pub fn builtin() -> Result<Policy, LoadError> {
        Policy::load(SCHEMA, &FILES)
    }

    /// Parse and validate `(file name, text)` pairs against a schema.
    ///
    /// Refused: anything Cedar's strict validation refuses, templates, a policy without `@id`, `@zh` and `@en`, an id
    /// used twice, a role the program does not know, and a schema whose actions are not exactly [`Action::ALL`].
    pub fn load(schema: &str, files: &[(&str, &str)]) -> Result<Policy, LoadError> {
        let (schema, _) =
            Schema::from_cedarschema_str(schema).map_err(|e| LoadError(format!("schema: {e:?}")))?;
        same_actions(&schema)?;
        let mut set = PolicySet::new();
        for (file, text) in files {
            add_file(&mut set, file, text)?;
        }
        let checked = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
        if !checked.validation_passed_without_warnings() {
            let all: Vec<String> = checked
                .validation_errors()
                .map(ToString::to_string)
                .chain(checked.validation_warnings().map(ToString::to_string))
                .collect();
            return Err(LoadError(all.join("; ")));
        }
        let actions = action_entities(&schema)?;
        Ok(Policy { schema, set, actions, authorizer: Authorizer::new(), cache: RwLock::default() })
    }

    /// Decide. Deny by default; a rule that fails to evaluate denies too.
    ///
    /// A repeated question costs one hash and one look-up (0.7 µs in an unoptimised build), a new one about
    /// 1 ms there.
    pub fn authorise(&self, request: &Request) -> Arc<Decision> {
        if let Some(known) = self.cache.read().unwrap_or_else(|e| e.into_inner()).get(request) {
            return known.clone();
        }
        let decision = Arc::new(self.decide(request).unwrap_or_else(|what| Decision {
            allow: false,
            policies: Vec::new(),
            zh: format!("权限规则无法求值，按拒绝处理：{what}"),
            en: format!("the rules could not be evaluated, so the request is refused: {what}"),
        }));
        let mut cache = self.cache.write().unwrap_or_else(|e| e.into_inner());
        if cache.len() >= CACHE_MAX {
            cache.clear();
        }
        cache.insert(*request, decision.clone());
        decision
    }

    /// Which organisations' books an action reaches for this person, for list queries: the request is asked once per
    /// relation, with and without reserves, and its own `relation` and `reserve` are ignored.
    pub fn reach(&self, request: &Request) -> Reach {
        let ask = |reserve| {
            let may = |relation| self.authorise(&Request { relation, reserve, ..*request }).allow;
            let mut granted = RelationSet::EMPTY;
            for relation in Relation::ALL {
                if may(RelationSet::EMPTY.with(relation)) {
                    granted = granted.with(relation);
                }
            }
            (granted, may(RelationSet::EMPTY))
        };
        let (ordinary, ordinary_everywhere) = ask(false);
        let (reserve, reserve_everywhere) = ask(true);
        Reach { ordinary, ordinary_everywhere, reserve, reserve_everywhere }
    }

    /// Ids and texts `(id, zh, en)` of all policies, sorted by id.
    pub fn rules(&self) -> Vec<(String, String, String)> {
        let mut all: Vec<_> = self
            .set
            .policies()
            .map(|p| (p.id().to_string(), self.say(p.id(), "zh"), self.say(p.id(), "en")))
            .collect();
        all.sort();
        all
    }

    fn say(&self, id: &PolicyId, language: &str) -> String {
        self.set.annotation(id, language).unwrap_or_default().to_owned()
    }

    fn decide(&self, request: &Request) -> Result<Decision, String> {
        let user = uid("User", "u")?;
        let (thing, attributes) = match request.action.subject() {
            Subject::Book => (
                uid("Book", "b")?,
                HashMap::from([
                    ("reserve".to_owned(), RestrictedExpression::new_bool(request.reserve)),
                    ("holder".to_owned(), party(request.holder)?),
                ]),
            ),
            Subject::Node => (uid("Node", "n")?, HashMap::new()),
        };
        let groups = role::GROUPS.iter().filter(|g| request.roles.iter().any(|r| r.group() == Some(**g)));
        let names = request.roles.iter().map(Role::name).chain(groups.copied());
        let parents: Result<HashSet<EntityUid>, String> = names.map(|name| uid("Role", name)).collect();
        let of_user = HashMap::from([("party".to_owned(), party(request.party)?)]);
        let known = [
            self.actions.get(&request.action).cloned().ok_or("the action is not in the schema")?,
            Entity::new(user.clone(), of_user, parents?).map_err(|e| e.to_string())?,
            Entity::new(thing.clone(), attributes, HashSet::new()).map_err(|e| e.to_string())?,
        ];
        let entities = Entities::from_entities(known, None).map_err(|e| e.to_string())?;
        let action = uid("Action", request.action.name())?;
        let asked =
            cedar_policy::Request::new(user, action, thing, circumstance(request)?, Some(&self.schema))
                .map_err(|e| e.to_string())?;
        let answer = self.authorizer.is_authorized(&asked, &self.set, &entities);
        // Cedar skips a policy that fails; a skipped forbid would open a door, so any failure denies.
        if let Some(error) = answer.diagnostics().errors().next() {
            return Err(error.to_string());
        }
        let allow = answer.decision() == CedarDecision::Allow;
        let ids: BTreeSet<&PolicyId> = answer.diagnostics().reason().collect();
        if ids.is_empty() {
            return Ok(Decision {
                allow,
                policies: Vec::new(),
                zh: "没有规则准许该操作".to_owned(),
                en: "no rule permits this".to_owned(),
            });
        }
        let join =
            |language, by: &str| ids.iter().map(|id| self.say(id, language)).collect::<Vec<_>>().join(by);
        Ok(Decision {
            allow,
            zh: join("zh", "；"),
            en: join("en", "; "),
            policies: ids.iter().map(|id| id.to_string()).collect(),
        })
    }
}

fn circumstance(request: &Request) -> Result<Context, String> {
    let flag = |name: &str, value| (name.to_owned(), RestrictedExpression::new_bool(value));
    let relation = Relation::ALL.map(|r| flag(r.name(), request.relation.has(r)));
    let duty = Duty::ALL.map(|d| flag(d.name(), request.duties.has(d)));
    let session = [
        flag("second_factor", request.second_factor),
        flag("machine", request.machine),
        flag("restricted", request.restricted),
    ];
    Context::from_pairs(relation.into_iter().chain(duty).chain(session)).map_err(|e| e.to_string())
}

fn uid(kind: &str, id: &str) -> Result<EntityUid, String> {
    EntityUid::from_str(&format!("{kind}::\"{id}\"")).map_err(|e| e.to_string())
}

fn party(party: Party) -> Result<RestrictedExpression, String> {
    Ok(RestrictedExpression::new_entity_uid(uid("Party", party.name())?))
}

fn add_file(set: &mut PolicySet, file: &str, text: &str) -> Result<(), LoadError> {
    let parsed = PolicySet::from_str(text).map_err(|e| LoadError(format!("{file}: {e:?}")))?;
    if parsed.num_of_templates() > 0 {
        return Err(LoadError(format!("{file}: templates are not used here")));
    }
    let known: HashSet<&str> = Role::ALL.iter().map(|r| r.name()).chain(role::GROUPS).collect();
    for policy in parsed.policies() {
        let told = |key| policy.annotation(key).filter(|text| !text.is_empty());
        let Some(id) = told("id") else {
            return Err(LoadError(format!("{file}: a policy has no @id")));
        };
        if told("zh").is_none() || told("en").is_none() {
            return Err(LoadError(format!("{file}: {id} has no @zh or no @en")));
        }
        for named in policy.entity_literals() {
            if named.type_name().to_string() == "Role" && !known.contains(named.id().unescaped()) {
                return Err(LoadError(format!("{file}: {id} names an unknown role {named}")));
            }
        }
        set.add(policy.new_id(PolicyId::new(id))).map_err(|e| LoadError(format!("{file}: {id}: {e}")))?;
    }
    Ok(())
}

/// The schema must name exactly the actions the program can ask about, or a rule would guard nothing.
fn same_actions(schema: &Schema) -> Result<(), LoadError> {
    let groups: HashSet<&EntityUid> = schema.action_groups().collect();
    let written: BTreeSet<&str> =
        schema.actions().filter(|a| !groups.contains(a)).map(|a| a.id().unescaped()).collect();
    let known: BTreeSet<&str> = Action::ALL.iter().map(|a| a.name()).collect();
    match written.symmetric_difference(&known).next() {
        None => Ok(()),
        Some(odd) => Err(LoadError(format!("schema and program disagree on action {odd}"))),
    }
}

/// Each action with the groups it stands in, as the schema declares them.
fn action_entities(schema: &Schema) -> Result<HashMap<Action, Entity>, LoadError> {
    let declared = schema.action_entities().map_err(|e| LoadError(format!("actions: {e}")))?;
    let known = |entity: Entity| Action::named(entity.uid().id().unescaped()).map(|action| (action, entity));
    Ok(declared.into_iter().filter_map(known).collect())
}
