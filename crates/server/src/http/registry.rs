//! Organisations and where they keep goods: what is registered.

pub mod organisation_list;
pub mod organisation_show;
