//! Sensor layouts from the geometry of a stack: how many points along each axis, and how far apart. The spacings are those of
//! GB 50320 §9.0.3 (flat stores: 5 m across, 2 m down, 0.5 m from the edges); it knows no device.

use serde::{Deserialize, Serialize};

/// Most points along one axis, and most points of one layout: beyond it somebody mistyped metres.
pub const AXIS_MAX: i64 = 64;
/// Most points of one layout.
pub const POINTS_MAX: i64 = 8_192;

/// Points of a position: rows × columns × layers, layer 1 the top. A single point is 1 × 1 × 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Shape {
    pub rows: i64,
    pub columns: i64,
    pub layers: i64,
}

impl Shape {
    /// One point.
    pub const ONE: Self = Self { rows: 1, columns: 1, layers: 1 };

    /// Number of points; `None` when there is none along an axis or they are more than a layout may have.
    pub fn points(self) -> Option<usize> {
        let axes = [self.rows, self.columns, self.layers];
        let fits = axes.iter().all(|n| (1..=AXIS_MAX).contains(n));
        let points = fits.then(|| axes.iter().product::<i64>()).filter(|n| *n <= POINTS_MAX)?;
        usize::try_from(points).ok()
    }

    /// Row, column and layer of a point, each from 1.
    pub fn place(self, point: usize) -> (i64, i64, i64) {
        let point = i64::try_from(point).unwrap_or(i64::MAX);
        let (rows, columns) = (self.rows.max(1), self.columns.max(1));
        (point / columns % rows + 1, point % columns + 1, point / (rows * columns) + 1)
    }
}

/// A shape with the distances between its points in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spacing {
    pub shape: Shape,
    /// Between rows.
    pub row_mm: i64,
    /// Between the columns of a row.
    pub column_mm: i64,
    /// Between the layers.
    pub layer_mm: i64,
}

/// Farthest that points of a layer stand apart, mm.
const ACROSS_MAX: i64 = 5_000;
/// Farthest that points of a cable stand apart, mm.
const DOWN_MAX: i64 = 2_000;
/// From the outermost points to wall, floor and surface, mm.
const EDGE: i64 = 500;
/// Longest side of a stack, mm.
const SIDE_MAX: i64 = 300_000;

/// The layout of a flat store's stack of these sides in mm: rows along the length, columns along the width. `None` when a side is not
/// between 1 m and 300 m.
pub fn flat(length: i64, width: i64, height: i64) -> Option<Spacing> {
    let axis = |side: i64, most: i64| {
        let inner = (1_000..=SIDE_MAX).contains(&side).then_some(side - 2 * EDGE)?;
        let gaps = (inner + most - 1) / most;
        Some((gaps + 1, if gaps == 0 { most } else { inner / gaps }))
    };
    let ((rows, row_mm), (columns, column_mm)) = (axis(length, ACROSS_MAX)?, axis(width, ACROSS_MAX)?);
    let (layers, layer_mm) = axis(height, DOWN_MAX)?;
    let shape = Shape { rows, columns, layers };
    shape.points().map(|_| Spacing { shape, row_mm, column_mm, layer_mm })
}

#[cfg(test)]
mod test {
    use super::*;

    #[test]
    fn a_store_of_sixty_by_twenty_four_metres_has_312_points() {
        let layout = flat(60_000, 24_000, 6_000).unwrap();
        assert_eq!(layout.shape, Shape { rows: 13, columns: 6, layers: 4 });
        assert_eq!(layout.shape.points(), Some(312));
        assert_eq!((layout.row_mm, layout.column_mm, layout.layer_mm), (4916, 4600, 1666));
        assert_eq!(layout.shape.place(0), (1, 1, 1));
        assert_eq!(layout.shape.place(311), (13, 6, 4));
    }

    #[test]
    fn no_two_points_are_farther_apart_than_the_standard_allows() {
        for side in (1_000..60_000).step_by(137) {
            let layout = flat(side, side, 6_000).unwrap();
            assert!(layout.row_mm <= ACROSS_MAX && layout.layer_mm <= DOWN_MAX, "{side}: {layout:?}");
            assert!((layout.shape.rows - 1) * layout.row_mm <= side - 2 * EDGE);
        }
        for (length, width, height) in
            [(0, 1, 1), (999, 9_000, 9_000), (400_000, 9_000, 9_000), (300_000, 300_000, 60_000)]
        {
            assert_eq!(flat(length, width, height), None, "{length} × {width} × {height}");
        }
    }
}
