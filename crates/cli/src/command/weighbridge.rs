//! `inrs weighbridge`: a simulated display on a TCP port, for trying and testing without a bridge.

use anyhow::{Context, Result};
use sim::display::Display;
use std::io::{BufRead, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Send the frames of a simulated weighbridge to whoever connects. Each line on standard input is the weight that stands on it, in
/// kilograms; 0 is an empty bridge. Ends with the input.
#[derive(clap::Args)]
pub struct Weighbridge {
    /// Address and port; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:4001")]
    listen: SocketAddr,
    /// Seed of the swaying.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Frames of a display: five a second.
const PACE: Duration = Duration::from_millis(200);

impl Weighbridge {
    /// Runs the command.
    pub fn run(self) -> Result<ExitCode> {
        let listener =
            TcpListener::bind(self.listen).with_context(|| format!("cannot listen on {}", self.listen))?;
        println!("a simulated weighbridge is on {}", listener.local_addr()?);
        let weight = Arc::new(AtomicI64::new(0));
        let (stands, seed) = (weight.clone(), self.seed);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let stands = stands.clone();
                std::thread::spawn(move || show(stream, &stands, seed));
            }
        });
        for line in std::io::stdin().lock().lines() {
            let line = line?;
            match line.trim().parse::<i64>() {
                Ok(kilograms @ 0..=9_999_999) => weight.store(kilograms, Ordering::Relaxed),
                _ => eprintln!("a weight in kilograms is expected, not “{line}”"),
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Sends frames until the reader goes away.
fn show(mut stream: TcpStream, weight: &AtomicI64, seed: u64) {
    let mut display = Display::from_seed(seed);
    while stream.write_all(&display.frame(weight.load(Ordering::Relaxed))).is_ok() {
        std::thread::sleep(PACE);
    }
}
