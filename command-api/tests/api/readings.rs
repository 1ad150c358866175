//! What administrators say of readings: corrections, voided, accepted and rejected ones.

use anyhow::Result;
use process::identity::Caller;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, event_at};

#[tokio::test(flavor = "multi_thread")]
async fn every_word_about_a_reading_is_an_event_with_its_reason() -> Result<()> {
    let service = Service::start().await?;
    let device = service.device("Boiler").await?;
    let body = json!({
        "measuredAt": "2026-11-20T10:00:00.1239Z", "measurementValue": "0.1", "reason": "tested",
    });
    let words = [
        ("corrections", "ReadingCorrected"),
        ("voided-readings", "ReadingVoided"),
        ("accepted-readings", "HeldReadingAccepted"),
        ("rejected-readings", "HeldReadingRejected"),
    ];
    for (route, kind) in words {
        let path = format!("/devices/{device}/{route}");
        let answer = service.post(ADMINISTRATOR, &path, body.clone()).await?;
        assert_eq!(answer.status, 204, "{route}");
        let event = event_at(&service.log, &answer).await?;
        assert_eq!(event.encoded.kind, kind);
        assert_eq!(event.encoded.data["reason"], "tested");
        assert_eq!(event.encoded.data["measuredAt"], json!(1_795_168_800_123_i64));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_without_a_reason_or_by_a_client_changes_nothing() -> Result<()> {
    let service = Service::start().await?;
    let device = service.device("Boiler").await?;
    let path = format!("/devices/{device}/corrections");
    let mut body = json!({ "measuredAt": "yesterday", "measurementValue": -1 });
    let answer = service.post(ADMINISTRATOR, &path, body.clone()).await?;
    assert_eq!(answer.status, 400);
    body = json!({
        "measuredAt": "2026-11-20T10:00:00Z", "measurementValue": 1, "reason": "tested",
    });
    let client = Caller::Client(Uuid::from_u128(5));
    assert_eq!(service.post(client, &path, body).await?.status, 403);
    assert_eq!(service.kinds("device", device).await?, ["DeviceRegistered", "LimitChanged"]);
    Ok(())
}
