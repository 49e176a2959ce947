//! `inrs impact`: what an event has probably done, from its first numbers (`docs/spec/impact.md`). It opens no store.

use crate::show;
use anyhow::Result;
use base::region::regions;
use brain::impact::{self, CLASS_FIRST, Estimate, Impact as Found, Quake, Severity, Toll};
use clap::Subcommand;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Counties printed for people; JSON has all.
const SHOWN_MAX: usize = 20;

/// Estimates what an event has done.
#[derive(clap::Args)]
pub struct Impact {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// An earthquake, from magnitude, epicentre and depth.
    #[command(allow_negative_numbers = true)]
    Quake {
        /// Surface-wave magnitude.
        #[arg(long)]
        magnitude: f64,
        /// Latitude of the epicentre, degrees.
        #[arg(long)]
        lat: f64,
        /// Longitude of the epicentre, degrees.
        #[arg(long)]
        lon: f64,
        /// Depth of the focus, kilometres.
        #[arg(long)]
        depth_km: f64,
        /// Direction of the long axis, degrees from north; left out, it is averaged over.
        #[arg(long)]
        strike_deg: Option<f64>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

impl Impact {
    /// Runs the command. The exit code is 2 when there is no such earthquake.
    pub fn run(self) -> Result<ExitCode> {
        let What::Quake { magnitude, lat, lon, depth_km, strike_deg, json } = self.what;
        let quake = Quake { magnitude, lat, lon, depth_km, strike_deg };
        match impact::quake(&quake, hub::impact::counties(), &Severity::FITTED) {
            Ok(found) if json => show::json(&value(&quake, &found)),
            Ok(found) => print(&found),
            Err(refusal) => {
                eprintln!("{} / {refusal}", refusal.zh());
                return Ok(ExitCode::from(2));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn estimate(one: Estimate) -> Value {
    json!({"low": one.low, "likely": one.likely, "high": one.high})
}

fn toll(toll: &Toll) -> Value {
    json!({
        "displaced": estimate(toll.displaced),
        "injured": estimate(toll.injured),
        "deaths": estimate(toll.deaths),
        "houses": estimate(toll.houses),
    })
}

fn exposed(exposed: &[i64]) -> Value {
    let classes = exposed.iter().enumerate();
    Value::Object(
        classes.map(|(at, people)| ((CLASS_FIRST as usize + at).to_string(), json!(people))).collect(),
    )
}

fn value(quake: &Quake, found: &Found) -> Value {
    let counties = found.counties.iter().map(|county| {
        json!({
            "code": county.code,
            "name": regions().path(&county.code),
            "intensity": f64::from(county.intensity_tenths) / 10.0,
            "exposed": exposed(&county.exposed),
            "toll": toll(&county.toll),
        })
    });
    let rings = found
        .rings
        .iter()
        .map(|ring| json!({"class": ring.class, "along_km": ring.along_km, "across_km": ring.across_km}));
    json!({
        "status": "estimate",
        "quake": {
            "magnitude": quake.magnitude, "lat": quake.lat, "lon": quake.lon, "depth_km": quake.depth_km,
            "strike_deg": quake.strike_deg,
        },
        "zone": found.zone.code(),
        "epicentre_intensity": f64::from(found.epicentre_tenths) / 10.0,
        "rings": rings.collect::<Vec<_>>(),
        "exposed": exposed(&found.exposed),
        "toll": toll(&found.toll),
        "counties": counties.collect::<Vec<_>>(),
    })
}

fn print(found: &Found) {
    let (zh, en) = found.zone.label();
    let centre = f64::from(found.epicentre_tenths) / 10.0;
    println!("估计 estimate · {zh} {en} · 震中烈度 epicentral intensity {centre:.1}");
    let Toll { displaced, injured, deaths, houses } = found.toll;
    for (zh, en, one) in [
        ("需安置", "displaced", displaced),
        ("受伤", "injured", injured),
        ("死亡和失踪", "dead and missing", deaths),
        ("倒塌房屋", "houses destroyed", houses),
    ] {
        println!("{zh} {en}\t{}\t[{} – {}]", one.likely, one.low, one.high);
    }
    for county in found.counties.iter().take(SHOWN_MAX) {
        let (name, displaced) = (regions().path(&county.code), county.toll.displaced.likely);
        println!("{}\t{name}\t{:.1}\t{displaced}", county.code, f64::from(county.intensity_tenths) / 10.0);
    }
}
