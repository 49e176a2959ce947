//! Checks over several books: a draw that anybody can run again, sheets that take two inspectors, findings that one side opens and the
//! other mends.

use base::ledger::{Done, Entry};
use base::term::{ContentHash, LotCode, OrgCode, PositionCode, Quantity, Stop, UserId};
use jiff::civil::date;
use stock::check::finding::{self, NewFinding, NewRecheck};
use stock::check::sheet::{self, NewFound, NewSheet, NewVolume};
use stock::check::store::{self, Side};
use stock::check::{self, Inspector, Kind, NewCheck, Wanted};
use stock::lot::LotChoice;
use stock::worksheet::Stack;

use crate::world::{BUREAU, DEPOT, GOOD, OTHER, TODAY, World, code, in_both_worlds, org, position, wheat};

const PEOPLE: [&str; 4] = ["ann", "bob", "cyd", "dan"];

fn person(name: &str, of: &str) -> Inspector {
    Inspector { user: UserId::parse(name).unwrap(), org: org(of) }
}

fn census() -> NewCheck {
    NewCheck {
        kind: Kind::Autumn,
        authority: "国粮发〔2026〕9号".into(),
        cutoff: date(2026, 9, 30),
        due: date(2026, 12, 31),
        objects: vec![position(DEPOT, 1), position(DEPOT, 2)],
        inspectors: vec![person("ann", BUREAU), person("bob", BUREAU)],
        wanted: None,
        instead_of: None,
    }
}

fn random() -> NewCheck {
    let objects = (1..=4).flat_map(|serial| [position(DEPOT, serial), position(OTHER, serial)]).collect();
    NewCheck {
        kind: Kind::Random,
        objects,
        inspectors: PEOPLE.map(|name| person(name, BUREAU)).into(),
        wanted: Some(Wanted { objects: 3, inspectors: 2 }),
        ..census()
    }
}

fn opened(world: &World, new: NewCheck) -> Result<Done, Stop> {
    let book = world.bureau;
    world.act("officer", BUREAU, move |tx, ctx, _| check::open(tx, ctx, book, &new))
}

fn draw(world: &World, user: &str, of: &str, words: &'static str) -> Result<Done, Stop> {
    let (book, of) = (world.bureau, of.to_owned());
    world.act(user, BUREAU, move |tx, ctx, _| check::draw(tx, ctx, book, &of, words))
}

fn withdraw(world: &World, of: &str) -> Result<Done, Stop> {
    let (book, of) = (world.bureau, of.to_owned());
    world.act("chief", BUREAU, move |tx, ctx, _| check::withdraw(tx, ctx, book, &of, "抽取名单有误"))
}

fn made(done: Result<Done, Stop>) -> String {
    done.unwrap().created[0].clone()
}

#[test]
fn a_check_names_pools_that_can_be_checked() {
    in_both_worlds(|world| {
        let fields: [(&str, NewCheck); 11] = [
            ("check.field", NewCheck { authority: " ".into(), ..census() }),
            ("check.field", NewCheck { due: date(2026, 11, 22), ..census() }),
            ("check.field", NewCheck { cutoff: date(2027, 1, 31), ..census() }),
            ("check.field", NewCheck { objects: vec![], ..census() }),
            ("check.field", NewCheck { objects: vec![position(DEPOT, 1); 2], ..census() }),
            ("check.field", NewCheck { inspectors: vec![person("ann", BUREAU)], ..census() }),
            ("check.field", NewCheck { wanted: Some(Wanted { objects: 1, inspectors: 2 }), ..census() }),
            ("check.field", NewCheck { wanted: Some(Wanted { objects: 8, inspectors: 2 }), ..random() }),
            (
                "check.own",
                NewCheck { inspectors: vec![person("ann", DEPOT), person("bob", BUREAU)], ..census() },
            ),
            ("check.position", NewCheck { objects: vec![position(DEPOT, 99)], ..census() }),
            ("check.unknown", NewCheck { instead_of: Some("x".into()), ..census() }),
        ];
        for (expected, new) in fields {
            assert_eq!(code(opened(world, new.clone())), expected, "{new:?}");
        }
        assert_eq!(made(opened(world, census())), format!("{BUREAU}K202600001"));
    });
}

