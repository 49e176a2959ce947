//! Heat and moisture in a stack over its depth: what the coming weeks make of it if the grain itself stays quiet. Conduction by finite
//! volumes and the Crank–Nicolson scheme (J. Crank, P. Nicolson, Proc. Camb. Phil. Soc. 43, 1947); moisture by diffusion of vapour between
//! kernels that are in balance with their air (K. K. Khankari, R. V. Morey, S. V. Patankar, *Mathematical model for moisture diffusion in
//! stored grain due to temperature gradients*, Trans. ASAE 37(5), 1994). Respiration, walls and aeration are not in it: where a reading
//! departs from the prediction, something else is at work, and that is the point of it.

#[cfg(test)]
mod test;

use super::air::{self, ChungPfost, KELVIN};
use crate::explain::{Parameter, Part};

/// Seconds of one step of the scheme.
const STEP: f64 = 10_800.0;
/// Steps of a day.
const STEPS_A_DAY: usize = 8;
/// Gas constant of water vapour, J/(kg·K).
const VAPOUR: f64 = 461.5;
/// Heat held by a cubic metre of air, J/(m³·K): turns a heat transfer coefficient into one of vapour (Lewis relation).
const AIR_HEAT: f64 = 1_207.0;

/// What a grain is like in bulk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Material {
    /// W/(m·K).
    pub conductivity: Parameter,
    /// J/(kg·K).
    pub heat_capacity: Parameter,
    /// kg/m³ as stored.
    pub density: Parameter,
    /// Vapour between the kernels, m²/s.
    pub vapour_diffusivity: Parameter,
    /// Balance of grain and air.
    pub isotherm: ChungPfost,
}

/// A stack from its surface down to the floor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stack {
    /// Metres.
    pub depth_m: f64,
    /// Slices of the scheme, 2 or more; a tenth of a metre each is plenty.
    pub slices: usize,
    /// From the headspace to the surface, W/(m²·K).
    pub surface: Parameter,
    /// From the ground through the floor, W/(m²·K).
    pub floor: Parameter,
}

/// What surrounds a stack on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Around {
    /// Mean temperature above the grain, °C.
    pub above: f64,
    /// Relative humidity above the grain in percent; `None` for a covered surface that no vapour passes.
    pub humidity: Option<f64>,
    /// Ground under the floor, °C.
    pub ground: f64,
}

/// A stack at the end of a day, slice by slice from the surface.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// °C.
    pub temperature: Vec<f64>,
    /// Percent, wet basis.
    pub moisture: Vec<f64>,
}

impl State {
    /// A state from readings at depths in metres, shallowest first: straight lines between, flat beyond. `None` without a reading.
    pub fn from_readings(stack: &Stack, temperature: &[(f64, f64)], moisture: &[(f64, f64)]) -> Option<Self> {
        let thick = stack.depth_m / stack.slices as f64;
        let along = |readings: &[(f64, f64)]| {
            (0..stack.slices)
                .map(|at| between(readings, (at as f64 + 0.5) * thick))
                .collect::<Option<Vec<f64>>>()
        };
        Some(Self { temperature: along(temperature)?, moisture: along(moisture)? })
    }

    /// The temperature at a depth in metres.
    pub fn temperature_at(&self, stack: &Stack, depth_m: f64) -> Option<f64> {
        let thick = stack.depth_m / stack.slices as f64;
        let centres: Vec<(f64, f64)> =
            self.temperature.iter().enumerate().map(|(at, t)| ((at as f64 + 0.5) * thick, *t)).collect();
        between(&centres, depth_m)
    }
}

fn between(readings: &[(f64, f64)], depth: f64) -> Option<f64> {
    let (first, last) = (readings.first()?, readings.last()?);
    let after = readings.iter().position(|(at, _)| *at >= depth);
    Some(match after {
        None => last.1,
        Some(0) => first.1,
        Some(at) => {
            let ((above, high), (below, low)) = (readings[at - 1], readings[at]);
            high + (low - high) * (depth - above) / (below - above)
        }
    })
}

/// A forecast of a stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Its state at the end of each day to come.
    pub days: Vec<State>,
    /// What it was computed from: the mean temperature of the last day, down to start, surroundings and parameters.
    pub explain: Part,
}

