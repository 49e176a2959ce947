//! Grain condition (粮情): what the readings of a stack say about it. Types of a stack and its frames; the modules below compare,
//! judge, forecast and advise. Limits come from the caller with how well each is founded; nothing here acts on a stack.

pub mod aeration;
pub mod air;
pub mod baseline;
pub mod compare;
pub mod conduction;
pub mod decline;
pub mod hot_spot;
mod judge;
pub mod loss;
pub mod rule;
pub mod sample;
#[cfg(test)]
mod test;

pub use judge::{Expected, Judged, Scene, Season, judge};

/// Microseconds of a day.
pub const DAY: i64 = 86_400_000_000;

/// Where the sensor points of a stack are. Layer 0 is the top; places count from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Layout {
    /// Rows of cables.
    pub rows: usize,
    /// Cables in a row.
    pub columns: usize,
    /// Points on a cable.
    pub layers: usize,
    /// Metres between rows.
    pub row_m: f64,
    /// Metres between cables of a row.
    pub column_m: f64,
    /// Metres between points of a cable.
    pub layer_m: f64,
}

impl Layout {
    /// A layout of so many rows, columns and layers, and the distances between them in millimetres.
    pub fn in_millimetres([rows, columns, layers]: [usize; 3], distances: [i64; 3]) -> Self {
        let [row_m, column_m, layer_m] = distances.map(|mm| mm as f64 / 1000.0);
        Self { rows, columns, layers, row_m, column_m, layer_m }
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        self.rows * self.columns * self.layers
    }

    /// Has it no point?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Index of a point: layer by layer from the top, each row by row.
    pub fn index(&self, row: usize, column: usize, layer: usize) -> usize {
        (layer * self.rows + row) * self.columns + column
    }

    /// Row, column and layer of a point.
    pub fn place(&self, point: usize) -> (usize, usize, usize) {
        (point / self.columns % self.rows, point % self.columns, point / (self.rows * self.columns))
    }

    /// The points of a layer.
    pub fn layer(&self, layer: usize) -> std::ops::Range<usize> {
        let size = self.rows * self.columns;
        layer * size..(layer + 1) * size
    }

    /// How many points a point is away from the nearest wall, 0 beside it.
    pub fn ring(&self, point: usize) -> usize {
        let (row, column, _) = self.place(point);
        row.min(self.rows - 1 - row).min(column).min(self.columns - 1 - column)
    }

    /// The up to six neighbours of a point along the axes, each with its distance in metres.
    pub fn neighbours(&self, point: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let (row, column, layer) = self.place(point);
        let along = |at: usize, count: usize| [at.checked_sub(1), Some(at + 1).filter(|next| *next < count)];
        let rows = along(row, self.rows).map(|r| r.map(|row| (self.index(row, column, layer), self.row_m)));
        let columns = along(column, self.columns)
            .map(|c| c.map(|column| (self.index(row, column, layer), self.column_m)));
        let layers =
            along(layer, self.layers).map(|l| l.map(|layer| (self.index(row, column, layer), self.layer_m)));
        rows.into_iter().chain(columns).chain(layers).flatten()
    }
}

/// Air at one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Air {
    /// °C.
    pub temperature: f64,
    /// Relative humidity in percent.
    pub humidity: Option<f64>,
}

/// One scan of one position.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// When, in UTC microseconds.
    pub at: i64,
    /// Grain temperature of every point of the layout in °C; `None` where the sensor gave nothing.
    pub grain: Vec<Option<f64>>,
    /// Air outside.
    pub outside: Option<Air>,
    /// Air above the grain.
    pub headspace: Option<Air>,
}

/// A reading in whole tenths as a number.
pub fn tenths(value: i64) -> f64 {
    value as f64 / 10.0
}

/// Mean of what is there; `None` when nothing is.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

/// Median of what is there; `None` when nothing is.
pub fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut all: Vec<f64> = values.collect();
    let (count, half) = (all.len(), all.len() / 2);
    if count == 0 {
        return None;
    }
    let (below, high, _) = all.select_nth_unstable_by(half, f64::total_cmp);
    let low = below.iter().copied().reduce(f64::max).filter(|_| count % 2 == 0);
    Some(low.map_or(*high, |low| f64::midpoint(low, *high)))
}
