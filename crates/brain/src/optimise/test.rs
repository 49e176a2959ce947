//! The solvers against each other and against a plain search, on thousands of small networks, and against hostile ones.

use proptest::prelude::*;

use super::scaling::{self, Until};
use super::{Network, Refusal, dimacs, simplex};

const NEVER: super::Stop = &|| false;

/// The cheapest flow by trying every flow; `None` if there is none. Only for a few arcs of small capacity.
fn by_trying(network: &Network) -> Option<i128> {
    let mut flow = vec![0; network.arcs.len()];
    let mut best = None;
    loop {
        if network.feasible(&flow) {
            let cost = network.cost(&flow);
            best = Some(best.map_or(cost, |best: i128| best.min(cost)));
        }
        let Some(at) = (0..flow.len()).find(|&at| flow[at] < network.arcs[at].capacity) else { return best };
        flow[at] += 1;
        flow[..at].fill(0);
    }
}

/// Networks that often have a flow: supplies are what some random flow leaves over, sometimes disturbed.
fn networks(
    nodes: usize,
    arcs: usize,
    capacity: i64,
    cost: std::ops::Range<i64>,
) -> impl Strategy<Value = Network> {
    let arc = (0..nodes, 0..nodes, 0..=capacity, cost, 0..=capacity);
    (prop::collection::vec(arc, 0..=arcs), 0..8).prop_map(move |(arcs, disturbed)| {
        let mut network = Network::new(nodes);
        for (tail, head, capacity, cost, used) in arcs {
            network.add(tail, head, capacity, cost);
            let used = used.min(capacity);
            network.supply[tail] += used;
            network.supply[head] -= used;
        }
        if disturbed == 0 {
            network.supply[0] += 1;
            network.supply[nodes - 1] -= 1;
        }
        network
    })
}