#[test]
fn anybody_can_run_a_draw_again_and_a_second_draw_stays_in_sight() {
    in_both_worlds(|world| {
        let first = made(opened(world, random()));
        assert_eq!(code(draw(world, "officer", &first, "天干物燥")), "approval.same_person");
        assert_eq!(code(draw(world, "chief", &first, "天")), "check.field");
        let before = world.read(|read| store::check(read, &first)).unwrap();
        assert_eq!((before.state.as_ref(), &before.seed, &before.drawn_by), ("committed", &None, &None));
        draw(world, "chief", &first, "天干物燥").unwrap();
        assert_eq!(code(draw(world, "chief", &first, "天干物燥")), "check.state");

        // From the facts alone: the seed opens the commitment made before, and the lowest numbers are those drawn.
        let entries = world.read(|read| {
            let rows =
                read.query("SELECT entry FROM fact WHERE book_id = $1 ORDER BY n", &[world.bureau.into()])?;
            rows.iter().map(|row| row[0].to::<std::sync::Arc<[u8]>>()).collect::<Result<Vec<_>, _>>()
        });
        let body = |act: &str| -> serde_json::Value {
            let found =
                entries.iter().map(|bytes| Entry::parse(bytes).unwrap()).find(|entry| entry.act == act);
            serde_json::from_str(found.unwrap().body.get()).unwrap()
        };
        let (open, drawn) = (body("check.open"), body("check.draw"));
        let digest = |text: String| base::identity::user::commitment(b"", &text);
        let (seed, words) = (drawn["seed"].as_str().unwrap(), drawn["words"].as_str().unwrap());
        assert_eq!(open["commitment"], digest(format!("inrs draw v1\n{first}\n{seed}")));
        for (pool, list, name, wanted) in
            [("object", "objects", None, 3), ("inspector", "inspectors", Some("user"), 2)]
        {
            let mut names: Vec<(String, String)> = open[list]
                .as_array()
                .unwrap()
                .iter()
                .map(|entry| name.map_or(entry, |name| &entry[name]).as_str().unwrap().to_owned())
                .map(|name| (digest(format!("inrs draw v1\n{seed}\n{words}\n{pool}\n{name}")), name))
                .collect();
            names.sort();
            let again: Vec<_> = names.into_iter().take(wanted).map(|(_, name)| name).collect();
            let taken: Vec<_> = drawn[list].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect();
            assert_eq!(again, taken, "{pool}");
        }

        withdraw(world, &first).unwrap();
        assert_eq!(code(withdraw(world, &first)), "check.state");
        let second = made(opened(world, NewCheck { instead_of: Some(first.clone()), ..random() }));
        draw(world, "chief", &second, "重新抽取").unwrap();
        let shown =
            world.read(|read| store::checks(read, Side::Inspecting, BUREAU, None, (i64::MAX, "~"), 10));
        let told: Vec<_> = shown
            .iter()
            .map(|row| (row.code.as_ref(), row.state.as_ref(), row.instead_of.as_deref()))
            .collect();
        assert_eq!(
            told,
            [(second.as_str(), "running", Some(first.as_str())), (first.as_str(), "withdrawn", None)]
        );
        assert_ne!(shown[0].commitment, shown[1].commitment);
    });
}

#[test]
fn a_withdrawn_commitment_opens_no_seed() {
    in_both_worlds(|world| {
        let first = made(opened(world, random()));
        withdraw(world, &first).unwrap();
        assert_eq!(code(draw(world, "chief", &first, "天干物燥")), "check.state");
        let seeds = world.read(|read| read.number("SELECT COUNT(*) FROM stock_check_seed", &[]));
        assert_eq!(seeds, 0);
    });
}

fn cuboid(height: i64) -> NewFound {
    // 10 m by 10 m; 760 g/L corrected by 1.02 is 775.2 kg/m³.
    NewFound::Volume(NewVolume {
        stack: Stack::Cuboid { length: 1_000, width: 1_000, height },
        deductions: 0,
        test_weight: 760,
        factor: 102,
        moisture_in: Some(125),
        moisture_now: 125,
    })
}

fn paper(of: &str, at: u32, lot: Option<&LotCode>, found: NewFound) -> NewSheet {
    NewSheet {
        code: of.into(),
        position: position(DEPOT, at),
        lot: lot.cloned(),
        found,
        sample: Some("Y7K2".into()),
        photos: vec![ContentHash::parse(&"ab".repeat(32)).unwrap()],
        note: None,
    }
}

fn record(world: &World, user: &str, new: NewSheet) -> Result<Done, Stop> {
    let book = world.bureau;
    world.act(user, BUREAU, move |tx, ctx, packs| sheet::sheet(tx, ctx, packs, book, &new))
}

fn sign(world: &World, user: &str, n: i64) -> Result<Done, Stop> {
    let book = world.bureau;
    world.act(user, BUREAU, move |tx, ctx, _| sheet::sign(tx, ctx, book, n))
}

fn close(world: &World, of: &str) -> Result<Done, Stop> {
    let (book, of) = (world.bureau, of.to_owned());
    world.act("officer", BUREAU, move |tx, ctx, _| check::close(tx, ctx, book, &of))
}

