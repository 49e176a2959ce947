//! Weighbridges: reads the displays that the configuration names and knows what each shows now. It judges no weight: a steady one may be
//! captured, and what becomes of it is decided in `stock`.

use base::ctx::Clock;
use base::term::fault::{Refusal, RefusalKind};
use base::term::time::SECOND;
use base::term::{Instant, SiteCode};
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use stock::trip::NewReading;
use stock::weigh::frame::{Reader, Steady, Window};
use tokio::io::AsyncReadExt;
use tokio::sync::{mpsc, watch};

/// A display to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighbridge {
    /// What the clerk calls it; unique in its site.
    pub name: String,
    pub site: SiteCode,
    pub line: Line,
    /// When its weight counts as steady.
    pub steady: Steady,
}

/// How a display is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// `host:port` of a display or of a serial server in front of it.
    Tcp(String),
    /// A serial port whose speed and parity the operating system has set.
    Device(PathBuf),
}

/// A display is silent when nothing came for this long.
const SILENT: i64 = 3 * SECOND;
/// Wait before a lost line is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// Bytes read at once.
const CHUNK: usize = 256;

/// What one display said last.
#[derive(Debug)]
struct Live {
    reader: Reader,
    window: Window,
    at: Instant,
}

struct Bridge {
    told: Weighbridge,
    live: Mutex<Live>,
}

/// Every configured bridge.
pub struct Bridges(Vec<Arc<Bridge>>);

/// What a bridge shows.
pub struct Shown {
    pub name: String,
    pub site: String,
    pub kilograms: Option<i64>,
    pub steady: Option<i64>,
    pub bad_frames: u64,
}

impl Bridge {
    fn live(&self) -> MutexGuard<'_, Live> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn heard(&self, bytes: &[u8], now: Instant) {
        let mut live = self.live();
        for frame in live.reader.feed(bytes) {
            live.window.push(frame);
            live.at = now;
        }
    }

    fn lost(&self) {
        let mut live = self.live();
        live.reader.restart();
        live.window.clear();
    }
}

impl Bridges {
    /// The bridges of a configuration; nothing is read yet.
    pub fn new(told: &[Weighbridge]) -> Self {
        let bridge = |told: &Weighbridge| {
            let live = Live { reader: Reader::default(), window: Window::new(told.steady), at: Instant(0) };
            Arc::new(Bridge { told: told.clone(), live: Mutex::new(live) })
        };
        Self(told.iter().map(bridge).collect())
    }

    /// What the bridges show whose site begins with this code.
    pub fn shown(&self, scope: &str, now: Instant) -> Vec<Shown> {
        let here = self.0.iter().filter(|bridge| bridge.told.site.as_str().starts_with(scope));
        let shown = here.map(|bridge| {
            let live = bridge.live();
            let heard = now.0 - live.at.0 <= SILENT;
            Shown {
                name: bridge.told.name.clone(),
                site: bridge.told.site.to_string(),
                kilograms: live.window.latest().filter(|_| heard),
                steady: live.window.steady().filter(|_| heard),
                bad_frames: live.reader.bad,
            }
        });
        shown.collect()
    }

    /// The steady weight of a bridge of this site, with the frames that made it steady.
    pub fn capture(&self, name: &str, site: &str, now: Instant) -> Result<NewReading, Refusal> {
        let of_site = |bridge: &&Arc<Bridge>| bridge.told.name == name && bridge.told.site.as_str() == site;
        let bridge = self.0.iter().find(of_site).ok_or_else(|| {
            Refusal::new(
                RefusalKind::NotFound,
                "bridge.unknown",
                format!("本库区没有地磅“{name}”"),
                format!("this site has no weighbridge “{name}”"),
            )
            .at("bridge")
        })?;
        let live = bridge.live();
        let steady = live.window.steady().filter(|_| now.0 - live.at.0 <= SILENT);
        let kilograms = steady.ok_or_else(|| {
            Refusal::new(
                RefusalKind::Conflict,
                "bridge.unsteady",
                format!("地磅“{name}”示值未稳定或无信号"),
                format!("weighbridge “{name}” is not steady or silent"),
            )
            .mend("等示值稳定后再取数", "Wait until the display is steady")
            .at("bridge")
        })?;
        Ok(NewReading {
            source: name.to_owned(),
            at: live.at,
            kilograms,
            plate: None,
            content: live.window.content(),
        })
    }

    /// Begins to read every bridge; each ends when the server stops.
    pub fn read(&self, clock: &Arc<dyn Clock>, stopping: &watch::Receiver<bool>) {
        for bridge in &self.0 {
            tokio::spawn(listen(bridge.clone(), clock.clone(), stopping.clone()));
        }
    }
}

/// Reads one bridge until the server stops; a lost line is tried again.
async fn listen(bridge: Arc<Bridge>, clock: Arc<dyn Clock>, mut stopping: watch::Receiver<bool>) {
    loop {
        let heard = |bytes: &[u8]| bridge.heard(bytes, clock.now());
        let session = async {
            match &bridge.told.line {
                Line::Tcp(address) => tcp(address, heard).await,
                Line::Device(path) => device(path.clone(), heard).await,
            }
        };
        let stop = tokio::select! {
            ended = session => {
                tracing::warn!(bridge = bridge.told.name, ?ended, "the line of a weighbridge is lost; tried again");
                bridge.lost();
                false
            }
            _ = stopping.wait_for(|stop| *stop) => true,
        };
        if stop {
            return;
        }
        tokio::select! { () = tokio::time::sleep(AGAIN) => {}, _ = stopping.wait_for(|stop| *stop) => return }
    }
}

async fn tcp(address: &str, mut heard: impl FnMut(&[u8])) -> std::io::Result<()> {
    let mut stream = tokio::net::TcpStream::connect(address).await?;
    let mut buffer = [0; CHUNK];
    loop {
        match stream.read(&mut buffer).await? {
            0 => return Ok(()),
            read => heard(&buffer[..read]),
        }
    }
}

/// A serial port is read on a thread of its own: such a read cannot be called off, and a thread that hangs in it holds up nobody.
async fn device(path: PathBuf, mut heard: impl FnMut(&[u8])) -> std::io::Result<()> {
    let (sender, mut receiver) = mpsc::channel::<std::io::Result<Vec<u8>>>(16);
    std::thread::Builder::new().name("weighbridge".into()).spawn(move || {
        let mut port = match std::fs::File::open(&path) {
            Ok(port) => port,
            Err(error) => return drop(sender.blocking_send(Err(error))),
        };
        let mut buffer = [0; CHUNK];
        loop {
            let read = port.read(&mut buffer);
            let ended = !matches!(read, Ok(1..));
            let told = read.map(|read| buffer[..read].to_vec());
            if sender.blocking_send(told).is_err() || ended {
                return;
            }
        }
    })?;
    while let Some(bytes) = receiver.recv().await {
        heard(&bytes?);
    }
    Ok(())
}
