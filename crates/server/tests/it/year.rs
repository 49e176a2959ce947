//! One grain depot for twelve months, through the API, with a clock moved by hand: two rotations with three trucks a day, two censuses, a
//! month's end twelve times; and at the end everything must add up.

use crate::act::SITE;
use crate::play::{Play, WHEAT, good, morning, place};
use crate::world::{DEPOT, World};
use base::store::testing::folder;
use jiff::Span;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// What lies at each of the two positions in a full depot, kilograms: nine trucks.
const FULL: i64 = 270_000;
const LOAD: i64 = 30_000;
const TARE: i64 = 16_500;
/// What nine trucks leave lying: respiration and dust, 0.07 % of what came in.
const LOST: i64 = 200;

/// One of the two positions and what is done with it this year.
struct Rotation {
    at: String,
    lot: String,
    out: Date,
    back: Date,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_one_depot_adds_up() {
    for (world, clock) in World::timed(morning(date(2026, 1, 5))).await {
        let play = Play::new(world, clock);
        play.builds(1).await;
        let mut rotations = Vec::new();
        for (warehouse, out, back) in
            [(1, date(2026, 3, 16), date(2026, 6, 22)), (2, date(2026, 7, 20), date(2026, 10, 12))]
        {
            let at = place(warehouse, 1);
            let opening = json!({"position": at, "item": WHEAT, "nature": "110", "owner_level": "central", "harvest_year": 2022,
                "origin": "410000", "quantity": FULL, "amount": 64_800_000, "received_on": "2022-08-01", "why": "启用前库存"});
            let lot = play.makes("statistician", "opening", &opening).await;
            play.tests(&lot, good()).await;
            rotations.push(Rotation { at, lot, out, back });
        }
        let mut plans = Vec::new();
        for month in 1..=12_i8 {
            if month % 2 == 1 && month > 1 {
                play.on(date(2026, month, 1));
                play.renews().await;
            }
            if month == 4 || month == 10 {
                census(&play, month).await;
            }
            for rotation in &rotations {
                if rotation.out.month() == month {
                    plans.push(goes_out(&play, rotation).await);
                }
                if rotation.back.month() == month {
                    comes_back(&play, rotation).await;
                }
            }
            month_ends(&play, month).await;
        }
        adds_up(&play, &rotations, &plans).await;
        play.world.end().await;
    }
}

/// Nine trucks in three days under a notice.
async fn trucks(play: &Play, first: Date, notice: &str, mut truck: impl AsyncFnMut(usize, &str)) {
    for day in 0..3_usize {
        play.on(first.saturating_add(Span::new().days(i32::try_from(day).unwrap())));
        for queue in 0..3 {
            let number = day * 3 + queue;
            let arrival = json!({"notice": notice, "plate": format!("闽A1{number:04}"), "driver_name": "张三", "driver_phone": "13800000000"});
            let trip = play.makes("weigher", "trip-register", &arrival).await;
            truck(number, &trip).await;
            play.later(20);
            play.does("weigher", "trip-settle", &json!({"trip": trip})).await;
            play.does("weigher", "trip-leave", &json!({"trip": trip})).await;
        }
    }
}

fn weight(trip: &str, kilograms: i64) -> Value {
    json!({"trip": trip, "kilograms": kilograms})
}

/// A plan by two people, an order by two people, nine trucks over the bridge, and the rest cleared as natural loss. The plan.
async fn goes_out(play: &Play, rotation: &Rotation) -> String {
    let Rotation { at, lot, out, back } = rotation;
    play.on(out.saturating_sub(Span::new().days(7)));
    play.tests(lot, good()).await;
    let by = |day: &Date, days: i32| day.saturating_add(Span::new().days(days)).to_string();
    let line = json!({"position": at, "lot": lot, "quantity": FULL, "out_by": by(out, 10), "back_by": by(back, 20), "harvest_min": 2026,
        "purchase_max": 250_000});
    let draft = json!({"year": 2026, "mode": "static", "authority": "国粮轮〔2026〕2号", "lines": [line]});
    let plan = play.makes("manager", "rotation-draft", &draft).await;
    play.does("approver", "rotation-approve", &json!({"plan": plan})).await;
    let directive = play.orders("rotation", FULL).await;
    let notice = json!({"site": SITE, "direction": "out", "item": WHEAT, "nature": "110", "owner_level": "central", "quantity": FULL,
        "counterpart": "某面粉厂", "directive": directive, "line": 1, "price": 250_000, "valid_from": out.to_string(), "valid_to": by(out, 10)});
    let notice = play.makes("manager", "notice-issue", &notice).await;
    trucks(play, *out, &notice, async |number, trip| {
        let load = if number == 8 { LOAD - LOST } else { LOAD };
        play.does("weigher", "trip-weigh", &weight(trip, TARE)).await;
        play.does("keeper", "trip-handle", &json!({"trip": trip, "position": at, "lot": lot})).await;
        play.later(10);
        play.does("weigher", "trip-weigh", &weight(trip, TARE + load)).await;
    })
    .await;
    play.does("manager", "notice-close", &json!({"notice": notice, "why": "出清"})).await;
    let rest = json!({"position": at, "lot": lot, "left": 0, "why": "出清核销保管损耗"});
    play.does("keeper", "loss-clear", &rest).await;
    plan
}

/// Nine trucks of the new harvest, each sampled blind and tested before the bridge; then the acceptance test of the lot.
async fn comes_back(play: &Play, rotation: &Rotation) {
    let Rotation { at, back, .. } = rotation;
    play.on(*back);
    let last = back.saturating_add(Span::new().days(10)).to_string();
    let notice = json!({"site": SITE, "direction": "in", "item": WHEAT, "nature": "110", "owner_level": "central", "harvest_year": 2026,
        "origin": "410000", "quantity": FULL, "counterpart": "丰收合作社", "price": 240_000, "valid_from": back.to_string(), "valid_to": last});
    let notice = play.makes("manager", "notice-issue", &notice).await;
    trucks(play, *back, &notice, async |_, trip| {
        let sample = play.makes("weigher", "trip-sample", &json!({"trip": trip})).await;
        let result = json!({"sample": sample, "quality": {"moisture": "12.5", "impurity": "1.0"}});
        play.does("tester", "trip-test", &result).await;
        play.does("weigher", "trip-weigh", &weight(trip, TARE + LOAD)).await;
        // The first truck makes the lot, the others join it.
        let known = joined(play, at).await;
        play.does("keeper", "trip-handle", &json!({"trip": trip, "position": at, "lot": known})).await;
        play.later(10);
        play.does("weigher", "trip-weigh", &weight(trip, TARE)).await;
    })
    .await;
    let lot = joined(play, at).await.expect("a lot");
    play.tests(&lot, good()).await;
}

/// The lot at a position.
async fn joined(play: &Play, at: &str) -> Option<String> {
    let shown = play.asks("keeper", &format!("/api/v1/positions/{at}")).await;
    shown["lots"][0]["lot"].as_str().map(str::to_owned)
}

/// A census of every position: what lies there is measured, what is empty is seen to be.
async fn census(play: &Play, month: i8) {
    let (kind, cutoff) =
        if month == 4 { ("spring", date(2026, 3, 31)) } else { ("autumn", date(2026, 9, 30)) };
    play.on(date(2026, month, 8));
    let order = json!({"kind": kind, "authority": "国粮检〔2026〕1号", "cutoff": cutoff.to_string(), "due": date(2026, month, 28).to_string(),
        "sites": [SITE], "inspectors": ["officer", "storekeeper"]});
    let check = play.makes("officer", "check-open", &order).await;
    for warehouse in [1, 2] {
        let at = place(warehouse, 1);
        let mut sheet = json!({"check": check, "position": at});
        if let Some(lot) = joined(play, &at).await {
            sheet["lot"] = json!(lot);
            sheet["sample"] = json!("Y2026");
            // 10 m by 10 m by 3.48 m at 760 g/L × 1.02.
            sheet["volume"] = json!({"stack": {"cuboid": {"length": 1_000, "width": 1_000, "height": 348}}, "test_weight": 760,
                "factor": 102, "moisture_now": 125});
        }
        let index = play.does("officer", "check-sheet", &sheet).await["receipt"]["index"].clone();
        play.does("storekeeper", "check-sign", &json!({"check": check, "sheet": index})).await;
    }
    play.does("officer", "check-close", &json!({"check": check})).await;
    let shown = play.asks("officer", &format!("/api/v1/checks/{check}")).await;
    let told: Vec<(&str, bool)> = shown["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sheet| (sheet["how"].as_str().unwrap(), sheet["matches"].as_bool().unwrap()))
        .collect();
    // One of the two stands empty at each census: that is what a rotation is.
    let expected =
        if month == 4 { [("empty", true), ("volume", true)] } else { [("volume", true), ("empty", true)] };
    assert_eq!(told, expected, "{shown}");
}

/// The last evening of a month: the five ledgers of every position agree.
async fn month_ends(play: &Play, month: i8) {
    play.on(date(2026, month, 1).last_of_month());
    for warehouse in [1, 2] {
        let path = format!("/api/v1/positions/{}/agreement", place(warehouse, 1));
        let agreement = play.asks("keeper", &path).await;
        for row in agreement["items"].as_array().unwrap() {
            assert_eq!(row["agrees"], true, "month {month}: {row}");
        }
    }
    let statement =
        play.client("officer").await.act("/api/v1/statements", &format!("s{month}"), &json!({})).await;
    assert_eq!(statement.status, 200, "{}", statement.text());
}

async fn adds_up(play: &Play, rotations: &[Rotation], plans: &[String]) {
    for (rotation, plan) in rotations.iter().zip(plans) {
        let lot = joined(play, &rotation.at).await.unwrap();
        let agreement = play.asks("keeper", &format!("/api/v1/positions/{}/agreement", rotation.at)).await;
        let told: Vec<(&str, i64)> = agreement["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["lot"].as_str().unwrap(), row["lot_chain"].as_i64().unwrap()))
            .collect();
        assert!(
            told.contains(&(lot.as_str(), FULL)) && told.contains(&(rotation.lot.as_str(), 0)),
            "{told:?}"
        );
        let line = &play.asks("manager", &format!("/api/v1/rotation/plans/{plan}")).await["lines"][0];
        assert_eq!(
            (&line["quantity_out"], &line["quantity_back"]),
            (&json!(FULL - LOST), &json!(FULL)),
            "{line}"
        );
        // The last kilograms were cleared, not issued: that too starts the clock, and the refill stopped it in time.
        assert!(line["gap"]["left"].as_i64().is_some_and(|left| left > 0), "{line}");
    }
    let compared = play.asks("manager", "/api/v1/comparison").await;
    let rows = compared["items"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert_eq!(
            (&row["trips"], &row["weighed"], &row["settled"], &row["other"], &row["differs"]),
            (&json!(9), &json!(FULL), &json!(FULL), &json!(0), &json!(false)),
            "{row}"
        );
    }
    // Nothing is found but what the year is made of: central grain in a provincial depot.
    let found = play.asks("manager", "/api/v1/violations").await;
    let rules: Vec<&str> =
        found["items"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
    assert_eq!(rules, ["V-31"], "{found}");

    let node = play.world.node.clone();
    let org = base::term::OrgCode::parse(DEPOT).unwrap();
    tokio::task::spawn_blocking(move || {
        let books: Vec<_> =
            node.store.read(base::ledger::Book::all).unwrap().iter().map(|book| book.id).collect();
        let (keys, now) = (node.keys.clone(), node.clock.now());
        node.store.write(1, move |tx| base::ledger::sign_checkpoints(tx, &keys, now, &books)).unwrap();
        let report = hub::verify::stored(&node.store, &node.keys, &Vec::new(), &|_| {}).unwrap();
        assert_eq!(report.bad, []);
        assert!(report.counts.entries > 300, "{:?}", report.counts);
        let scratch = folder();
        let (_, rows, differences) = base::ledger::replay(
            &node.store,
            &scratch,
            &hub::whole::tables(),
            &hub::whole::project,
            &mut |_| {},
        )
        .unwrap();
        std::fs::remove_dir_all(&scratch).unwrap();
        assert_eq!(differences, []);
        assert!(rows > 100, "{rows}");
        let book = node.store.read(|read| base::identity::organisation::of(read, &org)).unwrap().unwrap().0;
        assert_eq!(node.store.read(|read| stock::ledger_view::reconcile(read, book)).unwrap(), []);
    })
    .await
    .unwrap();
}