/// The state at the end of each day to come. `None` when the state does not fit the stack or has a moisture outside 0 to 100 percent.
pub fn predict(stack: &Stack, grain: &Material, start: &State, days: &[Around]) -> Option<Prediction> {
    let fits = |values: &[f64]| values.len() == stack.slices;
    let possible = start.moisture.iter().all(|moisture| *moisture > 0.0 && *moisture < 100.0);
    if stack.slices < 2 || !fits(&start.temperature) || !fits(&start.moisture) || !possible {
        return None;
    }
    let mut column = Column::new(stack, grain, start);
    let states = days.iter().map(|around| {
        for _ in 0..STEPS_A_DAY {
            column.warm(around);
            column.moisten(around);
        }
        let moisture = column.water.iter().map(|dry| 100.0 * dry / (1.0 + dry)).collect();
        State { temperature: column.heat.clone(), moisture }
    });
    let days_after: Vec<State> = states.collect();
    let explain = explain(stack, grain, start, days, &days_after);
    Some(Prediction { days: days_after, explain })
}

fn explain(stack: &Stack, grain: &Material, start: &State, days: &[Around], after: &[State]) -> Part {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let around = |of: fn(&Around) -> f64| super::mean(days.iter().map(of));
    let mut parts = vec![
        Part::input(["days", "预测天数", "days ahead"], days.len() as f64, "d"),
        Part::input(["start", "起始平均粮温", "mean at the start"], mean(&start.temperature), "°C"),
        Part::input(["moisture", "起始平均水分", "mean moisture at the start"], mean(&start.moisture), "%"),
    ];
    parts.extend(
        around(|day| day.above).map(|t| Part::input(["above", "仓温均值", "mean above the grain"], t, "°C")),
    );
    parts.extend(
        around(|day| day.ground).map(|t| Part::input(["ground", "地温均值", "mean of the ground"], t, "°C")),
    );
    let parameter = |names, value, unit| Part::parameter(names, value, unit);
    parts.extend([
        parameter(["conductivity", "导热系数", "conductivity"], grain.conductivity, "W/(m·K)"),
        parameter(["heat_capacity", "比热", "heat capacity"], grain.heat_capacity, "J/(kg·K)"),
        parameter(["density", "容积密度", "bulk density"], grain.density, "kg/m³"),
        parameter(
            ["vapour_diffusivity", "水汽扩散系数", "vapour diffusivity"],
            grain.vapour_diffusivity,
            "m²/s",
        ),
        parameter(["surface", "粮面换热系数", "heat transfer at the surface"], stack.surface, "W/(m²·K)"),
        parameter(["floor", "地坪传热系数", "heat transfer through the floor"], stack.floor, "W/(m²·K)"),
    ]);
    let last = after.last().map_or(&start.temperature, |state| &state.temperature);
    Part::computed(["mean", "末日平均粮温", "mean of the last day"], mean(last), "°C", parts)
}

/// A reading beside what conduction alone makes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Departure {
    /// Layer, 0 the top.
    pub layer: usize,
    /// Measured − predicted, °C.
    pub by: f64,
    /// The figures.
    pub explain: Part,
}

/// Layers that are further from their prediction than the tolerance in °C, most departed first. The layers are (predicted, measured).
pub fn departures(layers: &[(f64, Option<f64>)], tolerance: Parameter) -> Vec<Departure> {
    let mut found: Vec<Departure> = layers
        .iter()
        .enumerate()
        .filter_map(|(layer, (predicted, measured))| {
            let measured = (*measured)?;
            let by = measured - predicted;
            let parts = vec![
                Part::input(["measured", "实测", "measured"], measured, "°C"),
                Part::computed(
                    ["predicted", "传导模型预测", "predicted by conduction"],
                    *predicted,
                    "°C",
                    vec![],
                ),
                Part::parameter(["limit", "界限", "limit"], tolerance, "°C"),
            ];
            let explain =
                Part::computed(["departure", "偏离预测", "departure from the prediction"], by, "°C", parts);
            (by.abs() > tolerance.value).then_some(Departure { layer, by, explain })
        })
        .collect();
    found.sort_by(|a, b| b.by.abs().total_cmp(&a.by.abs()).then(a.layer.cmp(&b.layer)));
    found
}

/// The scheme's state: temperature in °C and water per dry grain, kg/kg.
struct Column<'a> {
    grain: &'a Material,
    thick: f64,
    surface: f64,
    floor: f64,
    dry_density: f64,
    heat: Vec<f64>,
    water: Vec<f64>,
}

impl<'a> Column<'a> {
    fn new(stack: &Stack, grain: &'a Material, start: &State) -> Self {
        let water: Vec<f64> = start.moisture.iter().map(|moisture| moisture / (100.0 - moisture)).collect();
        let mean = water.iter().sum::<f64>() / water.len() as f64;
        Self {
            grain,
            thick: stack.depth_m / stack.slices as f64,
            surface: stack.surface.value,
            floor: stack.floor.value,
            dry_density: grain.density.value / (1.0 + mean),
            heat: start.temperature.clone(),
            water,
        }
    }

