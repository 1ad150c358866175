//! A device that changes hands: each owner sees their own time, and nothing of the others'.

use anyhow::{Result, ensure};
use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use domain::alerts::{Alert, AlertCommand, RaisedAlert, alert_id};
use domain::devices::{Device, DeviceCommand};
use domain::ids::UserId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use domain::subjects;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::support::{LIMIT, SignedIn, Stage};

/// The boiler was Alice's until noon, nobody's until two, and is Bob's since.
async fn hand_over(stage: &Stage, noon: DateTime<Utc>) -> Result<()> {
    let orders = [
        (DeviceCommand::UnassignDevice { from: None }, noon),
        (DeviceCommand::AssignDevice { owner: stage.bob }, noon + TimeDelta::hours(2)),
    ];
    for (order, at) in orders {
        let position = stage.execute_at::<Device>(stage.boiler.to_string(), order, at).await?;
        stage.shown(position).await?;
    }
    Ok(())
}

/// One kWh in each of these hours.
async fn measure(stage: &Stage, hours: &[DateTime<Utc>]) -> Result<()> {
    for hour in hours {
        stage.set_total(stage.boiler, *hour, MicroWattHours(1_000_000_000)).await?;
    }
    Ok(())
}

async fn raise(stage: &Stage, hour: DateTime<Utc>, owner: UserId) -> Result<()> {
    let (device, hour) = (stage.boiler, Hour::from(hour));
    let alert = RaisedAlert {
        alert: alert_id(device, hour),
        device,
        hour,
        total: MicroWattHours(4_000_000_000),
        limit: LIMIT,
        owner: Some(owner),
        revision: 1,
    };
    let aggregate = subjects::alert_aggregate(device, hour);
    let position = stage.execute::<Alert>(aggregate, AlertCommand::RaiseAlert(alert)).await?;
    stage.shown(position).await
}

/// The UTC hours in which a reader sees consumption, on a day of the installation's zone.
async fn seen(stage: &Stage, reader: &SignedIn, day: &str) -> Result<Vec<u64>> {
    let path = format!("/api/monitoring/{}?date={day}", stage.boiler);
    let hours: Value = reader.page(stage.get(&path)).send().await?.json().await?;
    let hours = hours.as_array().cloned().unwrap_or_default();
    ensure!(hours.len() == 24, "{hours:?}");
    let measured = hours.iter().filter(|hour| hour["consumption"] != 0.0);
    Ok(measured.filter_map(|hour| hour["hour"].as_u64()).collect())
}

/// The starts of the UTC hours in which a reader sees consumption between two times.
async fn consumed(
    stage: &Stage,
    reader: &SignedIn,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<DateTime<Utc>>> {
    let text = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Secs, true);
    let range = format!("from={}&to={}&resolution=hour&zone=UTC", text(from), text(to));
    let path = format!("/api/devices/{}/consumption?{range}", stage.boiler);
    let answer: Value = reader.page(stage.get(&path)).send().await?.json().await?;
    let buckets = answer["buckets"].as_array().cloned().unwrap_or_default();
    ensure!(!buckets.is_empty(), "{answer}");
    let measured = buckets.iter().filter(|bucket| !bucket["consumption"].is_null());
    Ok(measured.filter_map(|bucket| bucket["start"].as_str()?.parse().ok()).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_former_and_a_new_owner_each_see_their_own_time_only() -> Result<()> {
    let stage = Stage::set().await?;
    // After now, when the boiler became Alice's, and in summer.
    let day = format!("{}-07-01", Utc::now().year() + 1);
    let noon: DateTime<Utc> = format!("{day}T12:00:00Z").parse()?;
    let at = |hours| noon + TimeDelta::hours(hours);
    hand_over(&stage, noon).await?;
    measure(&stage, &[at(-3), at(-1), at(0), at(1), at(2), at(3)]).await?;
    raise(&stage, at(-1), stage.alice).await?;
    raise(&stage, at(3), stage.bob).await?;

    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let root = stage.sign_in("root").await?;
    // Bucharest is three hours ahead of UTC in summer; the hour that ends at two is nobody's.
    ensure!(seen(&stage, &alice, &day).await? == [12, 14], "Alice's time");
    ensure!(seen(&stage, &bob, &day).await? == [17, 18], "Bob's time");
    ensure!(seen(&stage, &root, &day).await? == [12, 14, 15, 16, 17, 18], "all of it");
    let (from, to) = (at(-6), at(6));
    ensure!(consumed(&stage, &alice, from, to).await? == [at(-3), at(-1)], "Alice's time");
    ensure!(consumed(&stage, &bob, from, to).await? == [at(2), at(3)], "Bob's time");
    ensure!(consumed(&stage, &root, from, to).await?.len() == 6, "all of it");

    for (reader, id, hour) in [(&alice, stage.alice, at(-1)), (&bob, stage.bob, at(3))] {
        let list = format!("/api/users/{id}/alerts");
        let alerts: Value = reader.page(stage.get(&list)).send().await?.json().await?;
        let hours = alerts.as_array().cloned().unwrap_or_default();
        ensure!(hours.len() == 1 && hours[0]["hour"] == Hour::from(hour).to_string(), "{alerts}");
    }
    let device = format!("/api/devices/{}", stage.boiler);
    ensure!(alice.page(stage.get(&device)).send().await?.status() == 404, "not hers any more");
    ensure!(bob.page(stage.get(&device)).send().await?.status() == 200);
    acknowledging(&stage, &alice, at(-1), at(3)).await
}

async fn acknowledging(
    stage: &Stage,
    alice: &SignedIn,
    hers: DateTime<Utc>,
    bobs: DateTime<Utc>,
) -> Result<()> {
    let acknowledge = async |hour: DateTime<Utc>| {
        let path = format!("/api/devices/{}/acknowledged-alerts", stage.boiler);
        let order = alice.page(stage.request(Method::POST, &path));
        let hour = Hour::from(hour).to_string();
        anyhow::Ok(order.json(&json!({ "hour": hour })).send().await?.status())
    };
    ensure!(acknowledge(bobs).await? == StatusCode::NOT_FOUND);
    ensure!(stage.command_api.last().is_err(), "it was not passed on");
    ensure!(acknowledge(hers).await? == StatusCode::CREATED, "the stand-in's answer");
    Ok(())
}
