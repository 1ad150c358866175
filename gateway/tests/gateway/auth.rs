//! Sign-in: the token, the cookie, and which of them decides.

use std::time::Duration;

use anyhow::{Result, ensure};
use domain::users::Role;
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::Value;
use tokio::time::timeout;

use crate::support::{PASSWORD, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_right_password_gives_a_token_and_a_session_cookie() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("Alice").await?;
    ensure!(alice.answer["userId"] == stage.alice.to_string());
    ensure!(alice.answer["role"] == "CLIENT");
    ensure!(alice.set_cookie.starts_with("__Host-ems-session="));
    for attribute in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        ensure!(alice.set_cookie.contains(attribute), "{attribute}");
    }
    let session: Value = alice.page(stage.get("/api/auth/session")).send().await?.json().await?;
    ensure!(session["username"] == "alice", "{session}");
    ensure!(session["timeZone"] == "Europe/Bucharest", "{session}");
    let valid = alice.bearer(stage.request(Method::POST, "/api/auth/validate")).send().await?;
    ensure!(valid.json::<Value>().await?["valid"] == true);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_name_look_the_same() -> Result<()> {
    let stage = Stage::set().await?;
    let mut answers = Vec::new();
    for (name, password) in [("alice", "wrong"), ("nobody", PASSWORD), ("alice", "")] {
        let response = stage.login(name, password).send().await?;
        ensure!(response.status() == 401);
        ensure!(response.headers()[CONTENT_TYPE] == "application/problem+json");
        let mut problem: Value = response.json().await?;
        ensure!(problem["traceId"].is_string() && problem["error"].is_string(), "{problem}");
        problem["traceId"].take();
        answers.push(problem);
    }
    ensure!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn login_takes_json_only_and_no_foreign_page() -> Result<()> {
    let stage = Stage::set().await?;
    let form = stage.request(Method::POST, "/api/auth/login").body("username=alice&password=x");
    ensure!(form.send().await?.status() == 415);
    let text = stage.request(Method::POST, "/api/auth/login").header(CONTENT_TYPE, "text/plain");
    let json = format!(r#"{{"username":"alice","password":"{PASSWORD}"}}"#);
    ensure!(text.body(json).send().await?.status() == 415);
    let foreign = stage.login("alice", PASSWORD).header(ORIGIN, "http://evil.example");
    ensure!(foreign.send().await?.status() == 403);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_is_turned_away_whether_or_not_the_name_exists() -> Result<()> {
    let stage = Stage::set().await?;
    for name in ["alice", "nobody"] {
        let crowd = (0..60).map(|_| stage.login(name, "a wrong password").send());
        let answers = futures::future::try_join_all(crowd).await?;
        ensure!(answers.iter().any(|answer| answer.status() == 429), "{name}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bearer_that_is_there_decides() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let session = || stage.get("/api/auth/session");
    let both: Value = alice.bearer(bob.page(session())).send().await?.json().await?;
    ensure!(both["username"] == "alice", "{both}");
    for wrong in ["", "null", "a.b.c", &format!("{}A", alice.token)] {
        let beside_a_good_cookie = alice.page(session()).bearer_auth(wrong).send().await?;
        ensure!(beside_a_good_cookie.status() == 401, "{wrong}");
    }
    ensure!(session().send().await?.status() == 401);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_changes_nothing_for_a_page_that_is_not_listed() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let change = || stage.request(Method::PUT, &format!("/api/users/{}", stage.alice));
    let foreign = alice.cookie(change()).header(ORIGIN, "http://evil.example").send().await?;
    ensure!(foreign.status() == 403);
    ensure!(alice.cookie(change()).send().await?.status() == 403, "without an origin");
    ensure!(alice.page(change()).json(&serde_json::json!({})).send().await?.status() == 201);
    let read = || alice.cookie(stage.get("/api/auth/session"));
    ensure!(read().send().await?.status() == 200);
    ensure!(read().header("sec-fetch-site", "cross-site").send().await?.status() == 403);
    ensure!(read().header(ORIGIN, "null").send().await?.status() == 403);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_and_signing_in_again_end_the_session_before() -> Result<()> {
    let stage = Stage::set().await?;
    let first = stage.sign_in("alice").await?;
    let again = first.cookie(stage.login("alice", PASSWORD)).send().await?;
    ensure!(again.status() == 200);
    ensure!(first.page(stage.get("/api/auth/session")).send().await?.status() == 401);
    ensure!(first.bearer(stage.get("/api/auth/session")).send().await?.status() == 401);

    let second = stage.sign_in("alice").await?;
    let logout = second.page(stage.request(Method::POST, "/api/auth/logout")).send().await?;
    ensure!(logout.status() == 204);
    ensure!(logout.headers()["set-cookie"].to_str()?.contains("Max-Age=0"));
    ensure!(second.page(stage.get("/api/auth/session")).send().await?.status() == 401);
    ensure!(second.bearer(stage.get("/api/auth/session")).send().await?.status() == 401);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demotion_counts_before_the_token_ends() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    ensure!(root.bearer(stage.get("/api/users")).send().await?.status() == 200);
    let position = stage.change_role(stage.admin, Role::Client).await?;
    stage.shown(position).await?;
    let refused = async {
        while root.bearer(stage.get("/api/users")).send().await?.status() != 403 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(())
    };
    timeout(Duration::from_secs(10), refused).await?
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_no_database_can_hold_is_a_wrong_name() -> Result<()> {
    let stage = Stage::set().await?;
    ensure!(stage.login("ali\0ce", PASSWORD).send().await?.status() == 401);
    Ok(())
}
