//! What rounds are refused, one line per case, and what their layers come to.

use base::term::Stop;
use jiff::civil::date;

use super::{Gas, Layer, NewRound, Pests, Temperatures, check};
use crate::testing::{TODAY, position_code};

fn temperatures() -> Temperatures {
    Temperatures {
        layers: vec![
            Layer { highest: 182, mean: 164, lowest: Some(151) },
            Layer { highest: 150, mean: 141, lowest: None },
        ],
        headspace: Some(170),
        air: Some(-35),
        headspace_humidity: Some(62),
        air_humidity: None,
    }
}

fn round() -> NewRound {
    NewRound {
        position: position_code(1),
        day: TODAY,
        temperature: Some(temperatures()),
        moisture: Some(125),
        pests: Some(Pests { density: 2, main: 1, quarantine: 0 }),
        gas: None,
        note: None,
    }
}

#[test]
fn a_round_holds_figures_that_can_be() {
    let change = |change: fn(&mut NewRound)| {
        let mut new = round();
        change(&mut new);
        new
    };
    let layer = |change: fn(&mut Layer)| {
        let mut new = round();
        new.temperature.iter_mut().for_each(|t| change(&mut t.layers[1]));
        new
    };
    let gas = |oxygen, phosphine| Some(Gas { oxygen, phosphine, carbon_dioxide: None });
    let only_gas = |found| NewRound { temperature: None, moisture: None, pests: None, gas: found, ..round() };
    for (new, want) in [
        (round(), "recorded"),
        (only_gas(None), "round.empty"),
        (only_gas(gas(None, None)), "round.empty"),
        (only_gas(gas(Some(209), None)), "recorded"),
        (change(|n| n.day = date(2026, 11, 24)), "round.day"),
        (change(|n| n.day = date(2026, 11, 15)), "round.day"),
        (change(|n| n.day = date(2026, 11, 16)), "recorded"),
        (change(|n| n.temperature.iter_mut().for_each(|t| t.layers.clear())), "layers"),
        (change(|n| n.temperature.iter_mut().for_each(|t| t.layers = vec![t.layers[0]; 13])), "layers"),
        (layer(|l| l.mean = 151), "layers"),
        (layer(|l| l.lowest = Some(142)), "layers"),
        (layer(|l| (l.highest, l.mean) = (801, 800)), "layers"),
        (change(|n| n.temperature.iter_mut().for_each(|t| t.air = Some(-601))), "air"),
        (change(|n| n.temperature.iter_mut().for_each(|t| t.air_humidity = Some(101))), "air_humidity"),
        (change(|n| n.moisture = Some(501)), "moisture"),
        (change(|n| n.pests = Some(Pests { density: 1, main: 2, quarantine: 0 })), "main"),
        (change(|n| n.pests = Some(Pests { density: -1, main: 0, quarantine: 0 })), "density"),
        (change(|n| n.pests = Some(Pests { density: 0, main: 0, quarantine: -1 })), "quarantine"),
        (only_gas(gas(Some(1_001), None)), "oxygen"),
        (only_gas(gas(None, Some(-1))), "phosphine"),
        (change(|n| n.note = Some("长".repeat(501))), "note"),
    ] {
        let got = match check(&new, TODAY).map_err(Stop::from) {
            Ok(()) => "recorded".to_owned(),
            Err(Stop::Refused(refusal)) if refusal.code == "round.range" => refusal.field.to_owned(),
            Err(Stop::Refused(refusal)) => refusal.code.to_owned(),
            Err(Stop::Fault(fault)) => panic!("{fault}"),
        };
        assert_eq!(got, want, "{new:?}");
    }
}

#[test]
fn layers_come_to_one_highest_mean_and_lowest() {
    let layers = |means: &[i64]| Temperatures {
        layers: means.iter().map(|mean| Layer { highest: mean + 5, mean: *mean, lowest: None }).collect(),
        ..temperatures()
    };
    for (t, want) in [
        (temperatures(), (Some(182), Some(153), Some(141))),
        (layers(&[100, 101]), (Some(106), Some(101), Some(100))),
        (layers(&[-100, -101]), (Some(-95), Some(-101), Some(-101))),
        (layers(&[]), (None, None, None)),
    ] {
        assert_eq!((t.highest(), t.mean(), t.lowest()), want, "{t:?}");
    }
}
