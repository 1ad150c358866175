//! `/auth/credentials` and the rule that one administrator stays.

use anyhow::Result;
use futures::future::try_join;
use process::identity::Caller;
use serde_json::json;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, PASSWORD, Service, credentials};

const PATH: &str = "/auth/credentials";

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_made_once_and_only_for_who_exists() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    let create = |user| service.post(ADMINISTRATOR, PATH, credentials(user, "ana", "CLIENT"));
    assert_eq!(create(user).await?.status, 201);
    let again = create(user).await?;
    assert_eq!((again.status, again.code()), (409, "has-credentials"));
    assert_eq!(create(Uuid::from_u128(99)).await?.status, 404);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_of_another_persons_name_are_refused() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    service.user("dan").await?;
    let answer = service.post(ADMINISTRATOR, PATH, credentials(user, "dan", "CLIENT")).await?;
    assert_eq!((answer.status, answer.code()), (409, "name-taken"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_makes_credentials_only_when_it_brings_a_password() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user("ana").await?;
    let path = format!("{PATH}/{user}");
    let mut body = credentials(user, "ana", "CLIENT");
    body["password"] = json!("");
    let without = service.put(ADMINISTRATOR, &path, body.clone()).await?;
    assert_eq!((without.status, without.code()), (404, "no-credentials"));
    body["password"] = json!(PASSWORD);
    assert_eq!(service.put(ADMINISTRATOR, &path, body).await?.status, 200);
    let kinds = service.kinds("user", user).await?;
    assert_eq!(kinds, ["UserRegistered", "CredentialsCreated"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn empty_members_of_a_change_leave_things_as_they_are() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let before = service.log.head().await?;
    let body = json!({ "userId": user, "username": "", "email": "", "password": "", "role": "" });
    let answer = service.put(ADMINISTRATOR, &format!("{PATH}/{user}"), body).await?;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(service.log.head().await?, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_on_every_route() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "ADMIN").await?;
    let to_client = json!({ "userId": user, "role": "CLIENT" });
    let demoted = service.put(ADMINISTRATOR, "/auth/credentials/role", to_client.clone()).await?;
    assert_eq!((demoted.status, demoted.code()), (409, "last-administrator"));
    let changed = service.put(ADMINISTRATOR, &format!("{PATH}/{user}"), to_client).await?;
    assert_eq!(changed.status, 409);
    assert_eq!(service.delete(ADMINISTRATOR, &format!("/users/{user}")).await?.status, 409);

    service.user_with_role("dan", "ADMIN").await?;
    assert_eq!(service.delete(ADMINISTRATOR, &format!("/users/{user}")).await?.status, 204);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_demote_each_other_one_stays() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user_with_role("ana", "ADMIN").await?;
    let dan = service.user_with_role("dan", "ADMIN").await?;
    let demote = |by, user: Uuid| {
        let body = json!({ "userId": user, "role": "CLIENT" });
        service.put(Caller::Administrator(by), "/auth/credentials/role", body)
    };
    let (one, other) = try_join(demote(ana, dan), demote(dan, ana)).await?;
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_held_already_is_a_success_and_no_event() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let before = service.log.head().await?;
    let body = json!({ "userId": user, "role": "CLIENT" });
    let answer = service.put(ADMINISTRATOR, "/auth/credentials/role", body).await?;
    assert_eq!(answer.status, 200);
    assert_eq!(service.log.head().await?, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_change_nobodys_credentials() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let client = Caller::Client(user);
    let body = credentials(user, "ana", "ADMIN");
    assert_eq!(service.post(client, PATH, body.clone()).await?.status, 403);
    assert_eq!(service.put(client, &format!("{PATH}/{user}"), body.clone()).await?.status, 403);
    assert_eq!(service.put(client, "/auth/credentials/role", body).await?.status, 403);
    Ok(())
}
