//! The system as an administrator sees it: its processes, its projections, and work on them.

use std::time::Duration;

use anyhow::{Result, ensure};
use async_nats::HeaderMap;
use domain::subjects;
use futures::StreamExt;
use reqwest::Method;
use serde_json::Value;

use crate::support::{SignedIn, Stage};

const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_AGAIN: Duration = Duration::from_millis(50);

async fn read(stage: &Stage, root: &SignedIn, path: &str) -> Result<Value> {
    let answer = root.bearer(stage.get(path)).send().await?;
    ensure!(answer.status() == 200, "{path}: {}", answer.status());
    Ok(answer.json().await?)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_process_tells_how_it_is() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let told = async {
        loop {
            let system = read(&stage, &root, "/api/system").await?;
            let roles = system["roles"].as_array().expect("a list");
            let is_ready =
                |role: &str| roles.iter().any(|told| told["role"] == role && told["ready"] == true);
            if is_ready("projections") && is_ready("gateway") {
                ensure!(system["queue"].is_null() && system["quarantine"] == 0, "{system}");
                return anyhow::Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(PATIENCE, told).await??;
    let alice = stage.sign_in("alice").await?;
    for path in ["/api/system", "/api/projections"] {
        ensure!(alice.page(stage.get(path)).send().await?.status() == 403, "{path}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verification_is_asked_for_once_and_its_progress_is_told() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let projections = read(&stage, &root, "/api/projections").await?;
    ensure!(
        projections[0]["name"] == "hourly-totals" && projections[0]["state"] == "live",
        "{projections}"
    );
    let mut told = stage.log.client().subscribe(subjects::LIVE_SYSTEM).await?;
    stage.log.client().flush().await?;
    let ask = |name: &str| {
        let path = format!("/api/projections/{name}/verifications");
        root.bearer(stage.request(Method::POST, &path)).send()
    };
    ensure!(ask("nothing").await?.status() == 404);
    let (first, second) = tokio::join!(ask("users"), ask("users"));
    let (first, second) = (first?, second?);
    let statuses = [first.status().as_u16(), second.status().as_u16()];
    ensure!(statuses == [202, 409] || statuses == [409, 202], "{statuses:?}");
    let asked = if first.status() == 202 { first } else { second };
    let run: Value = asked.json().await?;
    let done = async {
        while let Some(message) = told.next().await {
            let progress: Value = serde_json::from_slice(&message.payload)?;
            ensure!(progress["run"] == run["run"] && progress["kind"] == "verify", "{progress}");
            if progress["state"] == "done" {
                ensure!(progress["differences"] == 0, "{progress}");
                return Ok(());
            }
        }
        anyhow::bail!("the subscription ended")
    };
    tokio::time::timeout(PATIENCE, done).await?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_quarantine_is_sent_again_by_the_bridge_or_it_is_said_why_not() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let put = async |length: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("Ems-Length", length);
        let subject = subjects::of_quarantine("device.measurements");
        let put = stage.log.jetstream().publish_with_headers(subject, headers, "{}".into());
        anyhow::Ok(put.await?.await?.sequence)
    };
    let retry = async |position: u64| {
        let path = format!("/api/quarantine/{position}/retries");
        let answer = root.bearer(stage.request(Method::POST, &path)).send().await?;
        anyhow::Ok(answer.status().as_u16())
    };
    let (whole, cut_off) = (put("2").await?, put("2000000").await?);
    ensure!(retry(cut_off).await? == 409 && retry(99).await? == 404);
    ensure!(retry(whole).await? == 503, "no bridge is there");
    // In the place of the bridge.
    let mut asked = stage.log.client().subscribe(subjects::RETRY_QUARANTINE).await?;
    let client = stage.log.client().clone();
    client.flush().await?;
    let bridge = tokio::spawn(async move {
        let message = asked.next().await.expect("a request");
        client.publish(message.reply.expect("a reply"), "".into()).await.expect("an answer");
        message.payload
    });
    ensure!(retry(whole).await? == 204);
    ensure!(bridge.await? == whole.to_string());
    Ok(())
}