#[test]
fn a_sheet_counts_when_two_inspectors_have_signed_it() {
    in_both_worlds(|world| {
        let lot = world.stocked(1, 387_000);
        world.test(&lot, GOOD).unwrap();
        let of = made(opened(world, census()));
        for (expected, user, new) in [
            ("check.inspector", "cyd", paper(&of, 1, Some(&lot), cuboid(500))),
            ("check.object", "ann", paper(&of, 3, Some(&lot), cuboid(500))),
            ("check.lot", "ann", paper(&of, 2, Some(&lot), cuboid(500))),
            ("check.not_empty", "ann", paper(&of, 1, None, NewFound::Empty)),
            ("check.field", "ann", paper(&of, 1, None, cuboid(500))),
            ("worksheet.measure", "ann", paper(&of, 1, Some(&lot), cuboid(0))),
        ] {
            assert_eq!(code(record(world, user, new)), expected);
        }
        let first = record(world, "ann", paper(&of, 1, Some(&lot), cuboid(500))).unwrap().receipt.n;
        assert_eq!(code(sign(world, "ann", first)), "check.same_person");
        assert_eq!(code(sign(world, "cyd", first)), "check.inspector");
        assert_eq!(code(close(world, &of)), "check.unfinished");
        sign(world, "bob", first).unwrap();
        assert_eq!(code(sign(world, "bob", first)), "check.signed");
        assert_eq!(code(record(world, "ann", paper(&of, 1, Some(&lot), cuboid(400)))), "check.signed");
        let row = world.read(|read| store::sheets(read, &of)).remove(0);
        // 500 m³ × 775.2 kg/m³ = 387,600 kg, and 0.10 % of 387,000 for a month in store.
        assert_eq!(
            (row.measured, row.checked, row.book),
            (Quantity(387_600), Quantity(387_987), Quantity(387_000))
        );
        // Nothing lay there in September: the cut-off was before the grain came.
        assert_eq!((row.matches, row.difference_rate, row.cutoff_book), (true, -3, Quantity::ZERO));
        assert_eq!(row.second.as_deref(), Some("bob"));

        let empty = record(world, "bob", paper(&of, 2, None, NewFound::Empty)).unwrap().receipt.n;
        sign(world, "ann", empty).unwrap();
        close(world, &of).unwrap();
        let row = world.read(|read| store::check(read, &of)).unwrap();
        assert_eq!((row.state.as_ref(), row.objects, row.done), ("closed", 2, 2));
        let theirs =
            world.read(|read| store::checks(read, Side::Inspected, DEPOT, None, (i64::MAX, "~"), 10));
        assert_eq!(theirs.len(), 1);
        let others =
            world.read(|read| store::checks(read, Side::Inspected, OTHER, None, (i64::MAX, "~"), 10));
        assert_eq!(others, []);
    });
}

#[test]
fn a_position_with_two_lots_needs_a_sheet_of_each() {
    in_both_worlds(|world| {
        let (a, b) = (world.stocked(4, 1_000), world.stocked(4, 2_000));
        let of = made(opened(world, NewCheck { objects: vec![position(DEPOT, 4)], ..census() }));
        let count = |quantity| NewFound::Count { counted: Quantity(quantity) };
        let one = record(world, "ann", paper(&of, 4, Some(&a), count(1_000))).unwrap().receipt.n;
        sign(world, "bob", one).unwrap();
        assert_eq!(code(close(world, &of)), "check.unfinished");
        let two = record(world, "ann", paper(&of, 4, Some(&b), count(1_999))).unwrap().receipt.n;
        sign(world, "bob", two).unwrap();
        let rows = world.read(|read| store::sheets(read, &of));
        // What is counted has no tolerance.
        assert_eq!((rows[0].matches, rows[1].matches, rows[1].difference), (true, false, Quantity(1)));
        close(world, &of).unwrap();
    });
}

fn find(world: &World, user: &str, new: NewFinding) -> Result<Done, Stop> {
    let book = world.bureau;
    world.act(user, BUREAU, move |tx, ctx, _| finding::open(tx, ctx, book, &new))
}

fn mend(world: &World, of: &str, finding: &str) -> Result<Done, Stop> {
    let (of, finding) = (OrgCode::parse(of).unwrap(), finding.to_owned());
    let book = if of.as_str() == DEPOT { world.depot } else { world.other };
    world.act("manager", of.as_str(), move |tx, ctx, _| {
        finding::mend(tx, ctx, book, &finding, "已补登批次卡", &[])
    })
}

