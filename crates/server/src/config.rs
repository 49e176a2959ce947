//! What the server can be told: where it listens, how it sets cookies, and every limit it keeps. It reads no file and no
//! environment; `cli` fills it from the configuration.

use crate::bridge::Weighbridge;
use std::net::SocketAddr;
use std::time::Duration;

/// Settings of one server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address and port to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// How session cookies are marked.
    pub cookies: Cookies,
    /// Who may say where a request came from.
    pub proxy: Proxy,
    /// The node holds a synthetic demonstration world: shown as such on every screen.
    pub synthetic: bool,
    /// Minute of the day in Asia/Shanghai at which the day's statement is made; `None` for none by itself.
    pub daily_close: Option<i64>,
    /// Weighbridges whose displays are read.
    pub weighbridges: Vec<Weighbridge>,
    /// What a caller may use up.
    pub limits: Limits,
}

/// How session cookies are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// `Secure`: sent over HTTPS only. The setting for everything but a machine's own browser.
    Secure,
    /// Plain HTTP: for a server that only its own machine reaches.
    Plain,
}

/// Who may say where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proxy {
    /// Nobody: the address is the connection's.
    Direct,
    /// A reverse proxy in front: the address is the last one in `X-Forwarded-For`.
    Trusted,
}

/// Limits that protect the server from its callers. A rate of 0 means no limit.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Longest request body in bytes. A fact holds at most 64 KiB; lists of lines and imports need a little more.
    pub body_bytes: usize,
    /// Longest time one request may take before it is answered 503.
    pub request: Duration,
    /// Requests per second from one address, before anybody knows who asks. A whole depot may stand behind one address.
    pub address_per_second: u32,
    /// Requests per second of one person.
    pub person_per_second: u32,
    /// Requests per second of one API token.
    pub machine_per_second: u32,
    /// Attempts to log in per minute from one address: slows guessing without locking anybody out.
    pub login_per_minute: u32,
    /// Open change streams in all.
    pub streams: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            request: Duration::from_secs(30),
            address_per_second: 500,
            person_per_second: 50,
            machine_per_second: 5_000,
            login_per_minute: 30,
            streams: 1_024,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8460)),
            cookies: Cookies::Secure,
            proxy: Proxy::Direct,
            synthetic: false,
            daily_close: None,
            weighbridges: Vec::new(),
            limits: Limits::default(),
        }
    }
}
