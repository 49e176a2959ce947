//! `GET /api/v1/emergency/quake`: what an earthquake has probably done, the level proposed, what people are owed, and plans out of the
//! stock in the caller's sight, side by side. Advice only.

use super::Eyes;
use crate::app::App;
use crate::http::body::Query;
use crate::http::principal::Principal;
use crate::http::problem::{Problem, ReadProblems};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::policy::Action;
use base::region::regions;
use base::term::Instant;
use base::term::time::SECOND;
use brain::dispatch::{Binding, Flow, Objective, Plan};
use brain::impact::{Estimate, Quake};
use hub::command::{Ask, Posed, pose};
use pack::{Catalogue, Season};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// An earthquake as first reported, and what to plan for.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QuakeQuery {
    /// Surface-wave magnitude in tenths, 30 to 95.
    #[param(minimum = 30, maximum = 95)]
    magnitude: i64,
    /// Epicentre, millionths of a degree.
    #[param(minimum = -90_000_000, maximum = 90_000_000)]
    lat: i64,
    /// Epicentre, millionths of a degree.
    #[param(minimum = -180_000_000, maximum = 180_000_000)]
    lon: i64,
    /// Depth of the focus, kilometres; 10 unless given.
    #[param(minimum = 0, maximum = 700)]
    depth_km: Option<i64>,
    /// Direction of the long axis, degrees from north; averaged over unless given.
    #[param(minimum = 0, maximum = 360)]
    strike: Option<i64>,
    /// Days that people are to be kept; 3 unless given.
    #[param(minimum = 1, maximum = 90)]
    days: Option<i64>,
    /// `warm` or `cold`; `warm` unless given.
    season: Option<String>,
    /// Percent of each stock that must stay; 0 unless given.
    #[param(minimum = 0, maximum = 100)]
    keep_percent: Option<i64>,
    /// Tonnes that a site loads in an hour; 40 unless given. Unconfirmed.
    #[param(minimum = 1, maximum = 10_000)]
    load: Option<i64>,
}

/// A number with the bounds between which it lies four times in five.
#[derive(Serialize, ToSchema)]
pub struct Guess {
    low: i64,
    likely: i64,
    high: i64,
}

/// What usually follows.
#[derive(Serialize, ToSchema)]
pub struct TollGuess {
    displaced: Guess,
    injured: Guess,
    deaths: Guess,
    houses: Guess,
}

/// An ellipse inside which the intensity is at least a class.
#[derive(Serialize, ToSchema)]
pub struct RingAnswer {
    /// 8 is Ⅷ.
    class: i64,
    /// Half axes, metres.
    along_m: i64,
    across_m: i64,
}

/// A county that has probably suffered.
#[derive(Serialize, ToSchema)]
pub struct CountyAnswer {
    region: String,
    name: String,
    /// Highest intensity, tenths.
    intensity: i64,
    displaced: Guess,
    deaths: Guess,
}

/// A response level that a province reaches.
#[derive(Serialize, ToSchema)]
pub struct LevelAnswer {
    region: String,
    name: String,
    /// 1 (Ⅰ) to 4.
    level: i64,
    /// The rule of the pack.
    rule: String,
    /// `deaths`, `displaced`, `houses`: what reaches it.
    met: Vec<String>,
    /// Reached by the likely toll; else by the upper bound only.
    likely: bool,
}

/// What all counties together are owed of an item. Whole units.
#[derive(Serialize, ToSchema)]
pub struct NeedAnswer {
    item: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    units: i64,
    /// In stock in sight.
    stock: i64,
    /// Hours from the event by which it should be there.
    due_hours: i64,
    /// Rules of the packs.
    norms: Vec<String>,
}

/// A load that a plan sends. Quantities are thousandths of the unit.
#[derive(Serialize, ToSchema)]
pub struct LoadAnswer {
    site: String,
    site_name: String,
    /// Whose book.
    org: String,
    region: String,
    region_name: String,
    item: String,
    item_name: String,
    item_name_en: String,
    unit: String,
    quantity: i64,
    /// Minutes from leaving until there.
    minutes: i64,
}

