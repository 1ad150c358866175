//! Many sockets at once: what an idle one costs, and that those who do not read hold up nobody.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use domain::subjects;
use futures::{StreamExt, TryStreamExt, stream};
use local_stack::scale;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::support::{Socket, Stage, body, memory};

const PATIENCE: Duration = Duration::from_secs(30);
const AS_MANY_AS_THEY_LIKE: (&str, &str) = ("EMS_MAX_SOCKETS_PER_USER", "20000");

/// A page's socket that costs its client next to nothing: bytes on a connection, whose kernel holds
/// few of them when nobody reads.
async fn bare_socket(address: SocketAddr, token: &str, topic: &str) -> Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(4_096)?;
    let mut stream = socket.connect(address).await?;
    let upgrade = "GET /ws/websocket HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n\
        upgrade: websocket\r\nsec-websocket-version: 13\r\n\
        sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    stream.write_all(upgrade.as_bytes()).await?;
    hear(&mut stream, "\r\n\r\n").await?;
    let connect = format!("CONNECT\naccept-version:1.2\nAuthorization:Bearer {token}\n\n\0");
    stream.write_all(&masked(&connect)?).await?;
    hear(&mut stream, "CONNECTED").await?;
    let subscribe = format!("SUBSCRIBE\nid:t\ndestination:{topic}\nreceipt:r\n\n\0");
    stream.write_all(&masked(&subscribe)?).await?;
    hear(&mut stream, "RECEIPT").await?;
    Ok(stream)
}

/// A text frame of a client, RFC 6455 section 5.2; a mask of zeros leaves the text as it is.
fn masked(text: &str) -> Result<Vec<u8>> {
    let length = u16::try_from(text.len())?.to_be_bytes();
    let mut frame = vec![0x81, 0x80 | 126, length[0], length[1], 0, 0, 0, 0];
    frame.extend_from_slice(text.as_bytes());
    Ok(frame)
}

async fn hear(stream: &mut TcpStream, what: &str) -> Result<()> {
    let (mut heard, mut some) = (String::new(), [0; 1_024]);
    while !heard.contains(what) {
        let read =
            timeout(PATIENCE, stream.read(&mut some)).await.context("nothing is heard")??;
        ensure!(read > 0, "closed after {heard:?}, before {what}");
        heard.push_str(&String::from_utf8_lossy(&some[..read]));
    }
    Ok(())
}

async fn bare_sockets(
    stage: &Stage,
    token: &str,
    topic: &str,
    number: usize,
) -> Result<Vec<TcpStream>> {
    let opening = (0..number).map(|_| bare_socket(stage.address, token, topic));
    stream::iter(opening).buffer_unordered(20).try_collect().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idle_socket_costs_little() -> Result<()> {
    let connections = ("EMS_MAX_CONNECTIONS_PER_ADDRESS", "20000");
    let stage = Stage::with(&[AS_MANY_AS_THEY_LIKE, connections]).await?;
    let alice = stage.sign_in("alice").await?;
    let topic = format!("/topic/live/{}", stage.alice);
    // Whatever is made once is there by now.
    let first = bare_sockets(&stage, &alice.token, &topic, 100).await?;
    let (number, before) = (scale(1_000, 5_000), memory()?);
    let sockets = bare_sockets(&stage, &alice.token, &topic, number).await?;
    let each = memory()?.saturating_sub(before) / number;
    println!("{number} idle sockets: {each} bytes each, both ends together");
    // Other tests share this process in a small run.
    ensure!(each <= scale(64, 16) << 10, "{each} bytes for each idle socket");

    let subject = subjects::of_live_totals(stage.alice);
    stage.log.client().publish(subject, r#"{"still":"here"}"#.into()).await?;
    for mut socket in first.into_iter().chain(sockets) {
        hear(&mut socket, "still").await?;
    }
    Ok(())
}

/// Reads until its end, and tells how long each message was on its way.
async fn time_messages(mut socket: Socket, delays: mpsc::UnboundedSender<Duration>) -> Result<()> {
    while let Some(frame) = socket.wait_for(PATIENCE).await? {
        let sent: DateTime<Utc> = serde_json::from_value(body(&frame)?["sent"].clone())?;
        delays.send((Utc::now() - sent).to_std().unwrap_or_default())?;
    }
    Ok(())
}

/// Four kilobytes, forty times a second: more than a few idle buffers hold for long.
async fn keep_publishing(stage: &Stage) -> Result<()> {
    let padding = "x".repeat(4_096);
    let mut ticks = interval(Duration::from_millis(25));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let message = json!({ "sent": Utc::now(), "padding": padding }).to_string();
        let subject = subjects::of_live_totals(stage.alice);
        stage.log.client().publish(subject, message.into()).await?;
    }
}

/// Waits until so many more sockets find a place; they keep it.
async fn places_for(stage: &Stage, token: &str, topic: &str, number: usize) -> Result<()> {
    let mut placed = Vec::new();
    while placed.len() < number {
        match bare_socket(stage.address, token, topic).await {
            Ok(socket) => placed.push(socket),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_do_not_read_are_closed_and_the_others_hear_all_in_time() -> Result<()> {
    let (reading, stalled) = (scale(18, 180), scale(2, 20));
    let places = (reading + stalled).to_string();
    let stage = Stage::with(&[("EMS_MAX_SOCKETS_PER_USER", &places)]).await?;
    let alice = stage.sign_in("alice").await?;
    let topic = format!("/topic/live/{}", stage.alice);
    let (delays, mut measured) = mpsc::unbounded_channel();
    let mut readers = JoinSet::new();
    for _ in 0..reading {
        let mut socket = stage.live(&alice).await?;
        socket.subscribe("t", &topic).await?;
        socket.hear("RECEIPT").await?;
        readers.spawn(time_messages(socket, delays.clone()));
    }
    let deaf = bare_sockets(&stage, &alice.token, &topic, stalled).await?;
    ensure!(bare_socket(stage.address, &alice.token, &topic).await.is_err(), "no place is left");

    let begun = Instant::now();
    tokio::select! {
        failed = keep_publishing(&stage) => failed?,
        freed = timeout(PATIENCE, places_for(&stage, &alice.token, &topic, stalled)) => freed??,
    }
    let closed_after = begun.elapsed();
    let mut all = Vec::new();
    while let Ok(delay) = measured.try_recv() {
        all.push(delay);
    }
    all.sort_unstable();
    let p99 = *all.get(all.len() * 99 / 100).context("nobody heard anything")?;
    println!(
        "{stalled} of {places} read nothing: closed after {closed_after:?}; the others heard {} \
         messages, p99 {p99:?}",
        all.len()
    );
    ensure!(readers.try_join_next().is_none(), "one that reads was closed");
    drop(deaf);
    ensure!(closed_after <= scale(PATIENCE, Duration::from_secs(10)), "{closed_after:?}");
    ensure!(p99 <= scale(Duration::from_secs(3), Duration::from_millis(500)), "{p99:?}");
    Ok(())
}
