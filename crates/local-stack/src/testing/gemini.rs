//! A language model that misbehaves as a test wants, behind the streaming interface of Google Gemini.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the model does with a question.
#[derive(Clone, Debug)]
pub enum ModelManner {
    /// Says this, a few words at a time.
    Says(String),
    /// The same, after thinking for so long.
    SaysAfter(Duration, String),
    /// Says everything that it was given, as somebody who obeys any order would.
    TellsAll,
    /// Thinks for so long before the first word.
    Stalls(Duration),
    /// Says a few words, then nothing for so long.
    StallsInTheMiddle(Duration),
    Fails(u16),
    /// Was not allowed to look at the question.
    Blocks,
    /// Runs out of tokens.
    Truncates,
    /// Closes the connection in the middle of a sentence.
    HangsUp,
    /// Says ten megabytes.
    Rambles,
    /// Answers with something that is not its interface.
    Babbles,
}

/// The model; its clones are the same one.
#[derive(Clone)]
pub struct FakeGemini {
    address: SocketAddr,
    manner: Arc<Mutex<ModelManner>>,
    requests: Arc<Mutex<Vec<Value>>>,
    /// Questions that it is thinking about.
    at_work: Arc<AtomicUsize>,
}

/// What a client must send as its key.
const KEY: &str = "a-key-that-opens-nothing";

impl FakeGemini {
    pub async fn start(manner: ModelManner) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let model = Self {
            address: listener.local_addr()?,
            manner: Arc::new(Mutex::new(manner)),
            requests: Arc::default(),
            at_work: Arc::default(),
        };
        let own = model.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let own = own.clone();
                // Who has asked may be gone before the answer is: that is theirs to know.
                tokio::spawn(async move { own.serve(client).await });
            }
        });
        Ok(model)
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn key(&self) -> &'static str {
        KEY
    }

    /// From the next question on.
    pub fn behave(&self, manner: ModelManner) {
        *self.manner.lock().unwrap_or_else(PoisonError::into_inner) = manner;
    }

    /// The requests so far are not told of any more.
    pub fn forget(&self) {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// The bodies of all requests.
    pub fn requests(&self) -> Vec<Value> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Questions that somebody waits for at this moment.
    pub fn at_work(&self) -> usize {
        self.at_work.load(Ordering::SeqCst)
    }

    async fn serve(self, mut client: TcpStream) -> Result<()> {
        let (head, body) = read_request(&mut client).await?;
        let request: Value = serde_json::from_slice(&body)?;
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
        let manner = self.manner.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.at_work.fetch_add(1, Ordering::SeqCst);
        let outcome = if is_right(&head) {
            answer(&mut client, manner, &request).await
        } else {
            fail(&mut client, 403).await
        };
        self.at_work.fetch_sub(1, Ordering::SeqCst);
        outcome
    }
}

fn is_right(head: &str) -> bool {
    let asks = head.starts_with("POST /v1beta/models/")
        && head.lines().next().is_some_and(|line| line.contains(":streamGenerateContent?alt=sse"));
    asks && !head.contains(&format!("key={KEY}"))
        && head.lines().any(|line| line.eq_ignore_ascii_case(&format!("x-goog-api-key: {KEY}")))
}

async fn answer(client: &mut TcpStream, manner: ModelManner, request: &Value) -> Result<()> {
    match manner {
        ModelManner::Says(text) => say(client, &text, Some("STOP")).await,
        ModelManner::SaysAfter(pause, text) => {
            tokio::time::sleep(pause).await;
            say(client, &text, Some("STOP")).await
        }
        ModelManner::TellsAll => say(client, &request.to_string(), Some("STOP")).await,
        ModelManner::Stalls(pause) => {
            tokio::time::sleep(pause).await;
            say(client, "Too late.", Some("STOP")).await
        }
        ModelManner::StallsInTheMiddle(pause) => {
            say(client, "Your boiler has", None).await?;
            tokio::time::sleep(pause).await;
            Ok(())
        }
        ModelManner::Fails(status) => fail(client, status).await,
        ModelManner::Blocks => {
            let blocked = json!({ "promptFeedback": { "blockReason": "SAFETY" } });
            begin(client).await?;
            event(client, &blocked).await
        }
        ModelManner::Truncates => say(client, "Your boiler has used", Some("MAX_TOKENS")).await,
        ModelManner::HangsUp => say(client, "Your boiler has used", None).await,
        ModelManner::Rambles => {
            begin(client).await?;
            let words = "and so on ".repeat(1_000);
            for _ in 0..1_000 {
                event(client, &words_of(&words, None)).await?;
            }
            event(client, &words_of(".", Some("STOP"))).await
        }
        ModelManner::Babbles => {
            begin(client).await?;
            Ok(client.write_all(b"data: <html>What?</html>\n\n").await?)
        }
    }
}

async fn say(client: &mut TcpStream, text: &str, end: Option<&str>) -> Result<()> {
    begin(client).await?;
    let letters: Vec<char> = text.chars().collect();
    for piece in letters.chunks(40) {
        event(client, &words_of(&piece.iter().collect::<String>(), None)).await?;
    }
    match end {
        Some(reason) => event(client, &words_of("", Some(reason))).await,
        None => Ok(()),
    }
}

fn words_of(text: &str, end: Option<&str>) -> Value {
    let content = json!({ "role": "model", "parts": [{ "text": text }] });
    let mut candidate = json!({ "content": content, "index": 0 });
    if let Some(reason) = end {
        candidate["finishReason"] = json!(reason);
    }
    json!({ "candidates": [candidate], "usageMetadata": { "totalTokenCount": 7 } })
}

async fn begin(client: &mut TcpStream) -> Result<()> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    Ok(client.write_all(head.as_bytes()).await?)
}

async fn event(client: &mut TcpStream, value: &Value) -> Result<()> {
    Ok(client.write_all(format!("data: {value}\r\n\r\n").as_bytes()).await?)
}

async fn fail(client: &mut TcpStream, status: u16) -> Result<()> {
    let body = json!({ "error": { "code": status, "message": "no" } }).to_string();
    let length = body.len();
    let head = format!("HTTP/1.1 {status} No\r\ncontent-length: {length}\r\nconnection: close\r\n");
    Ok(client.write_all(format!("{head}\r\n{body}").as_bytes()).await?)
}

/// The head as text, and the body of the length that it names.
async fn read_request(client: &mut TcpStream) -> Result<(String, Vec<u8>)> {
    const END: &[u8] = b"\r\n\r\n";
    let mut read = Vec::new();
    let head = loop {
        if let Some(end) = read.windows(END.len()).position(|window| window == END) {
            break end + END.len();
        }
        anyhow::ensure!(client.read_buf(&mut read).await? > 0, "the client has left");
    };
    let text = String::from_utf8_lossy(&read[..head]).into_owned();
    let named = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    };
    let length = text.lines().find_map(named).context("a length")?;
    while read.len() < head + length {
        anyhow::ensure!(client.read_buf(&mut read).await? > 0, "the client has left");
    }
    Ok((text, read.split_off(head)))
}
