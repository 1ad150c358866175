//! While a server is away reads answer 503: never "not found", "not signed in", or an empty list.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use local_stack::PrivateServers;
use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;

use crate::support::{SignedIn, Stage};

/// From the moment at which a server is ready again.
const RECOVERY: Duration = Duration::from_secs(15);

/// The paths that a client's page reads.
fn reads(stage: &Stage) -> [String; 4] {
    let (alice, boiler) = (stage.alice, stage.boiler);
    [
        "/api/auth/session".to_owned(),
        format!("/api/users/{alice}"),
        format!("/api/devices/user/{alice}"),
        format!("/api/monitoring/{boiler}?date=2026-11-23"),
    ]
}

async fn read(stage: &Stage, alice: &SignedIn, path: &str) -> Result<(StatusCode, String)> {
    let response = alice.cookie(stage.get(path)).send().await?;
    let status = response.status();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        ensure!(response.headers().contains_key(RETRY_AFTER), "{path} does not say when to retry");
    }
    Ok((status, response.text().await?))
}

/// Reads until the answers are those of before; until then every one of them is 503.
async fn until_as_before(stage: &Stage, alice: &SignedIn, path: &str, before: &str) -> Result<()> {
    let begun = Instant::now();
    loop {
        match read(stage, alice, path).await? {
            (StatusCode::OK, body) if body == before => return Ok(()),
            (StatusCode::SERVICE_UNAVAILABLE, _) if begun.elapsed() < RECOVERY => {}
            (status, body) => bail!("{path}: {status} {body} after {:?}", begun.elapsed()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_answer_503_while_postgresql_is_away_and_as_before_once_it_is_back() -> Result<()> {
    let mut servers = PrivateServers::start().await?;
    let stage = Stage::at(&servers.nats.url(), &servers.postgres.url()).await?;
    let alice = stage.sign_in("alice").await?;
    let mut before = Vec::new();
    for path in reads(&stage) {
        let (status, body) = read(&stage, &alice, &path).await?;
        ensure!(status == StatusCode::OK, "{path}: {status}");
        before.push((path, body));
    }

    servers.postgres.kill();
    for (path, body) in &before {
        match read(&stage, &alice, path).await? {
            (StatusCode::SERVICE_UNAVAILABLE, _) => {}
            // The session is remembered for two seconds, and it says all that this answer holds.
            (StatusCode::OK, answer) if path.ends_with("session") && answer == *body => {}
            (status, answer) => bail!("{path}: {status} {answer}"),
        }
    }
    let sign_in = stage.login("alice", crate::support::PASSWORD).send().await?;
    ensure!(sign_in.status() == StatusCode::SERVICE_UNAVAILABLE, "{}", sign_in.status());

    servers.postgres.restart().await?;
    for (path, body) in &before {
        until_as_before(&stage, &alice, path, body).await?;
    }
    servers.nats.kill();
    for (path, body) in &before {
        let (status, answer) = read(&stage, &alice, path).await?;
        ensure!(status == StatusCode::OK && answer == *body, "reads do not need NATS: {path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_starts_before_its_servers_answers_503_until_they_are_there() -> Result<()> {
    let mut servers = PrivateServers::start().await?;
    let (nats, postgres) = (servers.nats.url(), servers.postgres.url());
    let mut stage = Stage::at(&nats, &postgres).await?;
    let alice = stage.sign_in("alice").await?;
    let path = format!("/api/devices/user/{}", stage.alice);
    let (_, before) = read(&stage, &alice, &path).await?;
    ensure!(before.contains("Boiler"), "{before}");

    servers.nats.kill();
    servers.postgres.kill();
    stage.address = stage.start_gateway(&nats, &postgres).await.context("the second gateway")?;
    let (status, body) = read(&stage, &alice, &path).await?;
    ensure!(status == StatusCode::SERVICE_UNAVAILABLE, "{status} {body}");
    servers.postgres.restart().await?;
    until_as_before(&stage, &alice, &path, &before).await
}
