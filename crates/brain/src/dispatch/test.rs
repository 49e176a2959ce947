//! Plans of random instances against the independent checker, against every plan there is, and instances that make no sense.

use proptest::prelude::*;
use std::collections::BTreeMap;

use super::{Effort, Fleet, Instance, Item, Need, Objective, Plan, Refusal, Site, Travel, solve};
use crate::check;

const ALL: [Objective; 4] = [Objective::Fastest, Objective::Cheapest, Objective::Fairest, Objective::Prudent];

fn planned(instance: &Instance, objective: Objective, effort: Effort) -> Plan {
    let plan = solve(instance, objective, effort, &|| false).expect("planned");
    let verdict = check::plan(instance, &plan);
    assert!(
        verdict.faults.is_empty(),
        "{:?}\n{}",
        verdict.faults,
        serde_json::to_string(instance).expect("JSON")
    );
    plan
}

fn id(kind: &str, at: usize) -> String {
    format!("{kind}{at}")
}

prop_compose! {
    /// Small instances with every kind of limit, some of them absent.
    fn instances()(
        items in prop::collection::vec((prop::option::weighted(0.9, 1u32..60), 1u32..4), 1..4),
        sites in prop::collection::vec((prop::option::weighted(0.7, 0u32..40), prop::collection::vec(0u32..300, 3), 0u32..50), 1..6),
        needs in prop::collection::vec((0usize..5, 0usize..3, 0u32..250, prop::option::weighted(0.7, 0u32..40), 1u32..4), 1..9),
        ways in prop::collection::vec(prop::option::weighted(0.8, (0u32..30, 0u32..300)), 25),
        fleets in prop::collection::vec((0usize..6, 0u32..6, 1u32..10), 0..3),
        periods in 1u32..5,
        period_h in prop::option::weighted(0.8, 2u32..8),
        closed in prop::collection::vec((0usize..6, 0usize..5), 0..3),
    ) -> Instance {
        let site = |at: usize| id("s", at % sites.len());
        let place_count = 5;
        let mut matrix = Vec::new();
        for from in 0..sites.len() {
            for to in 0..place_count {
                if let Some((hours, yuan)) = ways[from * place_count + to] {
                    matrix.push((id("s", from), id("p", to), f64::from(hours) / 2.0, f64::from(yuan)));
                }
            }
        }
        let stock = |stock: &[u32]| -> BTreeMap<String, f64> {
            stock.iter().take(items.len()).enumerate().map(|(at, &units)| (id("i", at), f64::from(units))).collect()
        };
        Instance {
            period_h: period_h.map(f64::from),
            periods: Some(periods),
            items: items.iter().enumerate().map(|(at, &(kg, priority))| Item {
                id: id("i", at), kg_per_unit: kg.map(|kg| f64::from(kg) * 10.0), priority: Some(priority),
            }).collect(),
            sites: sites.iter().enumerate().map(|(at, (load, units, keep))| Site {
                id: id("s", at), load_t_per_period: load.map(f64::from), stock: stock(units),
                keep: BTreeMap::from([(id("i", 0), f64::from(*keep))]), ..Site::default()
            }).collect(),
            needs: needs.iter().map(|&(place, item, quantity, due, priority)| Need {
                place: id("p", place), item: id("i", item % items.len()), quantity: f64::from(quantity),
                due_h: due.map(f64::from), priority: Some(priority), ..Need::default()
            }).collect(),
            travel: Travel { matrix: Some(matrix), circle: None },
            fleets: fleets.iter().enumerate().map(|(at, &(home, vehicles, payload))| Fleet {
                id: id("f", at), at: vec![site(home)], vehicles, payload_t: f64::from(payload),
            }).collect(),
            closed: closed.iter().map(|&(from, to)| (site(from), id("p", to))).collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_keeps_every_limit_and_its_bound(instance in instances(), which in 0usize..4) {
        let plan = planned(&instance, ALL[which], Effort { rounds: 12, gap_ppm: 1000, tried: 12 });
        prop_assert!(plan.bound <= plan.value && plan.gap >= 0.0);
    }

    #[test]
    fn without_periods_and_fleets_the_plan_is_optimal(mut instance in instances(), which in 0usize..2) {
        instance.periods = Some(1);
        instance.fleets.clear();
        // Tonnes throughout: nothing is lost by whole units.
        for item in &mut instance.items {
            item.kg_per_unit = Some(1000.0);
        }
        let plan = planned(&instance, ALL[which], Effort::default());
        prop_assert!(plan.gap < 1e-9, "gap {}", plan.gap);
    }
}

/// Every plan in whole tonnes: the best value by trying, for a bound that must not exceed it.
fn by_trying(instance: &Instance, plan: &Plan) -> f64 {
    let mut best = f64::INFINITY;
    let periods = instance.periods.unwrap_or(1);
    let matrix = instance.travel.matrix.as_deref().unwrap_or_default();
    let mut slots = Vec::new();
    for (at, need) in instance.needs.iter().enumerate() {
        for (site, place, hours, _) in matrix {
            if *place == need.place {
                slots.extend((0..periods).map(|period| (at, site.clone(), period, *hours)));
            }
        }
    }
    let most: Vec<u32> = slots.iter().map(|slot| instance.needs[slot.0].quantity as u32).collect();
    let mut units = vec![0; slots.len()];
    loop {
        let mut tried = Plan { flows: Vec::new(), unmet: Vec::new(), ..plan.clone() };
        for ((need, site, period, hours), &quantity) in slots.iter().zip(&units) {
            let need = &instance.needs[*need];
            if quantity > 0 {
                tried.flows.push(super::Flow {
                    site: site.clone(),
                    place: need.place.clone(),
                    item: need.item.clone(),
                    quantity: f64::from(quantity),
                    load_period: *period,
                    arrive_h: instance.period_h.unwrap_or(0.0) * f64::from(*period) + hours,
                    need: None,
                    fleet: instance.fleets.first().map(|fleet| fleet.id.clone()),
                });
            }
        }
        let verdict = check::plan(instance, &tried);
        let claims = ["plan.unmet", "plan.objective", "plan.gap"];
        if verdict.faults.iter().all(|fault| claims.contains(&fault.code)) {
            let totals = verdict.objective;
            let value =
                totals.unmet * plan.weights.unmet + totals.late * plan.weights.late + totals.cost * 100.0;
            best = best.min(value);
        }
        let Some(at) = (0..units.len()).find(|&at| units[at] < most[at]) else { return best };
        units[at] += 1;
        units[..at].fill(0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_plan_in_whole_tonnes_beats_the_bound(
        stock in prop::collection::vec(0u32..4, 2), load in 1u32..4, quantity in prop::collection::vec(1u32..3, 2),
        due in prop::collection::vec(0u32..12, 2), hours in prop::collection::vec(0u32..8, 4), trucks in 0u32..3, weights in prop::collection::vec(1u32..4, 2),
    ) {
        let mut matrix = Vec::new();
        for from in 0..2 {
            for to in 0..2 {
                matrix.push((id("s", from), id("p", to), f64::from(hours[from * 2 + to]), f64::from(hours[from * 2 + to] * 7 + 1)));
            }
        }
        let instance = Instance {
            period_h: Some(6.0),
            periods: Some(2),
            items: vec![Item { id: id("i", 0), kg_per_unit: Some(1000.0), priority: None }],
            sites: (0..2).map(|at| Site {
                id: id("s", at), load_t_per_period: Some(f64::from(load)),
                stock: BTreeMap::from([(id("i", 0), f64::from(stock[at]))]), ..Site::default()
            }).collect(),
            needs: (0..2).map(|at| Need {
                place: id("p", at), item: id("i", 0), quantity: f64::from(quantity[at]),
                due_h: Some(f64::from(due[at])), priority: Some(weights[at]), ..Need::default()
            }).collect(),
            travel: Travel { matrix: Some(matrix), circle: None },
            fleets: if trucks == 0 { vec![] } else {
                vec![Fleet { id: id("f", 0), at: vec![id("s", 0), id("s", 1)], vehicles: trucks, payload_t: 1.0 }]
            },
            closed: vec![],
        };
        let plan = planned(&instance, Objective::Cheapest, Effort::default());
        let best = by_trying(&instance, &plan);
        prop_assert!(plan.bound <= best + 1e-6 * best.abs() + 1e-3, "bound {} above {best}", plan.bound);
    }
}

fn small() -> Instance {
    serde_json::from_str(
        r#"{"period_h": 6, "periods": 2,
            "items": [{"id": "tent", "kg_per_unit": 50}, {"id": "rice", "kg_per_unit": 1}],
            "sites": [{"id": "near", "lon": 103.0, "lat": 31.0, "load_t_per_period": 5, "stock": {"tent": 200, "rice": 4000}, "keep": {"tent": 20}},
                      {"id": "far", "lon": 105.0, "lat": 31.0, "stock": {"tent": 1000}}],
            "needs": [{"place": "county", "lon": 103.5, "lat": 31.0, "item": "tent", "quantity": 300, "due_h": 6, "priority": 2},
                      {"place": "county", "lon": 103.5, "lat": 31.0, "item": "rice", "quantity": 3000}],
            "travel": {"circle": {"factor": 1.3, "kmh": 60, "nearest": 60, "cost_per_tkm": 0.5}}}"#,
    )
    .expect("well formed")
}

#[test]
fn a_plan_says_what_holds_it_back_and_what_more_would_change() {
    let plan = planned(&small(), Objective::Cheapest, Effort::default());
    assert_eq!(plan.objective.unmet, 0.0);
    assert_eq!(plan.objective.late, 0.0);
    assert!(plan.unmet.is_empty());
    let tents: f64 = plan
        .flows
        .iter()
        .filter(|flow| flow.item == "tent" && flow.site == "near")
        .map(|flow| flow.quantity)
        .sum();
    // 5 t of tents in the first period, for the rest would be late.
    assert!((90.0..=100.0).contains(&tents), "{tents}");
    assert!(plan.gap <= 0.05, "{}", plan.gap);
    let mut single = small();
    single.periods = Some(1);
    let plan = planned(&single, Objective::Cheapest, Effort::default());
    let loading = plan
        .binding
        .iter()
        .find(|limit| limit.kind == "loading" && limit.at == "near")
        .expect("loading binds");
    assert!(loading.gain > 0.0 && loading.change.cost < 0.0);
    let mut closed = small();
    closed.closed.push(("far".to_owned(), "county".to_owned()));
    let without = planned(&closed, Objective::Cheapest, Effort::default());
    assert!(without.objective.unmet > 0.0);
}

#[test]
fn the_alternatives_differ_where_they_should() {
    let text = r#"{"items": [{"id": "a", "kg_per_unit": 1000}],
        "sites": [{"id": "s", "stock": {"a": 100}}, {"id": "t", "stock": {"a": 100}}],
        "needs": [{"place": "p", "item": "a", "quantity": 100}, {"place": "q", "item": "a", "quantity": 100}],
        "travel": {"matrix": [["s", "p", 1, 90], ["t", "p", 9, 10], ["s", "q", 1, 10]]}}"#;
    let mut instance: Instance = serde_json::from_str(text).expect("well formed");
    let sent = |plan: &Plan, site: &str| -> f64 {
        plan.flows.iter().filter(|flow| flow.site == site).map(|flow| flow.quantity).sum()
    };
    instance.needs.truncate(1);
    assert_eq!(sent(&planned(&instance, Objective::Fastest, Effort::default()), "s"), 100.0);
    assert_eq!(sent(&planned(&instance, Objective::Cheapest, Effort::default()), "t"), 100.0);
    let prudent = planned(&instance, Objective::Prudent, Effort::default());
    // The dear site gives before the cheap one's last fifth is touched.
    assert_eq!((sent(&prudent, "s"), sent(&prudent, "t")), (20.0, 80.0));
    let mut scarce: Instance = serde_json::from_str(text).expect("well formed");
    scarce.sites.truncate(1);
    scarce.travel.matrix.as_mut().expect("a matrix").remove(1);
    let fair = planned(&scarce, Objective::Fairest, Effort::default());
    let least = fair.unmet.iter().map(|unmet| unmet.quantity).fold(0.0, f64::max);
    assert_eq!(least, 50.0);
    let cheap = planned(&scarce, Objective::Cheapest, Effort::default());
    assert_eq!(cheap.unmet[0].quantity, 100.0);
}

#[test]
fn a_plan_that_is_told_to_stop_is_a_plan() {
    let plan = solve(&small(), Objective::Cheapest, Effort::default(), &|| true).expect("planned");
    assert!(check::plan(&small(), &plan).faults.is_empty());
    assert!(plan.gap > 0.0 && plan.gap <= 1.0);
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let changed = |change: fn(&mut Instance)| {
        let mut instance = small();
        change(&mut instance);
        solve(&instance, Objective::Cheapest, Effort::default(), &|| false).map(|plan| plan.flows.len())
    };
    let cases: [(fn(&mut Instance), &str); 9] = [
        (
            |i| i.needs[0].item = "boat".into(),
            "needs[0].item: there is no item `boat`; name one of the instance",
        ),
        (|i| i.sites[1].id = "near".into(), "site `near` stands twice; give each its own id"),
        (|i| i.needs[0].quantity = -1.0, "needs[0].quantity: -1 is not between 0 and 1000000000000"),
        (|i| i.needs[0].quantity = f64::NAN, "needs[0].quantity: NaN is not between 0 and 1000000000000"),
        (
            |i| i.needs[0].quantity = 1e12,
            "the goods together are too heavy to count exactly; use tonnes as unit or divide the instance",
        ),
        (|i| i.travel = Travel::default(), "travel: give a matrix, a circle, or both"),
        (|i| i.sites[0].lon = None, "sites[0]: travel by circle needs lon and lat"),
        (|i| i.periods = Some(0), "periods: 0 is not between 1 and 400"),
        (|i| i.period_h = Some(f64::INFINITY), "period_h: inf is not between 0.016666666666666666 and 10000"),
    ];
    for (change, words) in cases {
        let refusal: Refusal = changed(change).expect_err(words);
        assert_eq!(refusal.to_string(), words);
        assert!(!refusal.zh().is_empty());
    }
    assert_eq!(changed(|i| i.needs.clear()), Ok(0));
    assert_eq!(changed(|i| i.sites.clear()), Ok(0));
}

#[test]
fn the_checker_finds_what_is_wrong_with_a_plan() {
    let instance = small();
    let good = planned(&instance, Objective::Cheapest, Effort::default());
    let cases: [(fn(&mut Plan), &str); 9] = [
        (|p| p.flows[0].site = "nowhere".into(), "plan.unknown"),
        (|p| p.flows[0].place = "nowhere".into(), "plan.no-need"),
        (|p| p.flows[0].quantity = f64::NAN, "plan.number"),
        (|p| p.flows[0].load_period = 2, "plan.number"),
        (|p| p.flows[0].arrive_h -= 0.5, "plan.arrival"),
        (
            |p| p.flows.iter_mut().filter(|f| f.site == "near").for_each(|f| f.quantity *= 40.0),
            "plan.loading",
        ),
        (|p| p.flows.iter_mut().for_each(|f| f.quantity *= 40.0), "plan.too-much"),
        (|p| drop(p.flows.remove(0)), "plan.unmet"),
        (|p| p.objective.cost += 1.0, "plan.objective"),
    ];
    for (spoil, code) in cases {
        let mut plan = good.clone();
        spoil(&mut plan);
        let verdict = check::plan(&instance, &plan);
        assert!(verdict.faults.iter().any(|fault| fault.code == code), "{code}: {:?}", verdict.faults);
    }
}
