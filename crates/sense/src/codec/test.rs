//! What goes in comes out, whatever it was; bytes of strangers are refused; a realistic scan is small.

use super::*;
use proptest::prelude::*;

fn shape(rows: i64, columns: i64, layers: i64) -> Shape {
    Shape { rows, columns, layers }
}

fn reading() -> impl Strategy<Value = Option<i64>> {
    prop_oneof![
        8 => (-400..600_i64).prop_map(Some),
        1 => Just(None),
        1 => (-STEPS_MAX..=STEPS_MAX).prop_map(Some),
    ]
}

fn readings() -> impl Strategy<Value = Readings> {
    (1..9_i64, 1..9_i64, 1..6_i64).prop_flat_map(|(rows, columns, layers)| {
        let points = usize::try_from(rows * columns * layers).unwrap_or(1);
        let air = proptest::array::uniform4(proptest::option::of(-600..1_000_i64));
        (proptest::collection::vec(reading(), points), air).prop_map(move |(values, air)| Readings {
            shape: shape(rows, columns, layers),
            values,
            air,
        })
    })
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(readings in readings()) {
        let bytes = encode(&readings).unwrap();
        prop_assert_eq!(decode(&bytes), Some(readings));
    }

    #[test]
    fn a_changed_bit_never_reads_as_the_same(readings in readings(), at in any::<prop::sample::Index>(), bit in 0..8_u32) {
        let mut bytes = encode(&readings).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_ne!(decode(&bytes), Some(readings));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]
    #[test]
    fn bytes_of_strangers_are_refused_or_are_what_we_write(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = bytes;
        if let Some(first) = bytes.first_mut() {
            *first = VERSION;
        }
        if let Some(readings) = decode(&bytes) {
            prop_assert_eq!(encode(&readings), Some(bytes));
        }
    }
}

#[test]
fn readings_that_do_not_fit_are_refused() {
    let of = |shape, values: Vec<Option<i64>>| Readings { shape, values, air: [None; AIR] };
    let cases = [
        of(shape(2, 2, 2), vec![Some(1); 7]),
        of(shape(0, 2, 2), vec![]),
        of(shape(65, 1, 1), vec![Some(1); 65]),
        of(shape(1, 1, 1), vec![Some(STEPS_MAX + 1)]),
        of(shape(1, 1, 1), vec![Some(i64::MIN + 1)]),
    ];
    for readings in cases {
        assert_eq!(encode(&readings), None, "{readings:?}");
    }
}

/// A stack in summer: warm near the walls and on top, a sensor's noise of 0.2 °C, one cable dead.
fn stack() -> Readings {
    let shape = shape(13, 6, 4);
    let mut state = 7_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i64::from(state >> 24) % 5 - 2
    };
    let values = (0..312).map(|point| {
        let (row, column, layer) = shape.place(point);
        let wall = (row - 1).min(13 - row).min(column - 1).min(6 - column);
        let value = 150 + 40 / layer + 25 / (1 + wall) + noise();
        (!(row == 3 && column == 4)).then_some(value)
    });
    Readings { shape, values: values.collect(), air: [Some(312), Some(640), Some(287), None] }
}

#[test]
fn a_realistic_scan_takes_less_than_six_bits_a_point() {
    let readings = stack();
    let bytes = encode(&readings).unwrap();
    assert_eq!(decode(&bytes), Some(readings));
    assert!(bytes.len() * 8 < 312 * 6, "{} bytes for 312 points", bytes.len());
}

#[test]
fn the_bytes_of_a_small_scan_stand_as_specified() {
    let small = Readings {
        shape: shape(1, 2, 2),
        values: vec![Some(213), Some(215), None, Some(190)],
        air: [Some(-35), None, None, None],
    };
    let bytes = encode(&small).unwrap();
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(text, "0101020201450102fffff000000001aa0431");
    assert_eq!(decode(&bytes), Some(small));
}