/// What holds a plan back, in words.
#[derive(Serialize, ToSchema)]
pub struct LimitAnswer {
    zh: String,
    en: String,
}

/// A plan.
#[derive(Serialize, ToSchema)]
pub struct EmergencyPlan {
    /// `fastest`, `cheapest`, `fairest`, `prudent`.
    aim: String,
    /// Kilograms sent, and still missing, of what lies in sight.
    sent_kg: i64,
    unmet_kg: i64,
    /// Share of each need that is met at least, thousandths; by weight.
    fairness: i64,
    /// Kilogram-hours late.
    late: i64,
    /// Fen.
    cost: i64,
    /// Minutes until the first and the last load are there.
    first_minutes: Option<i64>,
    last_minutes: Option<i64>,
    /// Sites that send.
    sites: i64,
    /// Parts of a million between the plan and the bound that no plan can pass.
    gap_ppm: i64,
    /// The largest loads, at most 300.
    loads: Vec<LoadAnswer>,
    /// Loads in all.
    count: i64,
    binding: Vec<LimitAnswer>,
}

/// Advice on an earthquake. An estimate never starts or orders anything.
#[derive(Serialize, ToSchema)]
pub struct QuakeAnswer {
    /// Always `advice`.
    status: &'static str,
    /// Zone of attenuation: `east`, `moderate`, `xinjiang`, `plateau`.
    zone: String,
    /// Intensity at the epicentre, tenths.
    intensity: i64,
    rings: Vec<RingAnswer>,
    toll: TollGuess,
    /// The worst, at most 150.
    counties: Vec<CountyAnswer>,
    levels: Vec<LevelAnswer>,
    needs: Vec<NeedAnswer>,
    plans: Vec<EmergencyPlan>,
}

/// Seconds all plans together may take.
const SECONDS_MAX: i64 = 30;
/// Loads shown of a plan.
const LOADS_MAX: usize = 300;

/// Advice on an earthquake.
#[utoipa::path(get, path = "/api/v1/emergency/quake", tag = "hub", operation_id = "emergency_quake", params(QuakeQuery),
    responses((status = 200, description = "Estimate, proposed levels, needs and plans.", body = QuakeAnswer), ReadProblems))]
pub async fn show(
    State(app): State<App>,
    principal: Principal,
    Query(query): Query<QuakeQuery>,
) -> Result<Json<QuakeAnswer>, Problem> {
    let ask = asked(&query)?;
    super::reached(&principal, &app, Action::ReadTotals)?;
    let organisations = app.organisations().await?;
    let eyes = Eyes::new(&app, &principal, Action::ReadTotals, &organisations);
    let (picture, packs) = (app.picture.picture(), app.node.packs.clone());
    let today = app.node.clock.now().business_day();
    let posed = pose(&picture, &|part| eyes.see(part), &packs, &ask, today)
        .map_err(|refusal| refused(&refusal.zh(), &refusal.to_string()))?;
    let clock = app.node.clock.clone();
    let solve = move || {
        let end = Instant(clock.now().0 + SECONDS_MAX * SECOND);
        let plans = posed.plans(&|| clock.now() > end);
        Ok((posed, plans))
    };
    let (posed, plans) = app.blocking(solve).await?;
    let plans = plans.map_err(|refusal| refused(&refusal.zh(), &refusal.to_string()))?;
    Ok(Json(told(&posed, &plans, &packs)))
}

fn refused(zh: &str, en: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "emergency.quake", zh.to_owned(), en.to_owned())
}

