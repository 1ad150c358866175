//! SockJS, request by request, as its protocol has it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use crate::support::{SignedIn, Stage};

const GREETING: &str = "CONNECT\\naccept-version:1.2\\n\\n\\u0000";

fn post(stage: &Stage, path: &str, body: &str) -> RequestBuilder {
    stage.request(Method::POST, path).body(body.to_owned())
}

async fn poll(stage: &Stage, person: &SignedIn, session: &str) -> Result<String> {
    let path = format!("/ws/000/{session}/xhr");
    Ok(person.page(post(stage, &path, "")).send().await?.text().await?)
}

async fn send(stage: &Stage, person: &SignedIn, session: &str, body: &str) -> Result<Response> {
    let path = format!("/ws/000/{session}/xhr_send");
    Ok(person.page(post(stage, &path, body)).send().await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_info_says_what_there_is_and_to_whom() -> Result<()> {
    let stage = Stage::set().await?;
    for path in ["/ws", "/ws/"] {
        let greeting = stage.get(path).send().await?;
        ensure!(greeting.headers()[CONTENT_TYPE] == "text/plain; charset=UTF-8");
        ensure!(greeting.text().await? == "Welcome to SockJS!\n");
    }
    let first = stage.get("/ws/info").header(ORIGIN, "http://localhost").send().await?;
    ensure!(first.headers()["access-control-allow-origin"] == "http://localhost");
    ensure!(first.headers()["access-control-allow-credentials"] == "true");
    ensure!(first.headers()["cache-control"].to_str()?.contains("no-store"));
    let first: Value = first.json().await?;
    ensure!(first["websocket"] == true && first["cookie_needed"] == true, "{first}");
    let second: Value = stage.get("/ws/info").send().await?.json().await?;
    ensure!(first["entropy"] != second["entropy"], "{first} {second}");
    let foreign = stage.get("/ws/info").header(ORIGIN, "http://evil.example").send().await?;
    ensure!(foreign.status() == 403);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_brings_one_frame_a_request_and_takes_messages() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    ensure!(send(&stage, &alice, "a", "[]").await?.status() == 404, "not opened yet");
    ensure!(poll(&stage, &alice, "a").await? == "o\n");
    for (body, sentence) in [("", "Payload expected."), ("[\"x", "Broken JSON encoding.")] {
        let refused = send(&stage, &alice, "a", body).await?;
        ensure!(refused.status() == 500 && refused.text().await? == sentence);
    }
    let sent = send(&stage, &alice, "a", &format!("[\"{GREETING}\"]")).await?;
    ensure!(sent.status() == 204);
    let connected = poll(&stage, &alice, "a").await?;
    ensure!(connected.starts_with("a[\"CONNECTED\\nversion:1.2"), "{connected}");
    send(&stage, &alice, "a", "[\"NONSENSE\\n\\n\\u0000\"]").await?;
    let refused = poll(&stage, &alice, "a").await?;
    ensure!(refused.starts_with("a[\"ERROR"), "{refused}");
    for _ in 0..2 {
        ensure!(
            poll(&stage, &alice, "a").await? == "c[1008,\"refused\"]\n",
            "told as often as asked"
        );
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_begins_with_a_prelude_and_one_request_listens_at_a_time() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let path = "/ws/000/stream/xhr_streaming";
    let streaming = alice.page(post(&stage, path, "")).send().await?;
    ensure!(streaming.headers()[CONTENT_TYPE] == "application/javascript; charset=UTF-8");
    let mut streaming = streaming;
    let mut heard = String::new();
    while !heard.ends_with("o\n") {
        let chunk = tokio::time::timeout(Duration::from_secs(8), streaming.chunk()).await??;
        heard.push_str(std::str::from_utf8(&chunk.context("more")?)?);
    }
    ensure!(heard == format!("{}\no\n", "h".repeat(2048)));
    let second = poll(&stage, &alice, "stream").await?;
    ensure!(second == "c[2010,\"Another connection still open\"]\n", "{second}");
    send(&stage, &alice, "stream", &format!("[\"{GREETING}\"]")).await?;
    let chunk = tokio::time::timeout(Duration::from_secs(8), streaming.chunk()).await??;
    ensure!(chunk.context("more")?.starts_with(b"a[\"CONNECTED"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_belongs_to_whoever_opened_it() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    ensure!(poll(&stage, &alice, "mine").await? == "o\n");
    ensure!(send(&stage, &bob, "mine", &format!("[\"{GREETING}\"]")).await?.status() == 404);
    let path = "/ws/000/mine/xhr";
    ensure!(bob.page(post(&stage, path, "")).send().await?.status() == 404);
    ensure!(post(&stage, path, "").send().await?.status() == 404, "without a cookie");
    let foreign = alice.cookie(post(&stage, path, "")).header(ORIGIN, "http://evil.example");
    ensure!(foreign.send().await?.status() == 403);
    for strange in
        ["/ws/0.0/mine/xhr", "/ws/000/mi.ne/xhr", "/ws//mine/xhr", "/ws/000/mine/eventsource"]
    {
        let status = alice.page(post(&stage, strange, "")).send().await?.status();
        ensure!(status == 404, "{strange}: {status}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_to_which_nobody_listens_ends() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    ensure!(poll(&stage, &alice, "left").await? == "o\n");
    let begun = std::time::Instant::now();
    // Five seconds until it is given up, and five in which its end is told.
    while send(&stage, &alice, "left", "[]").await?.status() != 404 {
        ensure!(begun.elapsed() < Duration::from_secs(60), "it lives on");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    // Its end is told for a while, and then its name is free.
    while poll(&stage, &alice, "left").await? != "o\n" {
        ensure!(begun.elapsed() < Duration::from_secs(60), "its name is never free");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Ok(())
}
