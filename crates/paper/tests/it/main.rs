//! Tests of documents as files: made, opened again by other programs, and compared.

mod pdf;
mod sample;
mod sheet;
