//! Auditors and administrators trace numbers; nobody else does, whatever token they hold.

use anyhow::{Result, ensure};
use domain::quantity::MicroWattHours;
use domain::users::Role;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::Stage;

/// Every question of an audit.
fn questions(stage: &Stage) -> [String; 4] {
    let (boiler, nobody) = (stage.boiler, Uuid::from_u128(99));
    let span = "from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z";
    [
        format!("/api/audit/history?type=device&id={boiler}"),
        format!("/api/audit/totals/{boiler}?hour=2026-11-23T12:00:00Z"),
        format!("/api/audit/alerts/{nobody}"),
        format!("/api/devices/{boiler}/limit-preview?limit=2.5&{span}"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_a_client_nor_a_stolen_client_token_can_ask_an_auditors_questions() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    for question in questions(&stage) {
        let asked = async |request| -> Result<u16> {
            let request: reqwest::RequestBuilder = request;
            Ok(request.send().await?.status().as_u16())
        };
        let path = question.as_str();
        ensure!(asked(stage.get(path)).await? == 401, "{path}: nobody");
        ensure!(asked(alice.page(stage.get(path))).await? == 403, "{path}: the owner herself");
        // From another machine, without the cookie and from no page of ours.
        let stolen = alice.bearer(stage.get(path)).header("Origin", "https://thief.example");
        ensure!([401, 403].contains(&asked(stolen).await?), "{path}: a thief");
        ensure!(asked(alice.bearer(stage.get(path))).await? == 403, "{path}: a program");
        ensure!([200, 404].contains(&asked(root.page(stage.get(path))).await?), "{path}: root");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_auditor_reads_everything_and_changes_nothing() -> Result<()> {
    let stage = Stage::set().await?;
    let position = stage.change_role(stage.bob, Role::Auditor).await?;
    stage.shown(position).await?;
    let bob = stage.sign_in("bob").await?;
    ensure!(bob.answer["role"] == "AUDITOR", "{}", bob.answer);
    let [history, total, _, preview] = questions(&stage);
    let history: Value = bob.bearer(stage.get(&history)).send().await?.json().await?;
    let kinds: Vec<_> = history["events"].as_array().into_iter().flatten().collect();
    ensure!(kinds.len() == 3 && kinds[0]["type"] == "DeviceRegistered", "{history}");
    let total: Value = bob.bearer(stage.get(&total)).send().await?.json().await?;
    ensure!(total["equal"] == true && total["total"] == 0, "{total}");
    let preview: Value = bob.bearer(stage.get(&preview)).send().await?.json().await?;
    ensure!(preview["alertsThen"] == 0 && preview["limit"] == 2.5, "{preview}");
    let own = format!("/api/users/{}", stage.alice);
    for path in ["/api/users", "/api/devices", "/api/conflicts", own.as_str()] {
        ensure!(bob.bearer(stage.get(path)).send().await?.status() == 200, "{path}");
    }
    let hour = "2026-11-22T10:00:00Z";
    stage.set_total(stage.boiler, hour.parse()?, MicroWattHours(500_000_000)).await?;
    let span = "from=2026-11-22T10:00:00Z&to=2026-11-22T11:00:00Z&resolution=hour&zone=UTC";
    let consumption = format!("/api/devices/{}/consumption?{span}", stage.boiler);
    let consumption: Value = bob.bearer(stage.get(&consumption)).send().await?.json().await?;
    ensure!(consumption["buckets"][0]["consumption"] == 0.5, "{consumption}");
    let day = format!("/api/monitoring/{}?date=2026-11-22", stage.boiler);
    let day: Value = bob.bearer(stage.get(&day)).send().await?.json().await?;
    // Noon in Bucharest, where the product is.
    ensure!(day[12]["consumption"] == 0.5, "{day}");
    let (device, user) = (format!("/api/devices/{}", stage.boiler), stage.bob.to_string());
    let own = format!("/api/users/{user}");
    let password = format!("{own}/password");
    let writes = [
        (Method::PUT, device.as_str()),
        (Method::DELETE, device.as_str()),
        (Method::POST, "/api/devices"),
        (Method::PUT, own.as_str()),
        (Method::PUT, password.as_str()),
    ];
    for (method, path) in writes {
        let write = bob.bearer(stage.request(method.clone(), path)).json(&json!({}));
        ensure!(write.send().await?.status() == 403, "{method} {path}");
    }
    for wrong in ["type=planet&id=x", "type=device", "type=device&id=a.b", "type=user&id=x&asOf=y"]
    {
        let path = format!("/api/audit/history?{wrong}");
        ensure!(bob.bearer(stage.get(&path)).send().await?.status() == 400, "{wrong}");
    }
    Ok(())
}
