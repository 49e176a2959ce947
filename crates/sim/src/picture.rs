//! Drawings in place of photographs, so that the demonstration's catalogue has pictures: flat shapes as PNG (ISO/IEC 15948), the same
//! bytes at every run. Nobody could take them for a photograph of a real thing.

use base::content::{Content, Stored};
use base::term::Stop;

const WIDTH: usize = 240;
const HEIGHT: usize = 180;

type Rgb = [u8; 3];

const WOOD: Rgb = [150, 104, 66];
const DARK: Rgb = [58, 66, 76];
const STEEL: Rgb = [146, 156, 168];
const SCREEN: Rgb = [64, 110, 158];
const CLOTH: Rgb = [92, 124, 104];
const WHITE: Rgb = [236, 238, 240];

/// What can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Desk,
    Chair,
    Computer,
    Cabinet,
    AirConditioner,
    Projector,
    Sofa,
    Watch,
}

impl Shape {
    /// Every shape.
    pub const ALL: [Shape; 8] = [
        Shape::Desk,
        Shape::Chair,
        Shape::Computer,
        Shape::Cabinet,
        Shape::AirConditioner,
        Shape::Projector,
        Shape::Sofa,
        Shape::Watch,
    ];

    /// Its boxes: left, top, width, height, colour; later ones over earlier ones.
    fn boxes(self) -> &'static [(usize, usize, usize, usize, Rgb)] {
        match self {
            Shape::Desk => &[
                (40, 78, 160, 12, WOOD),
                (48, 90, 8, 60, DARK),
                (184, 90, 8, 60, DARK),
                (140, 90, 44, 40, WOOD),
                (144, 108, 36, 3, DARK),
            ],
            Shape::Chair => &[
                (84, 36, 72, 56, CLOTH),
                (78, 98, 84, 14, CLOTH),
                (116, 112, 8, 28, DARK),
                (84, 140, 72, 6, DARK),
            ],
            Shape::Computer => &[
                (62, 34, 116, 76, DARK),
                (68, 40, 104, 64, SCREEN),
                (114, 110, 12, 18, STEEL),
                (92, 128, 56, 6, STEEL),
                (70, 144, 100, 10, STEEL),
            ],
            Shape::Cabinet => &[
                (80, 24, 80, 132, STEEL),
                (84, 28, 72, 38, WHITE),
                (84, 70, 72, 38, WHITE),
                (84, 112, 72, 38, WHITE),
                (114, 44, 12, 4, DARK),
                (114, 86, 12, 4, DARK),
                (114, 128, 12, 4, DARK),
            ],
            Shape::AirConditioner => {
                &[(36, 56, 168, 52, WHITE), (44, 94, 152, 6, STEEL), (176, 66, 18, 6, SCREEN)]
            }
            Shape::Projector => &[
                (56, 78, 128, 44, WHITE),
                (68, 88, 26, 26, DARK),
                (74, 94, 14, 14, SCREEN),
                (64, 122, 10, 8, DARK),
                (166, 122, 10, 8, DARK),
            ],
            Shape::Sofa => &[
                (36, 62, 168, 44, CLOTH),
                (28, 84, 18, 44, CLOTH),
                (194, 84, 18, 44, CLOTH),
                (46, 100, 148, 24, WOOD),
                (52, 128, 8, 12, DARK),
                (180, 128, 8, 12, DARK),
            ],
            Shape::Watch => &[
                (104, 20, 32, 140, DARK),
                (90, 60, 60, 60, STEEL),
                (98, 68, 44, 44, WHITE),
                (118, 74, 4, 18, DARK),
                (118, 88, 14, 4, DARK),
            ],
        }
    }

    /// The drawing as PNG.
    pub fn png(self) -> Vec<u8> {
        let mut rows = Vec::with_capacity((WIDTH * 3 + 1) * HEIGHT);
        for y in 0..HEIGHT {
            rows.push(0); // no filter
            for x in 0..WIDTH {
                let inside = |&&(left, top, width, height, _): &&(usize, usize, usize, usize, Rgb)| {
                    (left..left + width).contains(&x) && (top..top + height).contains(&y)
                };
                let colour = self.boxes().iter().rev().find(inside).map_or([214, 220, 226], |found| found.4);
                rows.extend_from_slice(&colour);
            }
        }
        let mut head = Vec::new();
        head.extend_from_slice(&(WIDTH as u32).to_be_bytes());
        head.extend_from_slice(&(HEIGHT as u32).to_be_bytes());
        head.extend_from_slice(&[8, 2, 0, 0, 0]); // 8 bits a channel, RGB
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut file, b"IHDR", &head);
        chunk(&mut file, b"IDAT", &packed(&rows));
        chunk(&mut file, b"IEND", &[]);
        file
    }
}

/// Puts every drawing into a content store; the acts of the demonstration name them.
pub fn keep(content: &Content) -> Result<(), Stop> {
    for shape in Shape::ALL {
        let _: Stored = content.put(&shape.png())?;
    }
    Ok(())
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend_from_slice(&(data.len() as u32).to_be_bytes());
    let from = file.len();
    file.extend_from_slice(kind);
    file.extend_from_slice(data);
    let check = crc(&file[from..]);
    file.extend_from_slice(&check.to_be_bytes());
}

/// CRC-32 of ISO 3309, bit by bit: a picture is small.
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(!0_u32, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

/// A zlib stream (RFC 1950) in stored blocks, without compression:
/// eight small drawings are not worth a compressor.
fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = bytes.chunks(65_535);
    let last = blocks.len().saturating_sub(1);
    for (i, block) in blocks.enumerate() {
        out.push(u8::from(i == last));
        let length = block.len() as u16;
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend_from_slice(&(b << 16 | a).to_be_bytes());
    out
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        let tail = packed(b"Wikipedia");
        assert_eq!(&tail[tail.len() - 4..], 0x11E6_0398_u32.to_be_bytes());
    }

    #[test]
    fn every_shape_is_a_picture_that_the_content_store_takes() {
        for shape in Shape::ALL {
            assert_eq!(base::content::Kind::of(&shape.png()), Some(base::content::Kind::Png), "{shape:?}");
        }
    }
}
