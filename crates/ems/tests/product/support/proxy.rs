//! A TCP proxy in front of NATS that stops passing on what a role sends, at a chosen moment.
//!
//! A process that is killed does not take back what it has written: the kernel still sends it. Only
//! what never passed the proxy is certain not to have reached the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// Forwards to NATS until the trigger appears in what a client sends; from then on nothing that
/// clients send arrives, until [`Proxy::open`].
#[derive(Clone)]
pub struct Proxy {
    address: SocketAddr,
    shut: Arc<AtomicBool>,
    armed: Arc<AtomicBool>,
}

impl Proxy {
    /// In front of the server at a `nats://user:password@host:port` address.
    pub async fn before(nats_url: &str, trigger: Option<&'static str>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let server = authority(nats_url).rsplit('@').next().expect("a host").to_owned();
        let armed = Arc::new(AtomicBool::new(trigger.is_some()));
        let proxy = Self { address, shut: Arc::default(), armed };
        let own = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(own.clone().forward(client, server.clone(), trigger));
            }
        });
        proxy
    }

    /// The same address as the server's, by way of the proxy.
    pub fn url(&self, nats_url: &str) -> String {
        let host = authority(nats_url).rsplit('@').next().expect("a host");
        nats_url.replace(host, &self.address.to_string())
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

    async fn forward(self, client: TcpStream, server: String, trigger: Option<&'static str>) {
        let Ok(server) = TcpStream::connect(server).await else { return };
        let (from_client, mut to_client) = client.into_split();
        let (mut from_server, to_server) = server.into_split();
        tokio::select! {
            _ = tokio::io::copy(&mut from_server, &mut to_client) => {}
            () = self.pass_on(from_client, to_server, trigger) => {}
        }
    }

    /// A connection that was shut stays so: what was swallowed would leave a hole in the protocol.
    async fn pass_on(
        &self,
        mut client: OwnedReadHalf,
        mut server: OwnedWriteHalf,
        trigger: Option<&'static str>,
    ) {
        let (mut seen, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
        let mut stopped = false;
        while let Ok(read @ 1..) = client.read(&mut buffer).await {
            seen.extend_from_slice(&buffer[..read]);
            let found = trigger.is_some_and(|trigger| contains(&seen, trigger.as_bytes()));
            if found && self.armed.load(Ordering::SeqCst) {
                self.shut();
            }
            seen.drain(..seen.len().saturating_sub(256));
            stopped |= self.is_shut();
            if !stopped && server.write_all(&buffer[..read]).await.is_err() {
                return;
            }
        }
    }
}

fn authority(url: &str) -> &str {
    url.strip_prefix("nats://").expect("a NATS address")
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
