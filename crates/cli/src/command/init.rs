//! `inrs init`: founds a real node: its data folder, keys, first organisation and three administrators.

use super::Place;
use crate::config::{FILE, Settings};
use crate::node;
use anyhow::{Result, anyhow, ensure};
use base::ctx::{Actor, Chance, Ctx, SystemChance, SystemClock};
use base::identity::organisation::Kind;
use base::identity::password::{self, Cost};
use base::identity::{Founding, NewOrganisation, NewUser, user};
use base::ledger::NodeKeys;
use base::policy::{Party, Role, RoleSet};
use base::store::Store;
use base::term::{OrgCode, RegionCode, UserId};
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

/// Founds a node in a new data folder and prints the first passwords of its three administrators, once.
#[derive(clap::Args)]
pub struct Init {
    #[command(flatten)]
    place: Place,
    /// The node's name, such as `zj.reserve.example`: the first part of the name of every book. It cannot be changed.
    #[arg(long)]
    node: String,
    /// Unified social credit code of the organisation that runs the node.
    #[arg(long)]
    org: String,
    /// Its name.
    #[arg(long)]
    name: String,
    /// Its region, GB/T 2260.
    #[arg(long)]
    region: String,
    /// It is a storing unit; without this it is a government body.
    #[arg(long)]
    storing_unit: bool,
    /// Address and port to serve on.
    #[arg(long, default_value = "127.0.0.1:7878")]
    listen: SocketAddr,
    /// Session cookies also over plain HTTP: only for a server that just its own machine reaches.
    #[arg(long)]
    plain_http: bool,
}

impl Init {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let data = &self.place.data;
        ensure!(
            !data.join(node::KEYS).exists() && !data.join(FILE).exists(),
            "there is a node in {} already",
            data.display()
        );
        let org = OrgCode::parse(&self.org)?;
        let region = RegionCode::parse(&self.region)?;
        let settings = Settings {
            database: self.place.database.clone().unwrap_or_default(),
            listen: self.listen,
            secure_cookies: !self.plain_http,
            ..Settings::default()
        };
        let store = Store::open(&settings.location(&self.place))?;
        let (administrators, passwords) = administrators(&org)?;
        let (kind, party) = if self.storing_unit {
            (Kind::StoringUnit, Party::Enterprise)
        } else {
            (Kind::Bureau, Party::Gov)
        };
        let founding = Founding {
            node: self.node.clone(),
            organisation: NewOrganisation {
                code: org.clone(),
                name: self.name.clone(),
                kind,
                party,
                region,
                parent: None,
                upstream: None,
            },
            administrators,
        };
        let ctx = Ctx {
            actor: Actor { user: UserId::parse("system")?, org },
            clock: Arc::new(SystemClock),
            chance: Arc::new(SystemChance),
            key: "init".into(),
            request: 0,
        };
        store.write(1, move |tx| user::found(tx, &ctx, &founding)).map_err(|stop| anyhow!("{stop}"))?;
        settings.save(&self.place)?;
        NodeKeys::load_or_make(&data.join(node::KEYS), &SystemChance)?;
        println!("founded {} in {}", self.node, data.display());
        println!(
            "first passwords, shown once; each is changed and a second factor enrolled at the first login:"
        );
        for (user, password) in passwords {
            println!("  {user:<12} {password}");
        }
        println!(
            "keep a copy of {} in a safe place: without it the node cannot sign",
            data.join(node::KEYS).display()
        );
        Ok(ExitCode::SUCCESS)
    }
}

/// The three administrators with fresh passwords.
fn administrators(org: &OrgCode) -> Result<([NewUser; 3], Vec<(String, String)>)> {
    let posts = [
        ("sysadmin", "系统管理员", Role::SystemAdmin),
        ("secadmin", "安全管理员", Role::SecurityAdmin),
        ("auditadmin", "审计管理员", Role::AuditAdmin),
    ];
    let mut passwords = Vec::new();
    let mut users = Vec::new();
    for (user, name, role) in posts {
        let (mut random, mut salt) = ([0; 16], [0; 16]);
        SystemChance.fill(&mut random);
        SystemChance.fill(&mut salt);
        let password = password::generated(random);
        users.push(NewUser {
            user: UserId::parse(user)?,
            org: org.clone(),
            name: name.to_owned(),
            roles: RoleSet::EMPTY.with(role),
            regions: Vec::new(),
            password: password::hash(&password, salt, Cost::STANDARD)?,
            must_change: true,
            totp: None,
        });
        passwords.push((user.to_owned(), password));
    }
    let users: [NewUser; 3] = users.try_into().map_err(|_| anyhow!("three administrators"))?;
    Ok((users, passwords))
}