fn asked(query: &QuakeQuery) -> Result<Ask, Problem> {
    let within = |value: Option<i64>, usual: u32, least: u32, most: u32, field: &'static str| {
        let value = value.map_or(Some(usual), |value| u32::try_from(value).ok());
        value.filter(|value| (least..=most).contains(value)).ok_or_else(|| {
            let (zh, en) = (format!("“{field}”超出范围"), format!("“{field}” is out of range"));
            Problem::new(StatusCode::BAD_REQUEST, "emergency.assumption", zh, en).at(field)
        })
    };
    let season = match query.season.as_deref() {
        None | Some("warm") => Season::Warm,
        Some("cold") => Season::Cold,
        Some(_) => return Err(refused("“season”应为 warm 或 cold", "“season” is warm or cold").at("season")),
    };
    Ok(Ask {
        quake: Quake {
            magnitude: query.magnitude as f64 / 10.0,
            lat: query.lat as f64 / 1e6,
            lon: query.lon as f64 / 1e6,
            depth_km: f64::from(within(query.depth_km, 10, 0, 700, "depth_km")?),
            strike_deg: match query.strike {
                Some(strike) => Some(f64::from(within(Some(strike), 0, 0, 360, "strike")?)),
                None => None,
            },
        },
        days: within(query.days, 3, 1, 90, "days")?,
        season,
        keep_percent: within(query.keep_percent, 0, 0, 100, "keep_percent")?,
        load_t_per_h: within(query.load, 40, 1, 10_000, "load")?,
    })
}

fn guess(one: Estimate) -> Guess {
    Guess { low: one.low, likely: one.likely, high: one.high }
}

fn names(packs: &Catalogue, item: &str) -> (String, String, String) {
    packs.item(item).map_or_else(
        || (item.to_owned(), item.to_owned(), String::new()),
        |known| (known.name.zh.clone(), known.name.en.clone(), known.unit.id.clone()),
    )
}

fn told(posed: &Posed, plans: &[(Objective, Plan)], packs: &Catalogue) -> QuakeAnswer {
    let impact = &posed.impact;
    let counties = impact.counties.iter().take(hub::command::COUNTIES_MAX).map(|county| CountyAnswer {
        region: county.code.clone(),
        name: regions().path(&county.code),
        intensity: i64::from(county.intensity_tenths),
        displaced: guess(county.toll.displaced),
        deaths: guess(county.toll.deaths),
    });
    let levels = posed.levels.iter().map(|one| LevelAnswer {
        region: one.region.clone(),
        name: regions().name(&one.region).to_owned(),
        level: i64::from(one.level),
        rule: one.response.clone(),
        met: one.met.iter().map(|criterion| criterion.code().to_owned()).collect(),
        likely: one.likely,
    });
    let metres = |km: f64| (km * 1_000.0).round() as i64;
    let rings = impact.rings.iter().map(|ring| RingAnswer {
        class: i64::from(ring.class),
        along_m: metres(ring.along_km),
        across_m: metres(ring.across_km),
    });
    let toll = impact.toll;
    QuakeAnswer {
        status: "advice",
        zone: impact.zone.code().to_owned(),
        intensity: i64::from(impact.epicentre_tenths),
        rings: rings.collect(),
        toll: TollGuess {
            displaced: guess(toll.displaced),
            injured: guess(toll.injured),
            deaths: guess(toll.deaths),
            houses: guess(toll.houses),
        },
        counties: counties.collect(),
        levels: levels.collect(),
        needs: needs_told(posed, packs),
        plans: plans.iter().map(|(aim, plan)| plan_told(posed, *aim, plan, packs)).collect(),
    }
}

fn needs_told(posed: &Posed, packs: &Catalogue) -> Vec<NeedAnswer> {
    let mut by_item: BTreeMap<&str, NeedAnswer> = BTreeMap::new();
    for need in &posed.needs {
        let sum = by_item.entry(&need.item).or_insert_with(|| {
            let (item_name, item_name_en, unit) = names(packs, &need.item);
            NeedAnswer {
                item: need.item.clone(),
                item_name,
                item_name_en,
                unit,
                units: 0,
                stock: posed.stock.get(&need.item).copied().unwrap_or(0),
                due_hours: i64::from(need.due_hours),
                norms: Vec::new(),
            }
        });
        sum.units = sum.units.saturating_add(need.units);
        sum.due_hours = sum.due_hours.min(i64::from(need.due_hours));
        if !sum.norms.contains(&need.norm) {
            sum.norms.push(need.norm.clone());
        }
    }
    by_item.into_values().collect()
}

