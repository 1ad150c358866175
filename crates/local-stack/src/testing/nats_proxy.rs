//! A TCP proxy in front of NATS that loses what a test wants lost, at a chosen moment.
//!
//! A process that is killed does not take back what it has written: the kernel still sends it. Only
//! what never passed the proxy is certain not to have reached the other side.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the proxy does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NatsFault {
    None,
    /// Once this text appears in what a client sends, nothing that clients send arrives any more,
    /// until [`NatsProxy::open`].
    ShutAt(&'static str),
    /// Every so-and-so-many-th acknowledgement of a publish is lost on its way to the client.
    LoseAcks {
        every: usize,
    },
}

/// Forwards to one NATS server. Clones are the same proxy.
#[derive(Clone)]
pub struct NatsProxy {
    address: SocketAddr,
    fault: NatsFault,
    shut: Arc<AtomicBool>,
    armed: Arc<AtomicBool>,
    held: watch::Sender<bool>,
    acks: Arc<AtomicUsize>,
}

impl NatsProxy {
    /// In front of the server at a `nats://user:password@host:port` address.
    pub async fn before(nats_url: &str, fault: NatsFault) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let server = host(nats_url)?.to_owned();
        let proxy = Self {
            address: listener.local_addr()?,
            fault,
            shut: Arc::default(),
            armed: Arc::new(AtomicBool::new(true)),
            held: watch::Sender::new(false),
            acks: Arc::default(),
        };
        let own = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(own.clone().forward(client, server.clone()));
            }
        });
        Ok(proxy)
    }

    /// The same address as the server's, by way of the proxy.
    pub fn url(&self, nats_url: &str) -> Result<String> {
        Ok(nats_url.replace(host(nats_url)?, &self.address.to_string()))
    }

    /// From now on nothing that clients send arrives.
    pub fn shut(&self) {
        self.shut.store(true, Ordering::SeqCst);
    }

    pub fn is_shut(&self) -> bool {
        self.shut.load(Ordering::SeqCst)
    }

    /// Connections made from now on pass, whatever they carry.
    pub fn open(&self) {
        self.armed.store(false, Ordering::SeqCst);
        self.shut.store(false, Ordering::SeqCst);
    }

    /// From now on nothing passes in either direction; it arrives after [`NatsProxy::release`].
    pub fn hold(&self) {
        self.held.send_replace(true);
    }

    pub fn release(&self) {
        self.held.send_replace(false);
    }

    /// How many acknowledgements were lost.
    pub fn lost_acks(&self) -> usize {
        match self.fault {
            NatsFault::LoseAcks { every } => self.acks.load(Ordering::SeqCst) / every,
            _ => 0,
        }
    }

    async fn forward(self, client: TcpStream, server: String) {
        let Ok(server) = TcpStream::connect(server).await else { return };
        let (from_client, to_client) = client.into_split();
        let (from_server, to_server) = server.into_split();
        tokio::select! {
            _ended = self.to_client(from_server, to_client) => {}
            () = self.to_server(from_client, to_server) => {}
        }
    }

    /// Waits while everything is held.
    async fn passes(&self) {
        let mut held = self.held.subscribe();
        // The sender lives as long as the proxy.
        let _released = held.wait_for(|held| !held).await;
    }

    /// A connection that was shut stays so: what was swallowed would leave a hole in the protocol.
    async fn to_server(&self, mut client: OwnedReadHalf, mut server: OwnedWriteHalf) {
        let (mut seen, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
        let mut stopped = false;
        while let Ok(read @ 1..) = client.read(&mut buffer).await {
            if let NatsFault::ShutAt(trigger) = self.fault {
                seen.extend_from_slice(&buffer[..read]);
                if contains(&seen, trigger) && self.armed.load(Ordering::SeqCst) {
                    self.shut();
                }
                seen.drain(..seen.len().saturating_sub(256));
            }
            stopped |= self.is_shut();
            self.passes().await;
            if !stopped && server.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    }

    async fn to_client(&self, server: OwnedReadHalf, mut client: OwnedWriteHalf) -> Result<()> {
        let mut server = BufReader::new(server);
        loop {
            let frame = read_frame(&mut server).await?;
            self.passes().await;
            if !self.is_lost(&frame) {
                client.write_all(&frame).await?;
            }
        }
    }

    fn is_lost(&self, frame: &[u8]) -> bool {
        let NatsFault::LoseAcks { every } = self.fault else { return false };
        let is_ack = contains(frame, "\"stream\":\"EVENTS\"") && contains(frame, "\"seq\":");
        is_ack && (self.acks.fetch_add(1, Ordering::SeqCst) + 1).is_multiple_of(every)
    }
}

/// One line of the protocol, with the payload of a message.
async fn read_frame(server: &mut BufReader<OwnedReadHalf>) -> Result<Vec<u8>> {
    let mut frame = Vec::new();
    if server.read_until(b'\n', &mut frame).await? == 0 {
        anyhow::bail!("the server has closed the connection");
    }
    if frame.starts_with(b"MSG ") || frame.starts_with(b"HMSG ") {
        let line = String::from_utf8_lossy(&frame);
        let size = line.split_whitespace().next_back().context("a size")?;
        let mut payload = vec![0; size.parse::<usize>()? + 2];
        server.read_exact(&mut payload).await?;
        frame.extend(payload);
    }
    Ok(frame)
}

fn host(url: &str) -> Result<&str> {
    let address = url.strip_prefix("nats://").context("not a NATS address")?;
    Ok(address.rsplit('@').next().unwrap_or(address))
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
