//! A load client: keep-alive connections on one thread that send requests and time their answers, as load generators do, so
//! that the clients cost the machine as little as may be. Only for measuring.

use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// One connection.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A request that posts a body under a key.
pub fn post(path: &str, token: &str, key: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\nidempotency-key: {key}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A request that gets.
pub fn get(path: &str, token: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n\r\n")
}

impl Connection {
    async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024] })
    }

    /// Sends and waits for the whole answer; one that is not 200 is an error.
    async fn exchange(&mut self, request: &str) -> Result<()> {
        self.stream.write_all(request.as_bytes()).await?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(&mut self.buffer[filled..]).await?;
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

/// Runs `clients` connections for a time, each with one request under way; `request` makes the n-th of a client. The latencies
/// of all answers, sorted.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub fn load(
    clients: usize,
    time: Duration,
    request: impl Fn(usize, u64) -> String + 'static,
    address: SocketAddr,
) -> Result<Vec<Duration>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (request, end) = (Rc::new(request), Instant::now() + time);
    let connections = LocalSet::new();
    let running: Vec<_> = (0..clients)
        .map(|client| {
            let request = request.clone();
            connections.spawn_local(async move {
                let mut connection = Connection::open(address).await?;
                let mut taken = Vec::new();
                while Instant::now() < end {
                    let request = request(client, taken.len() as u64);
                    let begun = Instant::now();
                    connection.exchange(&request).await?;
                    taken.push(begun.elapsed());
                }
                anyhow::Ok(taken)
            })
        })
        .collect();
    let mut all = Vec::new();
    connections.block_on(&runtime, async {
        for client in running {
            all.extend(client.await.context("a client panicked")??);
        }
        anyhow::Ok(())
    })?;
    all.sort_unstable();
    Ok(all)
}

/// One request by itself.
pub fn once(address: SocketAddr, request: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async { Connection::open(address).await?.exchange(request).await })
}