    /// One step of heat: half the flow of the old temperatures, half of the new.
    fn warm(&mut self, around: &Around) {
        let n = self.heat.len();
        let inside = self.grain.conductivity.value / self.thick;
        let half = 2.0 * inside;
        let (top, bottom) = (series(self.surface, half), series(self.floor, half));
        let hold = self.grain.density.value * self.grain.heat_capacity.value * self.thick / STEP;
        let above = |at: usize| if at == 0 { top } else { inside };
        let below = |at: usize| if at + 1 == n { bottom } else { inside };
        let old = self.heat.clone();
        let upper = |at: usize| if at == 0 { around.above } else { old[at - 1] };
        let lower = |at: usize| if at + 1 == n { around.ground } else { old[at + 1] };
        let rows: Vec<[f64; 4]> = (0..n)
            .map(|at| {
                let (a, b) = (above(at) / 2.0, below(at) / 2.0);
                let mut right = hold * old[at] + a * (upper(at) - old[at]) + b * (lower(at) - old[at]);
                // The surroundings are known at both ends of the step.
                right += if at == 0 { a * around.above } else { 0.0 };
                right += if at + 1 == n { b * around.ground } else { 0.0 };
                let (left, next) = (if at == 0 { 0.0 } else { -a }, if at + 1 == n { 0.0 } else { -b });
                [left, hold + a + b, next, right]
            })
            .collect();
        self.heat = tridiagonal(&rows);
    }

    /// One step of water, implicit, around the vapour pressures of the new temperatures. Nothing passes the floor.
    fn moisten(&mut self, around: &Around) {
        let n = self.water.len();
        let pressure = |at: usize, water: f64| {
            let moisture = 100.0 * water / (1.0 + water);
            air::saturation(self.heat[at]) * self.grain.isotherm.humidity(self.heat[at], moisture) / 100.0
        };
        let now: Vec<f64> = (0..n).map(|at| pressure(at, self.water[at])).collect();
        // Rise of vapour pressure with water, by a small step.
        let steep: Vec<f64> =
            (0..n).map(|at| (pressure(at, self.water[at] + 1e-6) - now[at]) / 1e-6).collect();
        let per_pascal = |at: usize| 1.0 / (VAPOUR * (self.heat[at] + KELVIN));
        let inside = self.grain.vapour_diffusivity.value / self.thick;
        let between = |at: usize| inside * f64::midpoint(per_pascal(at), per_pascal(at + 1));
        let open = around.humidity.map(|humidity| {
            let passes = series(self.surface / AIR_HEAT, 2.0 * inside) * per_pascal(0);
            (passes, air::saturation(around.above) * humidity / 100.0)
        });
        let hold = self.dry_density * self.thick / STEP;
        let rows: Vec<[f64; 4]> = (0..n)
            .map(|at| {
                let mut row = [0.0, hold, 0.0, 0.0];
                if at > 0 {
                    let passes = between(at - 1);
                    row[0] = -passes * steep[at - 1];
                    row[1] += passes * steep[at];
                    row[3] += passes * (now[at - 1] - now[at]);
                } else if let Some((passes, outside)) = open {
                    row[1] += passes * steep[0];
                    row[3] += passes * (outside - now[0]);
                }
                if at + 1 < n {
                    let passes = between(at);
                    row[2] = -passes * steep[at + 1];
                    row[1] += passes * steep[at];
                    row[3] += passes * (now[at + 1] - now[at]);
                }
                row
            })
            .collect();
        self.water.iter_mut().zip(tridiagonal(&rows)).for_each(|(water, change)| *water += change);
    }
}

/// Two conductances one behind the other.
fn series(a: f64, b: f64) -> f64 {
    a * b / (a + b)
}

/// Solves rows of (left, own, next, right-hand side) by elimination; the matrices here are diagonally dominant, so no pivot is needed.
fn tridiagonal(rows: &[[f64; 4]]) -> Vec<f64> {
    let mut swept: Vec<(f64, f64)> = Vec::with_capacity(rows.len());
    let mut before = (0.0, 0.0);
    for [left, own, next, right] in rows {
        let pivot = own - left * before.0;
        before = (next / pivot, (right - left * before.1) / pivot);
        swept.push(before);
    }
    let mut later = 0.0;
    let mut solved: Vec<f64> = swept
        .iter()
        .rev()
        .map(|(next, right)| {
            later = right - next * later;
            later
        })
        .collect();
    solved.reverse();
    solved
}
