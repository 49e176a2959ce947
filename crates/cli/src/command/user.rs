//! `inrs user`: list accounts, and show the one-time codes of a synthetic nation's people.

use super::Place;
use crate::node::{self, Access};
use crate::show;
use anyhow::{Result, anyhow, ensure};
use base::ctx::{Clock, SystemClock};
use base::identity::{UserRow, totp};
use base::term::UserId;
use clap::Subcommand;
use std::process::ExitCode;

/// Accounts of a node. Changes are made in the console by the security administrator, as facts.
#[derive(clap::Args)]
pub struct User {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// List accounts with their organisation and roles.
    List {
        #[command(flatten)]
        place: Place,
        /// Print as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the present one-time code of a demonstration account. Real accounts have theirs in their own device only.
    Code {
        /// User name.
        user: String,
        #[command(flatten)]
        place: Place,
    },
}

impl User {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        match self.what {
            What::List { place, json } => list(&place, json),
            What::Code { user, place } => code(&place, &user),
        }
    }
}

fn list(place: &Place, json: bool) -> Result<ExitCode> {
    let opened = node::open(place, Access::Read)?;
    let users = opened
        .store
        .read(|read| read.list::<UserRow>("ORDER BY user_id", &[]))
        .map_err(|fault| anyhow!(fault))?;
    let roles = |user: &UserRow| user.roles.iter().map(|role| role.name()).collect::<Vec<_>>();
    if json {
        let list: Vec<_> = users.iter().map(|u| serde_json::json!({"user": u.user_id.as_str(), "org": u.org.as_str(), "roles": roles(u), "active": u.active})).collect();
        show::json(&list.into());
    } else {
        users.iter().for_each(|u| {
            println!(
                "{:<16} {}  {}{}",
                u.user_id,
                u.org,
                roles(u).join(","),
                if u.active { "" } else { "  (disabled)" }
            )
        });
    }
    Ok(ExitCode::SUCCESS)
}

fn code(place: &Place, user: &str) -> Result<ExitCode> {
    let opened = node::open(place, Access::Read)?;
    ensure!(
        opened.settings.synthetic,
        "only a synthetic nation's codes can be shown: real people have theirs in their own device"
    );
    let user = UserId::parse(user)?;
    let secret = totp::derived(&opened.keys.totp(), &user, &sim::people::factor(user.as_str()));
    println!("{}", totp::code(secret, SystemClock.now())?);
    Ok(ExitCode::SUCCESS)
}
