//! Made-up rotation problems from a seed, for tests and benches: depots, lots of all ages, harvest windows, prices with seasons.
//! The same seed gives the same problem; no number in it is anybody's.

use super::{Group, Lot, Problem, Rates, Site, State};

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
struct Seed(u64);

impl Seed {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + (self.next() % (high - low + 1) as u64) as i64
    }
}

/// A kind of grain: price in fen for a tonne, years it keeps, calendar months in which it is bought.
struct Kind {
    price: i64,
    years: i64,
    harvest: &'static [usize],
}

const KINDS: [Kind; 3] = [
    Kind { price: 250_000, years: 5, harvest: &[6, 7, 8, 9] },
    Kind { price: 280_000, years: 3, harvest: &[10, 11, 12, 1] },
    Kind { price: 230_000, years: 3, harvest: &[10, 11, 12, 1, 2] },
];
const REGIONS: usize = 6;

/// So many lots over so many months that begin in January.
pub fn problem(seed: u64, lots: usize, months: usize) -> Problem {
    let mut seed = Seed(seed);
    let sites = lots.div_ceil(32).max(1);
    let lots: Vec<Lot> = (0..lots).map(|i| lot(&mut seed, i, sites, months)).collect();
    let held =
        |of: &dyn Fn(&Lot) -> bool| lots.iter().filter(|lot| of(lot)).map(|lot| lot.quantity).sum::<i64>();
    let site = |i: usize| {
        let stock = held(&|lot| lot.site == i);
        // A depot turns over an eighth of its stock in a busy month, and always the largest of its lots.
        let most = (stock / 8).max(8_000_000);
        Site { out_max: vec![most; months], back_max: vec![most; months], spare: vec![0; months] }
    };
    let groups = (0..REGIONS * KINDS.len())
        .map(|g| {
            let stock = held(&|lot| lot.group == g);
            let due_in = |year: usize| {
                let due = |lot: &Lot| matches!(lot.state, State::Stored { due, .. } if due / 12 == year);
                held(&|lot| lot.group == g && due(lot))
            };
            // Between a fifth and two fifths a year, and always room for what must leave.
            let most = |year| (stock * 2 / 5).max(due_in(year) * 21 / 20);
            let share = (0..months.div_ceil(12)).map(|year| (stock / 5, most(year))).collect();
            group(&mut seed, &KINDS[g % KINDS.len()], stock, months, share)
        })
        .collect();
    Problem {
        months,
        first: 1,
        sites: (0..sites).map(site).collect(),
        groups,
        lots,
        rates: Rates {
            out: 4_500,
            back: 5_500,
            storage: 833,
            loss_ppm: 2_000,
            late: 2_000_000,
            short: 100_000,
            haste: 600,
        },
    }
}

fn lot(seed: &mut Seed, i: usize, sites: usize, months: usize) -> Lot {
    let (site, kind) = (i % sites, seed.between(0, 2) as usize);
    // Depots of a region share its groups.
    let group = (site * REGIONS / sites) * KINDS.len() + kind;
    let quantity = seed.between(800, 8_000) * 1_000;
    let kind = &KINDS[kind];
    // The harvest year counts as the first: what was harvested `since` years ago is due at the end of year `years − 1 − since`.
    let since = seed.between(0, kind.years - 1);
    let due = ((kind.years - since) * 12 - 1) as usize;
    let age = since * 12 + seed.between(0, 6);
    if seed.between(0, 99) < 2 {
        return Lot { site, group, quantity, age, state: State::Away { due: seed.between(9, 12) as usize } };
    }
    let state = State::Stored {
        ready: ((kind.years - 2 - since).max(0) * 12) as usize,
        due: due.min(months + 24),
        gap_max: 4,
        lead_max: 0,
        ageing: kind.price / 1_200,
        discount: since * kind.price / 100,
    };
    Lot { site, group, quantity, age, state }
}

fn group(seed: &mut Seed, kind: &Kind, stock: i64, months: usize, share: Vec<(i64, i64)>) -> Group {
    let near = seed.between(-8, 8);
    let base = kind.price + near * kind.price / 200;
    let calendar = |month: usize| month % 12 + 1;
    let harvest = |month: usize| kind.harvest.contains(&calendar(month));
    let mut drift = 0;
    let (mut sell, mut buy) = (Vec::new(), Vec::new());
    for month in 0..=months {
        drift += seed.between(-8, 9) * kind.price / 1_000;
        let season = if harvest(month) { -kind.price / 40 } else { kind.price / 60 };
        sell.push(base + drift + season - kind.price / 20);
        buy.push(base + drift + season + kind.price / 50);
    }
    Group {
        sell,
        buy,
        sell_open: vec![true; months],
        buy_open: (0..months).map(harvest).collect(),
        away_max: stock * 3 / 10,
        share,
    }
}
