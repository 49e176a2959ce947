//! Paper: documents in and out. Typeset PDF, spreadsheets read and written, QR codes; bytes in, bytes out.
//! It knows no rule of the domain, no clock and no network, and opens no file but the fonts that [`fonts::find`] looks for
//! and the temporary file a long workbook is spooled through.

pub mod fonts;
mod heading;
pub mod pdf;
pub mod qr;
pub mod refusal;
pub mod sheet;

pub use heading::{Heading, Lang};
pub use refusal::{Refusal, Words};
