//! `/users` and `/users/{id}`.

use anyhow::Result;
use process::identity::Caller;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, PASSWORD, Service, event_at, profile};

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_made_once_however_often_the_request_is_sent_with_its_key() -> Result<()> {
    let service = Service::start().await?;
    let send = || {
        let body = Some(profile("ana"));
        service.send(Method::POST, ADMINISTRATOR, "/users", body, Some("0b7a"))
    };
    let (first, again) = (send().await?, send().await?);
    assert_eq!(first.created_id()?, again.created_id()?);
    assert_eq!(first.position()?, again.position()?);
    assert_eq!(first.headers["location"], format!("/users/{}", first.created_id()?));
    assert_eq!(service.kinds("user", first.created_id()?).await?, ["UserRegistered"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_free_at_once_when_its_holder_is_deleted() -> Result<()> {
    let service = Service::start().await?;
    let first = service.user("ana").await?;
    let body = json!({ "userId": first, "username": "ana", "password": "short", "role": "CLIENT" });
    let second_step = service.post(ADMINISTRATOR, "/auth/credentials", body).await?;
    assert_eq!(second_step.status, 400);
    assert_eq!(service.delete(ADMINISTRATOR, &format!("/users/{first}")).await?.status, 204);

    let second = service.user("ana").await?;
    assert_ne!(first, second);
    let taken = service.post(ADMINISTRATOR, "/users", profile("ana")).await?;
    assert_eq!(taken.status, 409);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_person_does_not_exist() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    let path = format!("/users/{user}");
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 204);
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 404);
    assert_eq!(service.put(ADMINISTRATOR, &path, profile("ana")).await?.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_to_the_same_name_in_another_case_touches_no_reservation() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    let before = service.log.head().await?;
    let mut body = profile("ANA");
    body["email"] = json!("ana@example.org");
    let answer = service.put(ADMINISTRATOR, &format!("/users/{user}"), body).await?;
    assert_eq!(answer.status, 204, "{answer:?}");
    assert_eq!(answer.position()?, before + 1, "one event, on the user's own subject");
    assert_eq!(event_at(&service.log, &answer).await?.encoded.kind, "ProfileChanged");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_takes_the_new_one_and_frees_the_old_one() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    service.user("dan").await?;
    let path = format!("/users/{user}");
    assert_eq!(service.put(ADMINISTRATOR, &path, profile("dan")).await?.status, 409);
    assert_eq!(service.put(ADMINISTRATOR, &path, profile("ioana")).await?.status, 204);
    service.user("ana").await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_change_their_own_profile_and_nobody_elses_exists_for_them() -> Result<()> {
    let service = Service::start().await?;
    let (ana, dan) = (service.user("ana").await?, service.user("dan").await?);
    let mut body = profile("ana");
    body["city"] = json!("Iași");
    let put = |user: Uuid| {
        let path = format!("/users/{user}");
        let (service, body) = (&service, body.clone());
        async move { service.put(Caller::Client(ana), &path, body).await }
    };
    assert_eq!(put(ana).await?.status, 204);
    let (others, missing) = (put(dan).await?, put(Uuid::from_u128(99)).await?);
    assert_eq!((others.status, missing.status), (404, 404));
    assert_eq!(others.body["detail"], missing.body["detail"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_administrators_make_and_delete_people() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    let (client, path) = (Caller::Client(user), format!("/users/{user}"));
    assert_eq!(service.post(client, "/users", profile("dan")).await?.status, 403);
    assert_eq!(service.delete(client, &path).await?.status, 403);
    assert_eq!(service.delete(Caller::Anonymous, &path).await?.status, 401);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named() -> Result<()> {
    let service = Service::start().await?;
    let body = json!({
        "name": "Ana", "username": "x".repeat(31), "email": "nobody", "dateOfBirth": "2020-01-01",
        "password": PASSWORD,
    });
    let answer = service.post(ADMINISTRATOR, "/users", body).await?;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.pointers(), ["/username", "/email", "/city", "/dateOfBirth"]);
    Ok(())
}
