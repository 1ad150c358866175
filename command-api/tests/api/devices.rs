//! `/devices`, `/devices/{id}` and `/devices/{id}/assign`.

use anyhow::Result;
use process::identity::Caller;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, device, event_at};

const NOBODY: Uuid = Uuid::from_u128(99);

#[tokio::test(flavor = "multi_thread")]
async fn a_limit_is_kept_exactly_as_it_was_written() -> Result<()> {
    let service = Service::start().await?;
    let answer = service.post(ADMINISTRATOR, "/devices", device("Boiler")).await?;
    assert_eq!(answer.headers["location"], format!("/devices/{}", answer.created_id()?));
    let event = event_at(&service.log, &answer).await?;
    assert_eq!(event.encoded.kind, "LimitChanged");
    assert_eq!(event.encoded.data["limit"], json!(3_200_000_000_i64));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_with_an_owner_is_theirs_from_the_start_also_when_sent_again() -> Result<()> {
    let service = Service::start().await?;
    let mut body = device("Boiler");
    body["userId"] = json!(service.user("ana").await?);
    let send = || {
        let body = Some(body.clone());
        service.send(Method::POST, ADMINISTRATOR, "/devices", body, Some("k"))
    };
    let (first, again) = (send().await?, send().await?);
    assert_eq!(first.created_id()?, again.created_id()?);
    assert_eq!(first.position()?, again.position()?);
    let kinds = service.kinds("device", first.created_id()?).await?;
    assert_eq!(kinds, ["DeviceRegistered", "LimitChanged", "DeviceAssigned"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_for_an_owner_who_does_not_exist_is_not_made() -> Result<()> {
    let service = Service::start().await?;
    let mut body = device("Boiler");
    body["userId"] = json!(NOBODY);
    assert_eq!(service.post(ADMINISTRATOR, "/devices", body).await?.status, 404);
    service.device("Boiler").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meter_in_the_field_is_adopted_under_its_own_id() -> Result<()> {
    let service = Service::start().await?;
    let meter = Uuid::from_u128(42);
    let mut body = device("Boiler");
    body["id"] = json!(meter);
    let answer = service.post(ADMINISTRATOR, "/devices", body.clone()).await?;
    assert_eq!(answer.created_id()?, meter);
    body["name"] = json!("Pump");
    let twice = service.post(ADMINISTRATOR, "/devices", body).await?;
    assert_eq!((twice.status, twice.code()), (409, "already-registered"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_name_is_taken_until_the_device_is_deleted() -> Result<()> {
    let service = Service::start().await?;
    let first = service.device("Boiler").await?;
    let taken = service.post(ADMINISTRATOR, "/devices", device("BOILER")).await?;
    assert_eq!((taken.status, taken.code()), (409, "name-taken"));
    let path = format!("/devices/{first}");
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 204);
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 404);
    service.device("Boiler").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_without_an_owner_leaves_the_owner() -> Result<()> {
    let service = Service::start().await?;
    let (boiler, ana) = (service.device("Boiler").await?, service.user("ana").await?);
    let assign = format!("/devices/{boiler}/assign/{ana}");
    assert_eq!(service.put(ADMINISTRATOR, &assign, json!(null)).await?.status, 204);
    let body = json!({ "name": "Pump", "maxConsumption": 1.5 });
    let answer = service.put(ADMINISTRATOR, &format!("/devices/{boiler}"), body).await?;
    assert_eq!(answer.status, 204, "{answer:?}");
    let kinds = service.kinds("device", boiler).await?;
    assert_eq!(kinds[2..], ["DeviceAssigned", "DeviceDescribed", "LimitChanged"]);
    service.device("Boiler").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_has_changed_nothing() -> Result<()> {
    let service = Service::start().await?;
    let boiler = service.device("Boiler").await?;
    service.device("Pump").await?;
    let before = service.log.head().await?;
    let body = json!({ "name": "pump", "maxConsumption": 9 });
    let answer = service.put(ADMINISTRATOR, &format!("/devices/{boiler}"), body).await?;
    assert_eq!(answer.status, 409);
    assert_eq!(service.log.head().await?, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_assigned_only_to_who_exists_and_only_if_it_does() -> Result<()> {
    let service = Service::start().await?;
    let (boiler, ana) = (service.device("Boiler").await?, service.user("ana").await?);
    let assign = async |device: Uuid, user: Uuid| {
        let path = format!("/devices/{device}/assign/{user}");
        service.send(Method::PUT, ADMINISTRATOR, &path, None, None).await
    };
    assert_eq!(assign(boiler, NOBODY).await?.status, 404);
    assert_eq!(assign(NOBODY, ana).await?.status, 404);
    let first = assign(boiler, ana).await?;
    let again = assign(boiler, ana).await?;
    assert_eq!((first.status, again.status), (204, 204));
    assert_eq!(first.position()?, again.position()?, "the owner has it already");
    service.delete(ADMINISTRATOR, &format!("/users/{ana}")).await?;
    assert_eq!(assign(boiler, ana).await?.status, 404, "an erased person exists no more");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_can_be_nobodys_again() -> Result<()> {
    let service = Service::start().await?;
    let (boiler, ana) = (service.device("Boiler").await?, service.user("ana").await?);
    let path = format!("/devices/{boiler}/assign");
    service.put(ADMINISTRATOR, &format!("{path}/{ana}"), json!(null)).await?;
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 204);
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 204, "it is already so");
    let missing = service.delete(ADMINISTRATOR, &format!("/devices/{NOBODY}/assign")).await?;
    assert_eq!(missing.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_that_no_device_can_have_are_refused() -> Result<()> {
    let service = Service::start().await?;
    for limit in [json!(0), json!(-1), json!("much"), json!(null), json!(1e12)] {
        let body = json!({ "name": "Boiler", "maxConsumption": limit });
        let answer = service.post(ADMINISTRATOR, "/devices", body).await?;
        assert_eq!((answer.status, answer.pointers()), (400, vec!["/maxConsumption"]), "{limit}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_do_nothing_to_devices() -> Result<()> {
    let service = Service::start().await?;
    let boiler = service.device("Boiler").await?;
    let client = Caller::Client(service.user("ana").await?);
    let path = format!("/devices/{boiler}");
    assert_eq!(service.post(client, "/devices", device("Pump")).await?.status, 403);
    assert_eq!(service.put(client, &path, device("Pump")).await?.status, 403);
    assert_eq!(service.delete(client, &path).await?.status, 403);
    assert_eq!(service.delete(client, &format!("{path}/assign")).await?.status, 403);
    Ok(())
}
