//! What holds of a whole node: its books verify, its derived rows follow from its facts, its statements prove their
//! totals, and every kind of tampering is found. On both engines.

mod alert;
mod audit;
mod import;
mod import_kinds;
mod sense;
mod world;