fn recheck(world: &World, user: &str, finding: &str, again: Option<jiff::civil::Date>) -> Result<Done, Stop> {
    let book = world.bureau;
    let new = NewRecheck {
        finding: finding.into(),
        accepted: again.is_none(),
        words: "现场复查".into(),
        photos: vec![],
        due: again,
    };
    world.act(user, BUREAU, move |tx, ctx, _| finding::recheck(tx, ctx, book, &new))
}

#[test]
fn a_finding_is_mended_by_one_side_and_closed_by_another_inspector() {
    in_both_worlds(|world| {
        let lot = world.receive(1, LotChoice::New(wheat(2025)), 387_000).unwrap().created[0].clone();
        let lot = LotCode::parse(&lot).unwrap();
        let of = made(opened(world, census()));
        let sheet = record(world, "ann", paper(&of, 1, Some(&lot), cuboid(400))).unwrap().receipt.n;
        let new = |rule: &str, due| NewFinding {
            code: of.clone(),
            position: position(DEPOT, 1),
            sheet: Some(sheet),
            rule: Some(rule.into()),
            serious: true,
            words: "实测比账面少两成".into(),
            photos: vec![],
            due,
        };
        assert_eq!(code(find(world, "cyd", new("V-02", TODAY))), "check.inspector");
        assert_eq!(code(find(world, "ann", new("V-2", TODAY))), "check.field");
        assert_eq!(code(find(world, "ann", new("V-02", date(2026, 11, 22)))), "check.field");
        let strange = NewFinding { position: position(DEPOT, 2), ..new("V-02", TODAY) };
        assert_eq!(code(find(world, "ann", strange)), "check.sheet_unknown");
        let finding = made(find(world, "ann", new("V-02", TODAY)));
        assert_eq!(finding, format!("{BUREAU}Z202600001"));

        let state = |today| {
            let found = world.read(|read| store::finding(read, &finding)).unwrap();
            (found.state(), found.is_overdue(today))
        };
        assert_eq!((state(TODAY), state(date(2026, 11, 24))), (("open", false), ("open", true)));
        assert_eq!(code(recheck(world, "bob", &finding, None)), "finding.not_mended");
        assert_eq!(code(mend(world, OTHER, &finding)), "finding.not_ours");
        assert_eq!(code(mend(world, DEPOT, "nothing")), "finding.unknown");
        mend(world, DEPOT, &finding).unwrap();
        assert_eq!(state(date(2026, 11, 24)), ("mended", false));
        assert_eq!(code(mend(world, DEPOT, &finding)), "finding.waiting");
        assert_eq!(code(recheck(world, "ann", &finding, None)), "check.same_person");
        assert_eq!(code(recheck(world, "cyd", &finding, None)), "check.inspector");
        recheck(world, "bob", &finding, Some(date(2026, 12, 1))).unwrap();
        assert_eq!((state(TODAY), state(date(2026, 12, 2))), (("open", false), ("open", true)));
        mend(world, DEPOT, &finding).unwrap();
        recheck(world, "bob", &finding, None).unwrap();
        assert_eq!(state(date(2026, 12, 2)), ("closed", false));
        assert_eq!(code(mend(world, DEPOT, &finding)), "finding.closed");
        let rounds = world.read(|read| {
            Ok((store::mendings(read, &finding)?.len(), store::rechecks(read, &finding)?.len()))
        });
        assert_eq!(rounds, (2, 2));
        for (side, org, state, expected) in [
            (Side::Inspecting, BUREAU, None, 1),
            (Side::Inspected, DEPOT, Some("closed"), 1),
            (Side::Inspected, DEPOT, Some("open"), 0),
            (Side::Inspected, DEPOT, Some("mended"), 0),
            (Side::Inspecting, BUREAU, Some("overdue"), 0),
            (Side::Inspected, OTHER, None, 0),
        ] {
            let found = world.read(|read| store::findings(read, side, org, state, TODAY, (0, "", ""), 10));
            assert_eq!(found.len(), expected, "{org} {state:?}");
        }
    });
}

#[test]
fn the_order_of_a_pool_changes_nothing_and_every_name_can_be_drawn() {
    let names: Vec<PositionCode> = (1..=4).map(|serial| position(DEPOT, serial)).collect();
    let mut taken = std::collections::BTreeSet::new();
    for seed in 0..64 {
        let seed = format!("{seed:064x}");
        let lot = check::draw::Lot { seed: &seed, words: "天干物燥" };
        let forward = lot.take("object", names.iter(), 2);
        assert_eq!(forward, lot.take("object", names.iter().rev(), 2));
        taken.extend(forward);
    }
    assert_eq!(taken.len(), names.len());
}
