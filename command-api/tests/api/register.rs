//! `POST /auth/register`.

use anyhow::Result;
use futures::StreamExt;
use futures::future::try_join_all;
use process::identity::Caller;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{PASSWORD, Service, event_at};

const PATH: &str = "/auth/register";

fn ana() -> Value {
    json!({ "username": "ana", "password": PASSWORD, "email": "ana@example.org" })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_registers_is_a_client_whatever_the_body_says() -> Result<()> {
    let service = Service::start().await?;
    let mut body = ana();
    body["role"] = json!("ADMIN");
    let answer = service.post(Caller::Anonymous, PATH, body).await?;
    assert_eq!(answer.status, 201, "{answer:?}");
    assert!(answer.body["message"].is_string());
    let event = event_at(&service.log, &answer).await?;
    assert_eq!(event.encoded.kind, "CredentialsCreated");
    assert_eq!(event.encoded.data["credentials"]["role"], "CLIENT");
    assert!(
        event.subject.ends_with(event.provenance.actor.to_string().trim_start_matches("user:"))
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_ten_who_want_the_same_name_at_once_exactly_one_gets_it() -> Result<()> {
    let service = Service::start().await?;
    let one = |n: usize| {
        let body = json!({ "username": "ana", "password": PASSWORD, "email": format!("{n}@b.ro") });
        service.post(Caller::Anonymous, PATH, body)
    };
    let answers = try_join_all((0..10).map(one)).await?;
    let with_status = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((with_status(201), with_status(409)), (1, 9), "{answers:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_and_an_email_are_taken_in_any_case() -> Result<()> {
    let service = Service::start().await?;
    assert_eq!(service.post(Caller::Anonymous, PATH, ana()).await?.status, 201);
    let body = json!({ "username": "ANA", "password": PASSWORD });
    let same_name = service.post(Caller::Anonymous, PATH, body).await?;
    assert_eq!((same_name.status, same_name.code()), (409, "name-taken"));
    let body = json!({ "username": "dan", "password": PASSWORD, "email": "Ana@Example.org" });
    let same_email = service.post(Caller::Anonymous, PATH, body).await?;
    assert_eq!((same_email.status, same_email.code()), (409, "name-taken"));
    assert_eq!(same_email.body["error"], "This e-mail address is taken.");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_password_is_told_by_the_rule_that_it_breaks() -> Result<()> {
    let service = Service::start().await?;
    let refused = async |password: &str| {
        let body = json!({ "username": "ana", "password": password });
        service.post(Caller::Anonymous, PATH, body).await
    };
    let short = refused("short").await?;
    assert_eq!((short.status, short.pointers()), (400, vec!["/password"]));
    assert_eq!(short.body["error"], "Password must have 8 to 128 characters.");
    let common = refused("Password123").await?;
    assert_eq!(common.status, 400);
    assert!(common.body["error"].as_str().unwrap_or_default().contains("most common"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_sent_again_with_its_key_is_the_same_registration() -> Result<()> {
    let service = Service::start().await?;
    let send = |body| service.send(Method::POST, Caller::Anonymous, PATH, Some(body), Some("k"));
    let first = send(ana()).await?;
    let again = send(ana()).await?;
    assert_eq!((first.status, again.status), (201, 201), "{again:?}");
    assert_eq!(first.position()?, again.position()?);
    let stranger = send(json!({ "username": "dan", "password": PASSWORD })).await?;
    assert_eq!(stranger.status, 201);
    assert!(stranger.position()? > first.position()?, "another stranger with the same key");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_people_who_want_one_name_at_once_one_gets_it() -> Result<()> {
    let service = Service::start().await?;
    let register = |nth: usize| {
        let body = json!({ "username": "ana", "password": format!("{PASSWORD} {nth}") });
        service.post(Caller::Anonymous, "/auth/register", body)
    };
    let answers = futures::future::try_join_all((0..100).map(register)).await?;
    let with = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((with(201), with(409)), (1, 99), "{:?}", answers.first());
    let registered = "ems.event.user.>";
    let last = service.log.last_position(registered).await?;
    let first = service.log.follow(registered, 0).await?;
    let first = std::pin::pin!(first).next().await.expect("an event")?;
    assert_eq!(first.encoded.kind, "UserRegistered");
    assert_eq!(first.position + 1, last, "and its credentials, of one person");
    Ok(())
}
