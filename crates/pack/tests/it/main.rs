//! The pack crate from outside: a new category from a folder, and what is said about wrong ones.

#[cfg(test)]
mod medical;
#[cfg(test)]
mod problem;
