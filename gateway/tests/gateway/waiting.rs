//! What waits for an administrator, and only for one.

use anyhow::{Result, ensure};
use async_nats::HeaderMap;
use chrono::{TimeDelta, Utc};
use domain::devices::{Device, DeviceCommand};
use domain::ids::DeviceId;
use domain::metering::PlausibleRange;
use domain::quantity::MicroWattHours;
use domain::subjects;
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use crate::support::Stage;

const LISTS: [&str; 5] =
    ["unregistered-devices", "conflicts", "held-readings", "parked-readings", "quarantine"];

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_sees_strangers_conflicts_and_held_readings() -> Result<()> {
    let stage = Stage::set().await?;
    let (at_least, at_most) = (MicroWattHours(0), MicroWattHours(2_000_000_000));
    let range = Some(PlausibleRange { at_least, at_most });
    let boiler = stage.boiler.to_string();
    let ranged =
        stage.execute::<Device>(boiler, DeviceCommand::ChangePlausibleRange { range }).await?;
    stage.rules_at(ranged).await?;
    let (now, stranger) = (Utc::now(), DeviceId(Uuid::from_u128(77)));
    stage.measure(&[(stage.boiler, now, 1_000_000_000), (stranger, now, 500_000_000)]).await?;
    stage.measure(&[(stage.boiler, now, 1_500_000_000)]).await?;
    stage.measure(&[(stage.boiler, now + TimeDelta::seconds(1), 9_000_000_000)]).await?;
    stage.publish_reading("ems.measurement.0", b"{}".to_vec()).await?;

    let root = stage.sign_in("root").await?;
    let list = async |name: &str| {
        let answer = root.bearer(stage.get(&format!("/api/{name}"))).send().await?;
        ensure!(answer.status() == 200, "{name}: {}", answer.status());
        Ok(answer.json::<Value>().await?)
    };
    let strangers = list("unregistered-devices").await?;
    ensure!(strangers[0]["deviceId"] == stranger.to_string(), "{strangers}");
    ensure!(strangers[0]["lastConsumption"] == 0.5 && strangers[0]["readings"] == 1, "{strangers}");
    let conflicts = list(&format!("conflicts?device={}", stage.boiler)).await?;
    ensure!(conflicts[0]["counted"] == 1.0 && conflicts[0]["other"] == 1.5, "{conflicts}");
    ensure!(conflicts[0]["recordedAt"].is_string() && conflicts[1].is_null(), "{conflicts}");
    ensure!(list(&format!("conflicts?device={stranger}")).await?[0].is_null());
    let held = list("held-readings").await?;
    ensure!(held[0]["consumption"] == 9.0 && held[0]["highest"] == 2.0, "{held}");
    let parked = list("parked-readings").await?;
    ensure!(parked[0]["position"] == 5 && parked[0]["deviceId"].is_null(), "{parked}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_quarantine_is_dropped_once() -> Result<()> {
    let stage = Stage::set().await?;
    let mut headers = HeaderMap::new();
    headers.insert("Ems-Source", "device.measurements");
    headers.insert("Ems-Reason", "it is no JSON");
    let subject = subjects::of_quarantine("device.measurements");
    let jetstream = stage.log.jetstream();
    jetstream.publish_with_headers(subject, headers, "garbage".into()).await?.await?;
    let root = stage.sign_in("root").await?;
    let read = async || {
        let answer = root.bearer(stage.get("/api/quarantine")).send().await?;
        anyhow::Ok(answer.json::<Value>().await?)
    };
    let found = read().await?;
    ensure!(found[0]["reason"] == "it is no JSON" && found[0]["text"] == "garbage", "{found}");
    let path = format!("/api/quarantine/{}", found[0]["position"]);
    let drop = || root.bearer(stage.request(Method::DELETE, &path));
    ensure!(drop().send().await?.status() == 204);
    ensure!(read().await?[0].is_null());
    ensure!(drop().send().await?.status() == 404);
    let nonsense = root.bearer(stage.request(Method::DELETE, "/api/quarantine/x"));
    ensure!(nonsense.send().await?.status() == 400);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_and_strangers_see_none_of_it() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    for name in LISTS {
        let path = format!("/api/{name}");
        ensure!(alice.page(stage.get(&path)).send().await?.status() == 403, "{name}");
        ensure!(stage.get(&path).send().await?.status() == 401, "{name}");
    }
    Ok(())
}
