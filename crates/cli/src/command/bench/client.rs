//! A load client: blocking keep-alive connections that send requests and time their answers. Only for measuring.

use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// One connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024] })
    }

    /// Posts a body under a key; an answer that is not 200 is an error.
    pub fn post(&mut self, path: &str, token: &str, key: &str, body: &str) -> Result<()> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.exchange(&request)
    }

    /// Gets; an answer that is not 200 is an error.
    pub fn get(&mut self, path: &str, token: &str) -> Result<()> {
        self.exchange(&format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n"))
    }

    fn exchange(&mut self, request: &str) -> Result<()> {
        self.stream.write_all(request.as_bytes())?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            filled += read;
            if let Some(end) = whole(&self.buffer[..filled])? {
                if !self.buffer.starts_with(b"HTTP/1.1 200") {
                    bail!("{}", String::from_utf8_lossy(&self.buffer[..end]));
                }
                return Ok(());
            }
        }
    }
}

/// The length of an answer once all of it is here.
fn whole(bytes: &[u8]) -> Result<Option<usize>> {
    let Some(head) = bytes.windows(4).take(4096).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let text = std::str::from_utf8(&bytes[..head])?.to_ascii_lowercase();
    let length = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .context("an answer without length")?;
    let end = head + 4 + length.trim().parse::<usize>()?;
    Ok((bytes.len() >= end).then_some(end))
}

/// Runs `clients` connections for a time; the latencies of all answers, sorted.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn load(
    clients: usize,
    time: Duration,
    act: impl Fn(&mut Connection, usize, u64) -> Result<()> + Sync,
    address: SocketAddr,
) -> Result<Vec<Duration>> {
    let stop = AtomicBool::new(false);
    let outcome: Result<Vec<Vec<Duration>>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..clients)
            .map(|client| {
                let (stop, act) = (&stop, &act);
                scope.spawn(move || -> Result<Vec<Duration>> {
                    let mut connection = Connection::open(address)?;
                    let mut taken = Vec::new();
                    while !stop.load(Ordering::Relaxed) {
                        let begun = Instant::now();
                        act(&mut connection, client, taken.len() as u64)?;
                        taken.push(begun.elapsed());
                    }
                    Ok(taken)
                })
            })
            .collect();
        std::thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| bail!("a client panicked")))
            .collect()
    });
    let mut all: Vec<Duration> = outcome?.into_iter().flatten().collect();
    all.sort_unstable();
    Ok(all)
}
