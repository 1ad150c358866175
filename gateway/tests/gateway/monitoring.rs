//! The day of a device, and the alerts of its owner.

use anyhow::{Result, ensure};
use chrono::Utc;
use domain::alerts::{Alert, AlertCommand, RaisedAlert, alert_id};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use domain::subjects;
use serde_json::Value;

use crate::support::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_has_24_hours_also_where_nothing_was_measured() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let day =
        |query: &str| alice.page(stage.get(&format!("/api/monitoring/{}{query}", stage.boiler)));
    let hours: Value = day("?date=2026-11-23").send().await?.json().await?;
    let hours = hours.as_array().expect("a list");
    ensure!(hours.len() == 24);
    ensure!(hours[23]["hour"] == 23 && hours[23]["consumption"] == 0.0);
    for wrong in ["", "?date=23.11.2026", "?date=2026-13-01"] {
        ensure!(day(wrong).send().await?.status() == 400, "{wrong}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_offline_finds_the_alert_in_the_list() -> Result<()> {
    let stage = Stage::set().await?;
    let (device, hour) = (stage.boiler, Hour::from(Utc::now()));
    let raised = RaisedAlert {
        alert: alert_id(device, hour),
        device,
        hour,
        total: MicroWattHours(3_200_000_000),
        limit: MicroWattHours(3_000_000_000),
        owner: Some(stage.alice),
        revision: 1,
    };
    let aggregate = subjects::alert_aggregate(device, hour);
    let order = |command| stage.execute::<Alert>(aggregate.clone(), command);
    stage.shown(order(AlertCommand::RaiseAlert(raised.clone())).await?).await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let path = format!("/api/users/{}/alerts", stage.alice);
    let list = async || {
        let alerts: Value = alice.page(stage.get(&path)).send().await?.json().await?;
        anyhow::Ok(alerts)
    };
    let found = list().await?;
    ensure!(found[0]["deviceName"] == "Boiler" && found[0]["consumption"] == 3.2, "{found}");
    ensure!(found[0]["acknowledgedAt"].is_null() && found[1].is_null(), "{found}");
    ensure!(bob.page(stage.get(&path)).send().await?.status() != 200, "not somebody else's");

    let (alert, by) = (raised.alert, stage.alice);
    let comment = Some("the sauna".to_owned());
    let seen = AlertCommand::AcknowledgeAlert { alert, by, comment };
    stage.shown(order(seen).await?).await?;
    ensure!(list().await?[0]["comment"] == "the sauna");
    Ok(())
}
