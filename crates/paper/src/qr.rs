//! QR codes as SVG text (GB/T 18284, ISO/IEC 18004). Never decides what a code says.

use crate::Refusal;
use qrcode::{EcLevel, QrCode, render::svg};

/// Draws `text` as an SVG picture: black on white, quiet zone of four modules, error correction level Q (a quarter of the
/// code may be dirty or torn, as labels in a granary are).
///
/// # Errors
/// [`Refusal::QrTooLong`] when the text does not fit in the densest code (about 1,660 bytes).
pub fn svg(text: &str) -> Result<String, Refusal> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q)
        .map_err(|_| Refusal::QrTooLong { bytes: text.len() })?;
    Ok(code.render::<svg::Color>().module_dimensions(4, 4).build())
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_position_code_fits_a_small_code() {
        let picture = svg("91350100M000100Y43001000100101").unwrap();
        // Thirty letters and digits at level Q need version 2: 25 modules and twice four of quiet zone, four units each.
        assert!(picture.contains(r#"viewBox="0 0 132 132""#), "{}", &picture[..160]);
        assert!(!picture.contains("91350100"), "the text itself must not stand in the picture");
    }

    #[test]
    fn an_overlong_text_is_refused() {
        assert_eq!(svg(&"粮".repeat(1_000)), Err(Refusal::QrTooLong { bytes: 3_000 }));
    }
}
