//! A STOMP client on a plain WebSocket, frame by frame.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures::{SinkExt, StreamExt};
use reqwest::header::{COOKIE, ORIGIN};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::{SignedIn, Stage};

const PATIENCE: Duration = Duration::from_secs(8);

pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Stage {
    /// Opens a socket with these headers; an error if the handshake is refused.
    pub async fn socket(&self, origin: Option<&str>, cookie: Option<&str>) -> Result<Socket> {
        Socket::open(&self.address.to_string(), origin, cookie).await
    }

    /// A socket of the page, past CONNECT.
    pub async fn live(&self, person: &SignedIn) -> Result<Socket> {
        let mut socket = self.socket(Some(&self.origin()), Some(&person.cookie)).await?;
        socket.say("CONNECT\naccept-version:1.2,1.1,1.0\nheart-beat:10000,10000\n\n").await?;
        socket.hear("CONNECTED").await?;
        Ok(socket)
    }
}

impl Socket {
    /// At any host, which may be a proxy.
    pub async fn open(host: &str, origin: Option<&str>, cookie: Option<&str>) -> Result<Self> {
        let mut request = format!("ws://{host}/ws/websocket").into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert(ORIGIN, origin.parse()?);
        }
        if let Some(cookie) = cookie {
            request.headers_mut().insert(COOKIE, cookie.parse()?);
        }
        Ok(Self(connect_async(request).await?.0))
    }

    /// Sends a frame; its NUL is added here.
    pub async fn say(&mut self, frame: &str) -> Result<()> {
        Ok(self.0.send(Message::text(format!("{frame}\0"))).await?)
    }

    pub async fn subscribe(&mut self, id: &str, destination: &str) -> Result<()> {
        self.say(&format!("SUBSCRIBE\nid:{id}\ndestination:{destination}\nreceipt:r-{id}\n\n"))
            .await
    }

    /// The next frame, which must be of this command.
    pub async fn hear(&mut self, command: &str) -> Result<String> {
        let frame = self.next().await?.context("the socket was closed")?;
        if frame.split('\n').next() != Some(command) {
            bail!("expected {command}, heard {frame:?}");
        }
        Ok(frame)
    }

    /// ERROR, and then the end.
    pub async fn is_refused(&mut self) -> Result<String> {
        let error = self.hear("ERROR").await?;
        match self.next().await? {
            None => Ok(error),
            Some(frame) => bail!("expected the end, heard {frame:?}"),
        }
    }

    /// None once the socket is closed.
    pub async fn next(&mut self) -> Result<Option<String>> {
        self.wait_for(PATIENCE).await
    }

    /// The same, with another patience.
    pub async fn wait_for(&mut self, patience: Duration) -> Result<Option<String>> {
        loop {
            let message = timeout(patience, self.0.next()).await.context("nothing was heard")?;
            match message {
                Some(Ok(Message::Text(text))) if text.as_str() == "\n" => {}
                Some(Ok(Message::Text(text))) => return Ok(Some(text.to_string())),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(None),
                Some(Ok(_)) => {}
            }
        }
    }
}

/// The JSON in a MESSAGE.
pub fn body(frame: &str) -> Result<serde_json::Value> {
    let (_, body) = frame.split_once("\n\n").context("a body")?;
    Ok(serde_json::from_str(body.trim_end_matches('\0'))?)
}
