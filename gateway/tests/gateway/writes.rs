//! Writes: what is passed on, what stays here, and reading what one wrote.

use anyhow::{Result, ensure};
use reqwest::Method;
use reqwest::header::AUTHORIZATION;
use serde_json::json;

use crate::support::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_write_carries_the_gateways_word_and_nothing_that_a_client_claims() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let created = root
        .page(stage.request(Method::POST, "/api/devices"))
        .header("idempotency-key", "once")
        .header("x-user-id", "someone-else")
        .json(&json!({ "name": "Oven" }))
        .send()
        .await?;
    ensure!(created.status() == 201);
    ensure!(created.headers()["location"] == "/api/devices/5");
    ensure!(created.headers()["ems-position"] == "0");
    let passed = stage.command_api.last()?;
    ensure!(passed.what == "POST /devices", "{}", passed.what);
    ensure!(passed.headers["idempotency-key"] == "once");
    ensure!(!passed.headers.contains_key("x-user-id") && !passed.headers.contains_key("cookie"));
    let identity = passed.headers[AUTHORIZATION].to_str()?;
    ensure!(identity.starts_with("Bearer ") && !identity.ends_with(&root.token));
    ensure!(passed.body.as_ref() == br#"{"name":"Oven"}"#);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_cannot_write_what_is_for_administrators() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let device = format!("/api/devices/{}", stage.boiler);
    let assignment = format!("{device}/assign/{}", stage.alice);
    for (method, path) in [
        (Method::POST, "/api/devices"),
        (Method::PUT, &device),
        (Method::DELETE, &device),
        (Method::PUT, &assignment),
        (Method::POST, "/api/users"),
        (Method::POST, "/api/auth/credentials"),
        (Method::PUT, "/api/auth/credentials/role"),
    ] {
        let refused = alice.page(stage.request(method.clone(), path)).json(&json!({}));
        ensure!(refused.send().await?.status() == 403, "{method} {path}");
    }
    ensure!(stage.command_api.last().is_err(), "nothing of it was passed on");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_waits_for_ones_own_write_or_says_that_it_cannot_answer() -> Result<()> {
    let stage = Stage::set().await?;
    let (root, alice) = (stage.sign_in("root").await?, stage.sign_in("alice").await?);
    stage.command_api.succeed_at(1_000_000);
    let write = root.page(stage.request(Method::DELETE, &format!("/api/users/{}", stage.bob)));
    ensure!(write.send().await?.status() == 201, "late read models are no failure");
    let read = root.page(stage.get("/api/users")).send().await?;
    ensure!(read.status() == 503 && read.headers().contains_key("retry-after"));
    let others = alice.page(stage.get(&format!("/api/users/{}", stage.alice))).send().await?;
    ensure!(others.status() == 200, "others do not wait");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_too_large_is_refused() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let large = root.page(stage.request(Method::POST, "/api/devices")).body(vec![b'a'; 70_000]);
    ensure!(large.send().await?.status() == 413);
    Ok(())
}
