//! Reading devices: one's own, and nothing that tells of others.

use anyhow::{Result, ensure};
use reqwest::Response;
use serde_json::Value;
use uuid::Uuid;

use crate::support::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_reads_the_device_and_its_list() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let list = format!("/api/devices/user/{}", stage.alice);
    let list: Value = alice.page(stage.get(&list)).send().await?.json().await?;
    let one = format!("/api/devices/{}", stage.boiler);
    let one: Value = alice.bearer(stage.get(&one)).send().await?.json().await?;
    ensure!(list[0] == one, "{list} {one}");
    ensure!(one["name"] == "Boiler" && one["maxConsumption"] == 3.0, "{one}");
    ensure!(one["userId"] == stage.alice.to_string(), "{one}");
    Ok(())
}

/// Everything of a refusal but the one id that names the request.
async fn seen(response: Response) -> Result<(u16, Value)> {
    let status = response.status().as_u16();
    let mut body: Value = response.json().await?;
    body["traceId"].take();
    Ok((status, body))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_device_cannot_be_told_from_a_missing_one() -> Result<()> {
    let stage = Stage::set().await?;
    let bob = stage.sign_in("bob").await?;
    for path in ["/api/devices/{}", "/api/monitoring/{}?date=2026-11-23", "/api/monitoring/{}"] {
        let get = |id: Uuid| bob.page(stage.get(&path.replace("{}", &id.to_string())));
        let foreign = seen(get(stage.boiler.0).send().await?).await?;
        let missing = seen(get(Uuid::from_u128(99)).send().await?).await?;
        ensure!(foreign.0 == 404 && foreign == missing, "{foreign:?} {missing:?}");
    }
    let list = format!("/api/devices/user/{}", stage.alice);
    ensure!(bob.page(stage.get(&list)).send().await?.status() == 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn other_spellings_of_a_path_lead_nowhere() -> Result<()> {
    let stage = Stage::set().await?;
    let bob = stage.sign_in("bob").await?;
    for path in ["/api/Devices", "/api/devices/", "/api//devices", "/api/users%2fdetails", "/api/x"]
    {
        let status = bob.page(stage.get(path)).send().await?.status();
        ensure!(status == 404, "{path}: {status}");
    }
    ensure!(bob.page(stage.get("/api/devices/1")).send().await?.status() == 400);
    Ok(())
}
