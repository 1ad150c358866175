//! What holds for every route: identity, problems, starting without servers, the first administrator.

use std::time::Duration;

use anyhow::{Context, Result};
use axum::routing::get;
use axum::{Json, Router};
use command_api::App;
use local_stack::TestServers;
use process::CancellationToken;
use process::identity::Caller;
use reqwest::Client;
use serde_json::json;

use crate::harness::{ADMINISTRATOR, Answer, PASSWORD, Service, settings, signer, token};

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_served_without_the_gateways_word() -> Result<()> {
    let service = Service::start().await?;
    let url = format!("http://{}/auth/register", service.address);
    let bare = Answer::read(Client::new().post(&url).send().await?).await?;
    assert_eq!((bare.status, bare.code()), (401, "not-signed-in"));
    let forged = Client::new().post(&url).bearer_auth("e30.e30.e30").send().await?;
    assert_eq!(forged.status(), 401);
    let health = reqwest::get(format!("http://{}/health", service.address)).await?;
    assert_eq!(health.status(), 200);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem_that_can_be_traced() -> Result<()> {
    let service = Service::start().await?;
    let send = async |path: &str, body: String| {
        let request = Client::new().post(format!("http://{}{path}", service.address));
        let token = token(&signer()?, ADMINISTRATOR)?;
        let request = request.bearer_auth(token).header("content-type", "application/json");
        Answer::read(request.body(body).send().await?).await
    };
    let too_large = format!("{{\"name\":\"{}\"}}", "x".repeat(70_000));
    let cases = [
        (send("/devices", "{".to_owned()).await?, 400),
        (send("/devices", "[]".to_owned()).await?, 400),
        (send("/devices", too_large).await?, 413),
        (send("/nowhere", String::new()).await?, 404),
        (send("/devices/boiler", String::new()).await?, 405),
        (service.delete(ADMINISTRATOR, "/devices/boiler").await?, 400),
    ];
    for (answer, status) in cases {
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.headers["content-type"], "application/problem+json", "{answer:?}");
        assert_eq!(answer.body["error"], answer.body["detail"]);
        assert!(answer.body["traceId"].is_string() && answer.body["title"].is_string());
        assert_eq!(answer.body["status"], status);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_log_it_is_alive_but_not_ready_and_says_try_again() -> Result<()> {
    let app = App::build(settings("nats://127.0.0.1:1", None, &[])?).await?;
    let (address, health) = (app.address()?, app.health_address()?);
    let shutdown = CancellationToken::new();
    let running = tokio::spawn(app.run(shutdown.clone()));
    assert_eq!(reqwest::get(format!("http://{health}/livez")).await?.status(), 200);
    assert_eq!(reqwest::get(format!("http://{health}/readyz")).await?.status(), 503);
    let request = Client::new().delete(format!("http://{address}/users/{}", uuid::Uuid::nil()));
    let request = request.bearer_auth(token(&signer()?, ADMINISTRATOR)?);
    let answer = Answer::read(request.send().await?).await?;
    assert_eq!((answer.status, answer.code()), (503, "unavailable"));
    assert!(answer.headers.contains_key("retry-after"));
    shutdown.cancel();
    running.await?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_that_promises_before_its_disk_has_it_is_refused() -> Result<()> {
    let lease = TestServers::acquire().await?.lease().await?;
    let relaxed = Json(json!({ "config": { "sync_interval": 120_000_000_000_u64 } }));
    let monitor = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let monitor_url = format!("http://{}", monitor.local_addr()?);
    let router = Router::new().route("/jsz", get(async || relaxed));
    tokio::spawn(axum::serve(monitor, router).into_future());
    let app = App::build(settings(&lease.nats_url, Some(&monitor_url), &[])?).await?;
    let ended = tokio::time::timeout(Duration::from_secs(20), app.run(CancellationToken::new()));
    let error = ended.await?.err().context("it must not go on")?;
    assert!(format!("{error:#}").contains("sync_interval: always"), "{error:#}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn two_that_start_at_once_make_one_first_administrator() -> Result<()> {
    let lease = TestServers::acquire().await?.lease().await?;
    let password = [("EMS_FIRST_ADMIN_PASSWORD_FILE", PASSWORD)];
    let (one, _other) = tokio::try_join!(
        Service::start_on(lease.clone(), &password),
        Service::start_on(lease.clone(), &password),
    )?;
    let set = one.log.load(&domain::subjects::of_administrators()).await?;
    assert_eq!(set.len(), 1);
    let body = json!({ "username": "Admin", "password": PASSWORD });
    let taken = one.post(Caller::Anonymous, "/auth/register", body).await?;
    assert_eq!(taken.status, 409);

    let before = one.log.head().await?;
    let later = Service::start_on(lease, &password).await?;
    assert_eq!(later.log.head().await?, before, "there is an administrator already");
    Ok(())
}
