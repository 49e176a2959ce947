//! The scheme beside closed solutions of the heat equation, and water that is neither lost nor made.

use super::*;
use crate::explain::Status;

fn parameter(value: f64) -> Parameter {
    Parameter::new(value, Status::NeedsCitation)
}

/// Wheat in bulk: figures of common tables.
fn wheat() -> Material {
    Material {
        conductivity: parameter(0.15),
        heat_capacity: parameter(1_700.0),
        density: parameter(780.0),
        vapour_diffusivity: parameter(6e-6),
        isotherm: ChungPfost { a: 529.43, b: 0.17609, c: 50.998 },
    }
}

fn stack(surface: f64, floor: f64) -> Stack {
    Stack { depth_m: 6.0, slices: 60, surface: parameter(surface), floor: parameter(floor) }
}

fn even(temperature: f64) -> State {
    State { temperature: vec![temperature; 60], moisture: vec![12.5; 60] }
}

fn sealed(above: f64, ground: f64) -> Around {
    Around { above, humidity: None, ground }
}

#[test]
fn a_cold_surface_enters_as_the_error_function_has_it() {
    // Semi-infinite solid, step at the surface: T = Ts + (T0 − Ts)·erf(z / 2√(αt)). Carslaw and Jaeger, 2.4.
    let days = 30;
    let found =
        predict(&stack(1e6, 1e-9), &wheat(), &even(25.0), &vec![sealed(5.0, 25.0); days]).unwrap().days;
    let diffusivity = 0.15 / (780.0 * 1_700.0);
    for day in [10, 30] {
        let reach = 2.0 * (diffusivity * 86_400.0 * day as f64).sqrt();
        for slice in [0, 2, 5, 10, 20, 40] {
            let depth = (f64::from(slice) + 0.5) * 0.1;
            let exact = 5.0 + 20.0 * libm::erf(depth / reach);
            let t = found[day - 1].temperature[slice as usize];
            // Half a percent of the step, at slices of a tenth of a metre.
            assert!((t - exact).abs() < 0.1, "day {day}, {depth} m: {t} beside {exact}");
        }
    }
}

#[test]
fn a_yearly_wave_is_damped_and_late_at_depth() {
    // Periodic surface: amplitude e^(−z/d), d = √(2α/ω). At the floor nothing passes; six metres are deep enough.
    let omega = std::f64::consts::TAU / (365.0 * 86_400.0);
    let damping = (2.0 * 0.15 / (780.0 * 1_700.0) / omega).sqrt();
    let wave: Vec<Around> = (0..3 * 365)
        .map(|day| sealed(15.0 + 12.0 * libm::sin(omega * 86_400.0 * (f64::from(day) + 0.5)), 15.0))
        .collect();
    let found = predict(&stack(1e6, 1e-9), &wheat(), &even(15.0), &wave).unwrap().days;
    for slice in [5_usize, 15] {
        let depth = (slice as f64 + 0.5) * 0.1;
        let last = found[730..].iter().map(|state| state.temperature[slice]);
        let swing = last.clone().fold(f64::MIN, f64::max) - last.fold(f64::MAX, f64::min);
        let exact = 24.0 * libm::exp(-depth / damping);
        assert!((swing / exact - 1.0).abs() < 0.03, "{depth} m: {swing} beside {exact}");
    }
}

#[test]
fn a_stack_in_balance_with_its_surroundings_stays_as_it_is() {
    let around = Around { above: 20.0, humidity: Some(wheat().isotherm.humidity(20.0, 12.5)), ground: 20.0 };
    let found = predict(&stack(8.0, 1.0), &wheat(), &even(20.0), &[around; 30]).unwrap().days;
    let last = &found[29];
    assert!(last.temperature.iter().all(|t| (t - 20.0).abs() < 1e-9));
    assert!(last.moisture.iter().all(|m| (m - 12.5).abs() < 1e-6));
}

#[test]
fn water_moves_from_warm_to_cold_and_none_is_lost_in_a_sealed_stack() {
    let winter = vec![sealed(0.0, 15.0); 90];
    let found = predict(&stack(8.0, 1.0), &wheat(), &even(25.0), &winter).unwrap().days;
    let water = |state: &State| state.moisture.iter().map(|m| m / (100.0 - m)).sum::<f64>();
    let last = &found[89];
    assert!((water(last) / water(&even(25.0)) - 1.0).abs() < 1e-9, "{}", water(last));
    assert!(last.moisture[0] > 12.55, "cold surface: {}", last.moisture[0]);
    assert!(last.moisture[10] < 12.5, "warm grain below: {}", last.moisture[10]);
    assert!(last.temperature.windows(2).take(30).all(|pair| pair[0] < pair[1]));
    // Open to damp air it gains, to dry air it loses.
    for (humidity, gains) in [(90.0, true), (20.0, false)] {
        let open = Around { humidity: Some(humidity), ..sealed(20.0, 20.0) };
        let found = predict(&stack(8.0, 1.0), &wheat(), &even(20.0), &[open; 30]).unwrap().days;
        assert_eq!(water(&found[29]) > water(&even(20.0)), gains, "{humidity}");
    }
}

#[test]
fn readings_become_a_profile_and_layers_that_depart_are_named() {
    let stack = stack(8.0, 1.0);
    let start =
        State::from_readings(&stack, &[(0.5, 10.0), (2.5, 14.0), (4.5, 20.0)], &[(3.0, 12.0)]).unwrap();
    for (depth, expected) in [(0.1, 10.0), (0.5, 10.0), (1.5, 12.0), (3.5, 17.0), (5.9, 20.0)] {
        assert!((start.temperature_at(&stack, depth).unwrap() - expected).abs() < 0.05, "{depth}");
    }
    assert!(start.moisture.iter().all(|m| *m == 12.0));
    assert_eq!(State::from_readings(&stack, &[], &[(3.0, 12.0)]), None);
    let layers = [(10.0, Some(10.4)), (14.0, Some(17.5)), (20.0, None), (20.0, Some(18.9))];
    let found = departures(&layers, parameter(1.0));
    let found: Vec<(usize, f64)> = found.iter().map(|d| (d.layer, (d.by * 10.0).round() / 10.0)).collect();
    assert_eq!(found, [(1, 3.5), (3, -1.1)]);
}

#[test]
fn a_state_that_does_not_fit_is_not_predicted() {
    let days = [sealed(0.0, 15.0)];
    let wrong = |temperature: usize, moisture: f64| State {
        temperature: vec![20.0; temperature],
        moisture: vec![moisture; 60],
    };
    for (start, fits) in [
        (wrong(60, 12.5), true),
        (wrong(59, 12.5), false),
        (wrong(60, 100.0), false),
        (wrong(60, 0.0), false),
    ] {
        assert_eq!(predict(&stack(8.0, 1.0), &wheat(), &start, &days).is_some(), fits);
    }
}
