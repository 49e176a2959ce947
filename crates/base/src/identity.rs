//! Who is who: organisations, users and their roles, passwords and second factors, sessions and tokens. What happens to
//! them are facts in the node organisation's book; secrets and personal data stand beside the book and never enter it.

mod attempt;
mod caller;
mod event;
mod gate;
mod store;

pub mod lockout;
pub mod organisation;
pub mod password;
pub mod secret;
pub mod session;
pub mod totp;
pub mod user;

#[cfg(test)]
mod test;

pub use caller::Caller;
pub use event::{Event, project};
pub use gate::{Admission, Gate};
pub use organisation::{NewOrganisation, Organisation};
pub use secret::{Purpose, Secret};
pub use store::{NodeRow, TokenRow, UserRow, scope, tables};
pub use user::{Founding, NewUser, Node, found};
