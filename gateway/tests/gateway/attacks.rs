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

use crate::support::{Socket, Stage};

const PATIENCE: Duration = Duration::from_secs(30);

async fn listen(socket: &mut Socket, destination: &str) -> Result<()> {
    socket.subscribe("t", destination).await?;
    socket.hear("RECEIPT").await.map(drop)
}

/// Resident memory of this process, in which gateway and clients are together.
fn memory() -> Result<usize> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("VmRSS")?;
    let kib: usize = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kib * 1024)
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
        "\u{0}\u{0}\u{0}".to_owned(),
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

#[tokio::test(flavor = "multi_thread")]
async fn of_many_sockets_a_tenth_that_does_not_read_holds_up_nobody() -> Result<()> {
    let (sockets, rounds) = (scale(20, 200), scale(60, 600));
    let per_user = sockets.to_string();
    let stage = Stage::with(&[("EMS_MAX_SOCKETS_PER_USER", &per_user)]).await?;
    let alice = stage.sign_in("alice").await?;
    let topic = format!("/topic/live/{}", stage.alice);
    let mut reading = Vec::new();
    let mut idle = Vec::new();
    for n in 0..sockets {
        let mut socket = stage.live(&alice).await?;
        listen(&mut socket, &topic).await?;
        if n % 10 == 0 { idle.push(socket) } else { reading.push(socket) }
    }
    let (subject, filler) = (subjects::of_live_totals(stage.alice), "x".repeat(16 * 1024));
    let mut delays = Vec::new();
    for _ in 0..rounds {
        let begun = Instant::now();
        stage.log.client().publish(subject.clone(), format!("{filler:?}").into()).await?;
        for socket in &mut reading {
            socket.hear("MESSAGE").await?;
            delays.push(begun.elapsed());
        }
    }
    delays.sort_unstable();
    let p99 = delays[delays.len() * 99 / 100];
    ensure!(p99 <= scale(Duration::from_secs(5), Duration::from_millis(500)), "{p99:?}");
    // They are cut in the middle: what was on its way comes, and then the end.
    let closed = async {
        for socket in &mut idle {
            while socket.next().await?.is_some() {}
        }
        anyhow::Ok(())
    };
    timeout(scale(PATIENCE, Duration::from_secs(10)), closed).await.context("not closed")?
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
        if endless.write_all(chunk.as_bytes()).await.is_err() {
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

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_socket_takes_little_memory() -> Result<()> {
    let sockets = scale(200, 5_000);
    let most = (sockets * 2).to_string();
    let stage = Stage::with(&[
        ("EMS_MAX_SOCKETS_PER_USER", &most),
        ("EMS_MAX_CONNECTIONS_PER_ADDRESS", &most),
        ("EMS_MAX_SOCKETS", &most),
    ])
    .await?;
    let alice = stage.sign_in("alice").await?;
    let idle = async || -> Result<TcpStream> {
        let mut socket = TcpStream::connect(stage.address).await?;
        let handshake = format!(
            "GET /ws/websocket HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        socket.write_all(handshake.as_bytes()).await?;
        let connect = format!("CONNECT\nAuthorization:Bearer {}\n\n\0", alice.token);
        let subscribe = format!("SUBSCRIBE\nid:1\ndestination:/topic/live/{}\n\n\0", stage.alice);
        for frame in [connect, subscribe] {
            // Masked with zeros, which is a mask like any other.
            let length = u16::try_from(frame.len())?.to_be_bytes();
            socket.write_all(&[0x81, 0xfe, length[0], length[1], 0, 0, 0, 0]).await?;
            socket.write_all(frame.as_bytes()).await?;
        }
        let mut heard = Vec::new();
        while !String::from_utf8_lossy(&heard).contains("CONNECTED") {
            let read = timeout(PATIENCE, socket.read_buf(&mut heard)).await??;
            ensure!(read > 0, "{}", String::from_utf8_lossy(&heard));
        }
        Ok(socket)
    };
    // What the first ones need is not needed again.
    let mut open = Vec::with_capacity(sockets);
    for _ in 0..20 {
        open.push(idle().await?);
    }
    let before = memory()?;
    for _ in 0..sockets {
        open.push(idle().await?);
    }
    let each = memory()?.saturating_sub(before) / sockets;
    ensure!(each <= scale(64, 16) * 1024, "{each} bytes each");
    Ok(())
}