fn minutes(flow: &Flow) -> i64 {
    (flow.arrive_h * 60.0).round() as i64
}

fn plan_told(posed: &Posed, aim: Objective, plan: &Plan, packs: &Catalogue) -> EmergencyPlan {
    let kg = |item: &str, quantity: f64| {
        let packing = packs.item(item).and_then(|item| item.packing);
        quantity * packing.map_or(1.0, |packing| packing.weight_kg.micros() as f64 / 1e6)
    };
    let mut served: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
    for flow in &plan.flows {
        served.entry((&flow.place, &flow.item)).or_default().0 += flow.quantity;
    }
    for left in &plan.unmet {
        served.entry((&left.place, &left.item)).or_default().1 += left.quantity;
    }
    let share = served.values().map(|(sent, left)| sent / (sent + left)).fold(1.0, f64::min);
    let mut largest: Vec<&Flow> = plan.flows.iter().collect();
    largest.sort_by(|a, b| kg(&b.item, b.quantity).total_cmp(&kg(&a.item, a.quantity)));
    let mut senders: Vec<&str> = plan.flows.iter().map(|flow| flow.site.as_str()).collect();
    senders.sort_unstable();
    senders.dedup();
    let sum = |all: &mut dyn Iterator<Item = f64>| all.sum::<f64>().round() as i64;
    EmergencyPlan {
        aim: match aim {
            Objective::Fastest => "fastest",
            Objective::Cheapest => "cheapest",
            Objective::Fairest => "fairest",
            Objective::Prudent => "prudent",
        }
        .to_owned(),
        sent_kg: sum(&mut plan.flows.iter().map(|flow| kg(&flow.item, flow.quantity))),
        unmet_kg: sum(&mut plan.unmet.iter().map(|left| kg(&left.item, left.quantity))),
        fairness: (share * 1_000.0).floor() as i64,
        late: (plan.objective.late * 1_000.0).round() as i64,
        cost: (plan.objective.cost * 100.0).round() as i64,
        first_minutes: plan.flows.iter().map(minutes).min(),
        last_minutes: plan.flows.iter().map(minutes).max(),
        sites: senders.len() as i64,
        gap_ppm: (plan.gap * 1e6).ceil() as i64,
        loads: largest.into_iter().take(LOADS_MAX).map(|flow| load_told(posed, flow, packs)).collect(),
        count: plan.flows.len() as i64,
        binding: plan.binding.iter().map(|limit| limit_told(posed, limit, packs)).collect(),
    }
}

fn load_told(posed: &Posed, flow: &Flow, packs: &Catalogue) -> LoadAnswer {
    let (item_name, item_name_en, unit) = names(packs, &flow.item);
    let source = posed.sources.get(&flow.site);
    LoadAnswer {
        site: flow.site.clone(),
        site_name: source.map_or_else(String::new, |source| source.name.to_string()),
        org: source.map_or_else(String::new, |source| source.org.to_string()),
        region: flow.place.clone(),
        region_name: regions().path(&flow.place),
        item: flow.item.clone(),
        item_name,
        item_name_en,
        unit,
        quantity: (flow.quantity * 1_000.0).round() as i64,
        minutes: minutes(flow),
    }
}

/// The limit in words, with names in place of codes.
fn limit_told(posed: &Posed, limit: &Binding, packs: &Catalogue) -> LimitAnswer {
    let site = posed.sources.get(&limit.at).map_or(limit.at.as_str(), |source| &source.name);
    let (mut zh, mut en) = (limit.zh.replace(&limit.at, site), limit.en.replace(&limit.at, site));
    if let Some(item) = &limit.item {
        let (name, name_en, _) = names(packs, item);
        (zh, en) = (zh.replace(item.as_str(), &name), en.replace(item.as_str(), &name_en));
    }
    LimitAnswer { zh, en }
}
