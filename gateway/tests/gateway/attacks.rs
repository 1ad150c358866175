//! What is thrown at sockets and at HTTP: all of it is refused, and nobody else notices.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::subjects;
use local_stack::scale;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::support::{Socket, Stage, memory};

const PATIENCE: Duration = Duration::from_secs(30);

async fn listen(socket: &mut Socket, destination: &str) -> Result<()> {
    socket.subscribe("t", destination).await?;
    socket.hear("RECEIPT").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_that_are_none_end_their_socket_and_forge_nothing() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let topic = format!("/topic/live/{}", stage.alice);
    let mut listener = stage.live(&alice).await?;
    listen(&mut listener, &topic).await?;
    let frames = [
        // What a header says cannot become another header or another frame.
        format!("SUBSCRIBE\nid:1\\n\\ndestination:{topic}\ndestination:{topic}\n\n"),
        format!("SEND\ndestination:/app/chat\\ndestination:{topic}\n\n{{}}"),
        format!("SEND\ndestination:{topic}\n\n{{\"forged\":true}}"),
        format!("MESSAGE\ndestination:{topic}\nsubscription:t\n\n{{\"forged\":true}}"),
        format!(
            "SEND\ndestination:/app/chat\ncontent-length:5\n\n{{}}\0SEND\ndestination:{topic}\n\n"
        ),
        "SEND\ncontent-length:99999999999999999999\n\n".to_owned(),
        "SEND\nno colon\n\n".to_owned(),
        "SEND\nbad\\escape:1\n\n".to_owned(),
        format!("SEND\n{}\n", "a:b\n".repeat(100)),
        format!("SEND\na:{}\n\n", "b".repeat(20_000)),
        format!("SEND\ndestination:/app/chat\n\n{}", "[".repeat(10_000)),
        "\u{0}\n\n".to_owned(),
    ];
    for frame in frames {
        let mut socket = stage.live(&bob).await?;
        socket.say(&frame).await?;
        socket.is_refused().await.with_context(|| format!("{frame:.80}"))?;
    }
    let subject = subjects::of_live_totals(stage.alice);
    stage.log.client().publish(subject, r#"{"real":true}"#.into()).await?;
    let heard = listener.hear("MESSAGE").await?;
    ensure!(heard.contains("real"), "nothing forged came before: {heard}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_of_ten_megabytes_and_ten_thousand_frames_end_their_socket() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let before = memory()?;
    let mut large = stage.live(&alice).await?;
    let frame = format!("SEND\ndestination:/app/chat\n\n{}", "x".repeat(10 << 20));
    // Whether it is cut while it still sends or after is a matter of the network.
    let _cut = large.say(&frame).await;
    ensure!(large.next().await?.is_none_or(|heard| heard.starts_with("ERROR")));
    let mut quick = stage.live(&alice).await?;
    for _ in 0..10_000 {
        if quick.say("SEND\ndestination:/app/chat/typing\n\n{}").await.is_err() {
            break;
        }
    }
    let mut heard = quick.next().await?;
    while heard.as_ref().is_some_and(|frame| !frame.starts_with("ERROR")) {
        heard = quick.next().await?;
    }
    ensure!(heard.is_none_or(|frame| frame.contains("Too many frames")));
    let grown = memory()?.saturating_sub(before);
    ensure!(grown < 256 << 20, "{} MiB", grown >> 20);
    Ok(())
}

/// How long the gateway takes to say that it is well, at worst of a hundred times but one.
async fn health_p99(stage: &Stage, times: usize) -> Result<Duration> {
    let mut took = Vec::new();
    for _ in 0..times {
        let begun = Instant::now();
        let health = timeout(PATIENCE, stage.get("/api/auth/health").send()).await??;
        ensure!(health.status() == StatusCode::OK, "{}", health.status());
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    Ok(took[took.len() * 99 / 100])
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_headers_large_bodies_and_deep_json_hold_up_nobody() -> Result<()> {
    let stage = Stage::with(&[("EMS_ANONYMOUS_REQUESTS_PER_MINUTE", "1000000")]).await?;
    let root = stage.sign_in("root").await?;
    health_p99(&stage, 10).await?;
    let before = memory()?;
    let mut slow = Vec::new();
    for _ in 0..scale(50, 500) {
        let mut connection = TcpStream::connect(stage.address).await?;
        connection.write_all(b"GET /api/auth/health HTTP/1.1\r\nhost: x\r\nx-slow: ").await?;
        slow.push(connection);
    }
    let mut endless = TcpStream::connect(stage.address).await?;
    let head = format!(
        "POST /api/devices HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        root.token
    );
    endless.write_all(head.as_bytes()).await?;
    let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
    for _ in 0..scale(160, 1_600) {
        let written = timeout(PATIENCE, endless.write_all(chunk.as_bytes())).await;
        if written.context("neither taken nor refused")?.is_err() {
            break;
        }
    }
    let mut answer = String::new();
    let mut first = [0; 64];
    if let Ok(Ok(read)) = timeout(PATIENCE, endless.read(&mut first)).await {
        answer.push_str(&String::from_utf8_lossy(&first[..read]));
    }
    // The connection may be reset before the answer is read; it is never a success.
    ensure!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    let deep = "[".repeat(10_000);
    let login = stage.request(Method::POST, "/api/auth/login");
    let refused = login.header(CONTENT_TYPE, "application/json").body(deep).send().await?;
    ensure!(refused.status() == StatusCode::BAD_REQUEST, "{}", refused.status());

    let p99 = health_p99(&stage, scale(100, 1_000)).await?;
    ensure!(p99 <= scale(Duration::from_secs(2), Duration::from_millis(200)), "{p99:?}");
    let grown = memory()?.saturating_sub(before);
    ensure!(grown <= 64 << 20, "{} MiB", grown >> 20);
    // Each of them is cut off in the end.
    let mut byte = [0; 1];
    let mut last = slow.pop().context("a slow one")?;
    timeout(PATIENCE, async { while !matches!(last.read(&mut byte).await, Ok(0) | Err(_)) {} })
        .await
        .context("a slow connection lives on")
}
