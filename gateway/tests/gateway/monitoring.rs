//! The day of a device.

use anyhow::{Result, ensure};
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
