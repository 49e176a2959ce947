//! The node's configuration: defaults, then `inrs.toml` in the data folder, then `INRS_…` variables, then flags.
//! Every key is documented in `docs/operate/configuration.md`.

use crate::command::Place;
use anyhow::{Context, Result};
use base::store::Location;
use base::term::SiteCode;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::PathBuf;
use stock::weigh::frame::Steady;

/// Name of the file in the data folder.
pub const FILE: &str = "inrs.toml";

/// Settings of a node. Unknown keys are refused, so that a misspelt one is not silently ignored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// PostgreSQL URL; empty for the embedded database in the data folder.
    pub database: String,
    /// Address and port to serve on.
    pub listen: SocketAddr,
    /// Session cookies are sent over HTTPS only. Turn off only for a server that just its own machine reaches.
    pub secure_cookies: bool,
    /// A reverse proxy in front says where requests come from (`X-Forwarded-For`).
    pub behind_proxy: bool,
    /// Folder of the node's own packs, which replace built-in ones of the same id; relative to the data folder.
    pub packs: PathBuf,
    /// The node holds a synthetic demonstration world and says so on every screen and paper.
    pub synthetic: bool,
    /// Requests per second from one address, whoever asks; 0 means no limit.
    pub address_requests_per_second: u32,
    /// Requests per second of one API token; 0 means no limit.
    pub token_requests_per_second: u32,
    /// Time of the daily close in Asia/Shanghai, `HH:MM`: when the day's statement is made.
    pub daily_close: String,
    /// Weighbridges whose displays this node reads.
    pub weighbridge: Vec<Weighbridge>,
}

/// One weighbridge.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weighbridge {
    /// What the clerk calls it.
    pub name: String,
    /// Code of the site it stands at.
    pub site: String,
    /// `host:port`, or the path of a serial port.
    pub address: String,
    /// Frames in a row that must agree before a weight counts as steady.
    #[serde(default = "steady_frames")]
    pub steady_frames: usize,
    /// How far they may differ, kilograms.
    #[serde(default = "steady_kilograms")]
    pub steady_kilograms: i64,
}

fn steady_frames() -> usize {
    Steady::default().frames
}

fn steady_kilograms() -> i64 {
    Steady::default().kilograms
}

impl Weighbridge {
    /// The bridge as the server is told of it.
    pub fn told(&self) -> Result<server::bridge::Weighbridge> {
        use server::bridge::Line;
        let site = SiteCode::parse(&self.site)
            .map_err(|refusal| anyhow::anyhow!("weighbridge “{}”: {}", self.name, refusal.en))?;
        anyhow::ensure!(
            (2..=1_000).contains(&self.steady_frames),
            "weighbridge “{}”: steady_frames is 2 to 1000",
            self.name
        );
        let device = self.address.starts_with('/');
        let line =
            if device { Line::Device(self.address.clone().into()) } else { Line::Tcp(self.address.clone()) };
        let steady =
            Steady { frames: self.steady_frames, kilograms: self.steady_kilograms, ..Steady::default() };
        Ok(server::bridge::Weighbridge { name: self.name.clone(), site, line, steady })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database: String::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 7878)),
            secure_cookies: true,
            behind_proxy: false,
            packs: "packs".into(),
            synthetic: false,
            address_requests_per_second: 500,
            token_requests_per_second: 5_000,
            daily_close: "00:05".into(),
            weighbridge: Vec::new(),
        }
    }
}

impl Settings {
    /// The settings of the node in a data folder.
    pub fn load(place: &Place) -> Result<Self> {
        let file = place.data.join(FILE);
        let defaults = config::Config::try_from(&Self::default())?;
        let mut settings: Self = config::Config::builder()
            .add_source(defaults)
            .add_source(config::File::from(file.as_path()).format(config::FileFormat::Toml).required(false))
            .add_source(config::Environment::with_prefix("INRS_SET").try_parsing(true))
            .build()
            .and_then(config::Config::try_deserialize)
            .with_context(|| format!("configuration {}", file.display()))?;
        if let Some(database) = &place.database {
            settings.database.clone_from(database);
        }
        Ok(settings)
    }

    /// Where the store lies.
    pub fn location(&self, place: &Place) -> Location {
        if self.database.is_empty() {
            Location::Folder(place.data.clone())
        } else {
            Location::parse(&self.database)
        }
    }

    /// Writes the settings into a new data folder.
    pub fn save(&self, place: &Place) -> Result<()> {
        let file = place.data.join(FILE);
        std::fs::create_dir_all(&place.data)
            .with_context(|| format!("data folder {}", place.data.display()))?;
        let mut text = String::from(
            "# INRS node configuration; every key is explained in docs/operate/configuration.md\n",
        );
        text.push_str(&toml::to_string(self)?);
        std::fs::write(&file, text).with_context(|| format!("writing {}", file.display()))
    }
}
