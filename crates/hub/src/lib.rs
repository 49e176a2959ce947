//! `hub` is what spans books: the picture of all stock (one map, one table, the situation), the signed statement of
//! reserves, and the verification of every book. It computes from books and changes none but its own.

pub mod aeration;
pub mod picture;
pub mod table;

pub mod alert;
pub mod cost;
pub mod watch;

pub mod command;
pub mod idle;
pub mod impact;
pub mod import;
pub mod map;
pub mod monthly;
pub mod rotation;
pub mod situation;
pub mod statement;
pub mod verify;
pub mod violation;
pub mod whole;
