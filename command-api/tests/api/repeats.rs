//! `Idempotency-Key`: the same request again is the same effect; another request is a mistake.

use anyhow::Result;
use process::identity::Caller;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, device, profile};

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_comes_with_another_body_is_refused_and_changes_nothing() -> Result<()> {
    let service = Service::start().await?;
    let send = |body| service.send(Method::POST, ADMINISTRATOR, "/devices", Some(body), Some("k"));
    let first = send(device("Boiler")).await?;
    assert_eq!(first.status, 201, "{first:?}");
    let head = service.log.head().await?;
    let other = send(device("Sauna")).await?;
    assert_eq!((other.status, other.code()), (422, "idempotency-key-reused"));
    assert_eq!(service.log.head().await?, head);
    assert_eq!(send(device("Boiler")).await?.created_id()?, first.created_id()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_several_commands_is_repeated_whole_and_refused_whole() -> Result<()> {
    let service = Service::start().await?;
    let path = format!("/devices/{}", service.device("Boiler").await?);
    let send = |limit: f64| {
        let body = json!({ "name": "Kettle", "maxConsumption": limit });
        service.send(Method::PUT, ADMINISTRATOR, &path, Some(body), Some("k"))
    };
    let (first, again) = (send(2.0).await?, send(2.0).await?);
    assert_eq!((first.status, again.status), (204, 204), "{again:?}");
    assert_eq!(first.position()?, again.position()?);
    assert_eq!(send(3.0).await?.status, 422);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_callers_with_the_same_key_do_not_meet() -> Result<()> {
    let service = Service::start().await?;
    let other = Caller::Administrator(Uuid::from_u128(2));
    let create =
        |caller, name| service.send(Method::POST, caller, "/users", Some(profile(name)), Some("k"));
    let (one, two) = (create(ADMINISTRATOR, "ana").await?, create(other, "dan").await?);
    assert_ne!(one.created_id()?, two.created_id()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_that_is_asked_for_again_is_the_same_and_works() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let path = format!("/users/{user}/password-reset");
    let issue = || service.send(Method::POST, ADMINISTRATOR, &path, Some(json!({})), Some("k"));
    let (first, again) = (issue().await?, issue().await?);
    assert_eq!((first.status, again.status), (201, 201), "{again:?}");
    assert_eq!(first.body, again.body);
    let body = json!({ "token": again.body["token"], "newPassword": "a long new password" });
    let reset = service.post(Caller::Anonymous, "/auth/password-reset", body).await?;
    assert_eq!(reset.status, 204, "{reset:?}");
    let other = service.send(Method::POST, ADMINISTRATOR, &path, Some(json!({})), Some("l"));
    assert_ne!(other.await?.body["token"], first.body["token"]);
    Ok(())
}
