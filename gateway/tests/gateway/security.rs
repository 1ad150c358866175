//! What was tried at the door stands in the SECURITY stream: who, from where, when and what.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use async_nats::jetstream::stream::LastRawMessageErrorKind;
use chrono::{DateTime, Utc};
use domain::subjects;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{PASSWORD, Stage};

const PATIENCE: Duration = Duration::from_secs(10);

/// The latest record of a kind, once it is there.
async fn record_of(stage: &Stage, kind: &str) -> Result<Value> {
    let stream = stage.log.jetstream().get_stream(subjects::SECURITY).await?;
    let begun = Instant::now();
    loop {
        match stream.get_last_raw_message_by_subject(&subjects::of_security(kind)).await {
            Ok(message) => return Ok(serde_json::from_slice(&message.payload)?),
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => {}
            Err(error) => return Err(error.into()),
        }
        ensure!(begun.elapsed() < PATIENCE, "{kind} is not recorded");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_the_door_is_recorded_with_who_and_from_where() -> Result<()> {
    const MISTAKE: &str = "my-secret-typed-as-a-name";
    let (stage, begun) = (Stage::set().await?, Utc::now());
    let alice = stage.sign_in("alice").await?;
    let denied = alice.bearer(stage.get("/api/users")).send().await?;
    ensure!(denied.status() == 403, "{}", denied.status());
    ensure!(stage.get("/api/devices").bearer_auth("forged").send().await?.status() == 401);
    ensure!(stage.login(MISTAKE, PASSWORD).send().await?.status() == 401);
    while stage.login("alice", "a wrong password").send().await?.status() != 429 {}
    let bob = stage.sign_in("bob").await?;
    let renew = || {
        let token = json!({ "refreshToken": bob.answer["refreshToken"] });
        stage.request(Method::POST, "/api/auth/refresh").json(&token).send()
    };
    ensure!(renew().await?.status() == 200 && renew().await?.status() == 401);
    let out = alice.page(stage.request(Method::POST, "/api/auth/logout")).send().await?;
    ensure!(out.status().is_success(), "{}", out.status());

    let (alice, bob) = (json!(stage.alice), json!(stage.bob));
    for (kind, actor, what) in [
        ("signed-in", &bob, "/api/auth/login"),
        ("denied", &alice, "GET /api/users"),
        ("not-signed-in", &Value::Null, "GET /api/devices"),
        ("sign-in-failed", &alice, "/api/auth/login"),
        ("throttled", &alice, "/api/auth/login"),
        ("refresh-reused", &bob, "/api/auth/refresh"),
        ("signed-out", &alice, "/api/auth/logout"),
    ] {
        let record = record_of(&stage, kind).await?;
        ensure!(record["kind"] == kind && record["address"] == "127.0.0.1", "{record}");
        ensure!(record["actor"] == *actor, "{kind}: {record}");
        ensure!(record["what"].as_str().context("what")?.contains(what), "{kind}: {record}");
        for time in ["from", "to"] {
            let time: DateTime<Utc> = serde_json::from_value(record[time].clone())?;
            ensure!(begun <= time && time <= Utc::now(), "{kind}: {record}");
        }
        ensure!(!record.to_string().contains(MISTAKE), "what somebody typed: {record}");
    }
    Ok(())
}
