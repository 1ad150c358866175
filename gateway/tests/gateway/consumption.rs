//! Consumption over time and the summary: what was measured, gaps, and whose it is.

use anyhow::{Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use domain::devices::{Device, DeviceCommand};
use serde_json::{Value, json};

use crate::support::Stage;

const FROM: &str = "2026-11-22T10:00:00Z";
const TO: &str = "2026-11-22T13:00:00Z";

/// Six readings in the first hour, none in the second, one in the third.
async fn measured() -> Result<Stage> {
    let stage = Stage::set().await?;
    let first: DateTime<Utc> = FROM.parse()?;
    let minutes = [0, 10, 20, 30, 40, 50, 130];
    let readings =
        minutes.map(|minute| (stage.boiler, first + TimeDelta::minutes(minute), 100_000_000));
    stage.measure(&readings).await?;
    Ok(stage)
}

#[tokio::test(flavor = "multi_thread")]
async fn hours_tell_gaps_from_nothing_used_and_how_much_was_covered() -> Result<()> {
    let stage = measured().await?;
    let alice = stage.sign_in("alice").await?;
    let path = format!("/api/devices/{}/consumption?from={FROM}&to={TO}", stage.boiler);
    let get = async |more: &str| {
        let answer = alice.page(stage.get(&format!("{path}{more}"))).send().await?;
        ensure!(answer.status() == 200, "{more}: {}", answer.status());
        Ok(answer.json::<Value>().await?)
    };
    let hours = get("&resolution=hour&zone=UTC").await?;
    ensure!(hours["unit"] == "kWh" && hours["zone"] == "UTC", "{hours}");
    let seen = |bucket: &Value| json!([bucket["consumption"], bucket["coverage"]]);
    let found: Vec<_> = hours["buckets"].as_array().expect("a list").iter().map(seen).collect();
    ensure!(found == [json!([0.6, 1.0]), json!([null, 0.0]), json!([0.1, 1.0 / 6.0])], "{hours}");
    ensure!(hours["buckets"][1]["start"] == "2026-11-22T11:00:00Z", "{hours}");

    // The day in Kathmandu ends at 18:15 UTC, the one in Bucharest, where the product is, at 22:00.
    let day = get("&resolution=day&zone=Asia/Kathmandu").await?;
    ensure!(day["buckets"][0]["consumption"] == 0.7, "{day}");
    ensure!(day["buckets"][0]["end"] == "2026-11-22T18:15:00Z", "{day}");
    let day = get("&resolution=day").await?;
    ensure!(day["buckets"][0]["end"] == "2026-11-22T22:00:00Z", "{day}");
    ensure!(get("").await?["resolution"] == "quarter");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_has_unit_and_zone() -> Result<()> {
    let stage = measured().await?;
    let alice = stage.sign_in("alice").await?;
    let path =
        format!("/api/devices/{}/consumption?from={FROM}&to={TO}&resolution=hour", stage.boiler);
    let by_header = alice.page(stage.get(&path)).header("accept", "text/csv").send().await?;
    ensure!(by_header.headers()["content-type"] == "text/csv; charset=utf-8");
    let table = by_header.text().await?;
    ensure!(table.starts_with("start (Europe/Bucharest),"), "{table}");
    ensure!(table.contains("consumption (kWh)"), "{table}");
    ensure!(
        table.contains("2026-11-22T12:00:00+02:00,2026-11-22T13:00:00+02:00,0.6,1.000,false"),
        "{table}"
    );
    let by_parameter = alice.page(stage.get(&format!("{path}&format=csv"))).send().await?;
    ensure!(by_parameter.text().await? == table);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_makes_no_sense_or_is_somebody_elses_is_refused() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let path = format!("/api/devices/{}/consumption", stage.boiler);
    let range = format!("from={FROM}&to={TO}");
    for wrong in [
        String::new(),
        format!("from={TO}&to={FROM}"),
        format!("{range}&zone=Mars/Olympus"),
        format!("{range}&resolution=week"),
        format!("{range}&format=xml"),
        "from=0001-01-01T00:00:00Z&to=9999-01-01T00:00:00Z".to_owned(),
    ] {
        let answer = alice.page(stage.get(&format!("{path}?{wrong}"))).send().await?;
        ensure!(answer.status() == 400, "{wrong}: {}", answer.status());
    }
    let foreign = bob.page(stage.get(&format!("{path}?{range}"))).send().await?;
    ensure!(foreign.status() == 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_of_another_owners_time_is_a_gap() -> Result<()> {
    let stage = measured().await?;
    let boiler = stage.boiler.to_string();
    let assigned = DeviceCommand::AssignDevice { owner: stage.bob };
    stage.shown(stage.execute::<Device>(boiler, assigned).await?).await?;
    let path =
        format!("/api/devices/{}/consumption?from={FROM}&to={TO}&resolution=hour", stage.boiler);
    // All of it was measured while the boiler was Alice's.
    for (name, of_first_hour) in [("alice", json!(0.6)), ("bob", Value::Null), ("root", json!(0.6))]
    {
        let reader = stage.sign_in(name).await?;
        let answer: Value = reader.bearer(stage.get(&path)).send().await?.json().await?;
        let first = &answer["buckets"][0];
        ensure!(first["consumption"] == of_first_hour, "{name}: {answer}");
        ensure!((first["coverage"] == 0.0) == (name == "bob"), "{name}: {answer}");
    }
    let bob = stage.sign_in("bob").await?;
    let summary = format!("/api/users/{}/summary", stage.bob);
    let summary: Value = bob.bearer(stage.get(&summary)).send().await?.json().await?;
    let device = &summary["devices"][0];
    ensure!(device["month"].is_null() && device["lastReadingAt"].is_null(), "{summary}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_summary_shows_each_device_of_a_person() -> Result<()> {
    let stage = Stage::set().await?;
    let now = Utc::now();
    stage.measure(&[(stage.boiler, now, 250_000_000)]).await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let path = format!("/api/users/{}/summary?zone=UTC", stage.alice);
    let summary: Value = alice.page(stage.get(&path)).send().await?.json().await?;
    let device = &summary["devices"][0];
    ensure!(device["name"] == "Boiler" && device["limit"] == 3.0, "{summary}");
    ensure!(device["today"] == 0.25 && device["month"] == 0.25, "{summary}");
    ensure!(device["yesterdayByNow"].is_null() && device["lastMonthByNow"].is_null(), "{summary}");
    ensure!(device["lastReadingAt"].is_string() && summary["devices"][1].is_null(), "{summary}");
    ensure!(bob.page(stage.get(&path)).send().await?.status() == 404);
    Ok(())
}