fn proven(network: &Network, solution: &super::Solution) {
    assert!(network.feasible(&solution.flow), "infeasible flow for {network:?}");
    assert_eq!(network.cost(&solution.flow), solution.cost);
    assert_eq!(network.bound(&solution.potential, solution.scale), solution.bound);
    assert_eq!(solution.cost, solution.bound, "not optimal for {network:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn simplex_finds_what_trying_every_flow_finds(network in networks(4, 6, 3, -6..7)) {
        match (simplex::solve(&network, NEVER), by_trying(&network)) {
            (Ok(solution), Some(best)) => {
                proven(&network, &solution);
                prop_assert_eq!(solution.cost, best);
            }
            (Err(Refusal::Infeasible { .. }), None) => {}
            (found, best) => prop_assert!(false, "{:?} against {:?}", found, best),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scaling_finds_what_the_simplex_finds(network in networks(12, 60, 50, -20..200)) {
        match (scaling::solve(&network, Until::OPTIMAL, NEVER), simplex::solve(&network, NEVER)) {
            (Ok(one), Ok(other)) => {
                proven(&network, &one);
                prop_assert_eq!(one.cost, other.cost);
            }
            (Err(Refusal::Infeasible { short }), Err(Refusal::Infeasible { .. })) => prop_assert!(short > 0),
            (one, other) => prop_assert!(false, "{:?} against {:?}", one.err(), other.err()),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_new_price_list_on_a_warm_tree_gives_the_optimum_of_a_cold_one(
        network in networks(14, 70, 40, -30..300),
        costs in prop::collection::vec(-30i64..300, 70),
    ) {
        let mut warm = simplex::Simplex::new(&network).expect("small");
        let cold = warm.solve(NEVER);
        let mut changed = network.clone();
        for (arc, cost) in changed.arcs.iter_mut().zip(&costs) {
            arc.cost = *cost;
        }
        warm.set_costs(costs.iter().copied().enumerate().take(network.arcs.len())).expect("small");
        match simplex::solve(&changed, NEVER) {
            Ok(solution) => {
                prop_assert_eq!(cold, Ok(()));
                proven(&changed, &solution);
                prop_assert_eq!(warm.solve(NEVER), Ok(()));
                prop_assert_eq!(changed.cost(&warm.flow()), solution.cost);
            }
            Err(refusal) => prop_assert_eq!(warm.solve(NEVER), Err(refusal)),
        }
    }
}

#[test]
fn what_cannot_be_solved_is_refused_in_words() {
    let arc = |nodes: usize, tail, head, capacity, cost| {
        let mut network = Network::new(nodes);
        network.add(tail, head, capacity, cost);
        network
    };
    let supplied = |mut network: Network, supply: &[i64]| {
        network.supply = supply.to_vec();
        network
    };
    let cases = [
        (arc(2, 0, 2, 1, 1), "flow.no-such-node"),
        (arc(2, 0, 1, -1, 1), "flow.negative-capacity"),
        (arc(2, 0, 1, 1, i64::MIN), "flow.too-large"),
        (arc(2, 0, 1, i64::MAX, 1), "flow.too-large"),
        (supplied(arc(2, 0, 1, 1, 1), &[i64::MAX, -i64::MAX]), "flow.too-large"),
        (supplied(arc(2, 0, 1, 1, 1), &[1, 0]), "flow.unbalanced"),
        (supplied(arc(2, 0, 1, 1, 1), &[2, -2]), "flow.infeasible"),
        (supplied(arc(2, 1, 0, 9, 1), &[2, -2]), "flow.infeasible"),
    ];
    for (network, code) in cases {
        let refusal = simplex::solve(&network, NEVER).expect_err(code);
        assert_eq!(refusal.code(), code);
        assert!(!refusal.zh().is_empty());
    }
    assert_eq!(simplex::solve(&Network::new(0), NEVER).expect("nothing to do").cost, 0);
    assert_eq!(simplex::solve(&Network::new(3), NEVER).expect("nothing to do").cost, 0);
    let loss = supplied(arc(2, 0, 1, 5, 3), &[4, -4]);
    assert_eq!(simplex::solve(&loss, NEVER).expect("feasible").cost, 12);
}

/// A network large enough that a solver asks whether to stop.
fn assignment(side: usize) -> Network {
    let mut network = Network::new(2 * side);
    for from in 0..side {
        network.supply[from] = 1;
        network.supply[side + from] = -1;
        for to in 0..side {
            network.add(
                from,
                side + to,
                1,
                i64::try_from((from * 7919 + to * 104_729) % 1009).expect("small"),
            );
        }
    }
    network
}

#[test]
fn a_stopped_simplex_goes_on_where_it_was() {
    let network = assignment(120);
    let whole = simplex::solve(&network, NEVER).expect("feasible");
    proven(&network, &whole);
    let mut simplex = simplex::Simplex::new(&network).expect("small");
    assert_eq!(simplex.solve(&|| true), Err(Refusal::Stopped));
    assert_eq!(simplex.solve(NEVER), Ok(()));
    assert_eq!(network.cost(&simplex.flow()), whole.cost);
}

#[test]
fn scaling_stops_early_with_a_flow_and_what_it_may_be_off() {
    let network = assignment(120);
    let best = simplex::solve(&network, NEVER).expect("feasible").cost;
    let rough = scaling::solve(&network, Until { gap_ppm: 100_000 }, NEVER).expect("feasible");
    assert!(network.feasible(&rough.flow));
    assert!(rough.bound <= best && best <= rough.cost);
    assert!((rough.cost - rough.bound) * 10 <= rough.cost);
    let turn = std::cell::Cell::new(0);
    let soon = || turn.replace(turn.get() + 1) > 3;
    match scaling::solve(&network, Until::OPTIMAL, &soon) {
        Ok(early) => assert!(network.feasible(&early.flow) && early.bound <= best && best <= early.cost),
        Err(refusal) => assert_eq!(refusal, Refusal::Stopped),
    }
    assert!(
        scaling::solve(&network, Until::OPTIMAL, &|| true) == Err(Refusal::Stopped),
        "stopped before any flow"
    );
}

#[test]
fn the_netgen_instance_has_the_optimum_that_its_publisher_gives() {
    let bytes = include_bytes!("../../../../data/flow/netgen_std_16.min");
    let problem = dimacs::read(bytes).expect("well formed");
    let solution = simplex::solve(&problem.network, NEVER).expect("feasible");
    proven(&problem.network, &solution);
    assert_eq!(problem.base_cost + solution.cost, NETGEN_16);
}

/// As other solvers find it (LEMON 1.3.1 and OR-Tools 9.15 on the same file).
const NETGEN_16: i128 = 66_644_957;

#[test]
fn a_bad_file_is_refused_with_the_line_and_the_reason() {
    let cases: [(&[u8], &str); 16] = [
        (b"", "line 2: the line `p min NODES ARCS` must come first"),
        (b"c only words\n", "line 3: the line `p min NODES ARCS` must come first"),
        (b"a 1 2 0 1 1\n", "line 1: the line `p min NODES ARCS` must come first"),
        (b"p max 2 1\n", "line 1: expected `p min NODES ARCS`"),
        (b"p min 2\n", "line 1: expected `p min NODES ARCS`"),
        (b"p min 2 900000000\n", "line 1: 2 nodes and 900000000 arcs declared, more than this file can hold"),
        (b"p min 99999999 0\n", "line 1: 99999999 nodes and 0 arcs declared, more than this file can hold"),
        (b"p min -2 0\n", "line 1: -2 nodes and 0 arcs declared, more than this file can hold"),
        (b"p min 2 0\np min 2 0\n", "line 2: a second `p` line: one file holds one problem"),
        (b"p min 2 1\nn 3 5\na 1 2 0 1 1\n", "line 2: node 3 is not between 1 and 2"),
        (b"p min 2 1\nn 1 5\nn 1 5\na 1 2 0 1 1\n", "line 3: the supply of node 1 is given a second time"),
        (b"p min 2 1\na 1 2 3 1 1\n", "line 2: lower bound 3 and capacity 1: 0 ≤ lower ≤ capacity must hold"),
        (b"p min 2 1\na 1 2 0 1 1.5\n", "line 2: not a whole number of at most 18 digits: 1.5"),
        (
            b"p min 2 1\na 1 2 0 1 9999999999999999999\n",
            "line 2: not a whole number of at most 18 digits: 9999999999999999999",
        ),
        (b"p min 2 2\na 1 2 0 1 1       \n", "line 4: 2 arcs declared, 1 found"),
        (b"p min 2 1\nx 1 2\na 1 2 0 1 1\n", "line 2: unknown kind of line: begin it with c, p, n or a"),
    ];
    for (bytes, expected) in cases {
        let mistake = dimacs::read(bytes).expect_err(expected);
        assert_eq!(mistake.to_string(), expected);
        assert!(!mistake.wrong.zh().is_empty());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(prop::sample::select(b"pmina 0123456789-\n".to_vec()), 0..120)) {
        let text = [b"p min 3 1\n".as_slice(), &bytes].concat();
        let _ = dimacs::read(&bytes);
        if let Ok(problem) = dimacs::read(&text) {
            let _ = simplex::solve(&problem.network, NEVER);
        }
    }
}
