//! Sessions over their life: renewed, listed, ended, and what ends them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use domain::users::{CredentialsChange, Role, User, UserCommand};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::support::{PASSWORD, SignedIn, Stage};

/// What the contract promises, from the moment at which the order is given.
const WITHIN: Duration = Duration::from_secs(5);

fn refresh(stage: &Stage, token: &str) -> RequestBuilder {
    let body = json!({ "refreshToken": token });
    stage.request(Method::POST, "/api/auth/refresh").json(&body)
}

fn refresh_token(answer: &Value) -> Result<String> {
    Ok(answer["refreshToken"].as_str().context("a refresh token")?.to_owned())
}

async fn is_signed_in(stage: &Stage, person: &SignedIn) -> Result<bool> {
    let session = person.bearer(stage.get("/api/auth/session")).send().await?;
    Ok(session.status() == StatusCode::OK)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_token_is_good_once_and_its_reuse_ends_the_session() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    ensure!(alice.answer["expiresIn"] == 600, "{}", alice.answer);
    let first = refresh_token(&alice.answer)?;
    ensure!(first.len() == 64, "256 bits");
    let renewed: Value = refresh(&stage, &first).send().await?.json().await?;
    let second = refresh_token(&renewed)?;
    let session =
        stage.get("/api/auth/session").bearer_auth(renewed["token"].as_str().context("a token")?);
    ensure!(session.send().await?.status() == 200);

    ensure!(refresh(&stage, &first).send().await?.status() == 401, "used up");
    ensure!(refresh(&stage, &second).send().await?.status() == 401, "its session has ended");
    ensure!(!is_signed_in(&stage, &alice).await?, "and the access token with it");
    for wrong in ["", "0", &"0".repeat(64), &alice.token] {
        ensure!(refresh(&stage, wrong).send().await?.status() == 401, "{wrong}");
    }
    let bearer = stage.get("/api/auth/session").bearer_auth(&second);
    ensure!(bearer.send().await?.status() == 401, "a refresh token is no access token");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_show_a_refresh_token_at_once_one_gets_the_next() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let token = refresh_token(&alice.answer)?;
    let racing = (0..8).map(|_| refresh(&stage, &token).send());
    let answers = futures::future::try_join_all(racing).await?;
    let winners = answers.iter().filter(|answer| answer.status() == 200).count();
    // The others have shown it twice, which may end the session before the winner's is looked up.
    ensure!(winners <= 1, "{winners}");
    ensure!(!is_signed_in(&stage, &alice).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn people_see_their_sessions_and_end_one_or_all() -> Result<()> {
    let stage = Stage::set().await?;
    let (here, there) = (stage.sign_in("alice").await?, stage.sign_in("alice").await?);
    let bob = stage.sign_in("bob").await?;
    let list = async || {
        let sessions: Value =
            here.page(stage.get("/api/auth/sessions")).send().await?.json().await?;
        anyhow::Ok(sessions.as_array().cloned().unwrap_or_default())
    };
    let sessions = list().await?;
    ensure!(sessions.len() == 2 && sessions.iter().all(|one| one["address"] == "127.0.0.1"));
    let other = sessions.iter().find(|one| one["current"] == false).context("the other")?;
    let path = format!("/api/auth/sessions/{}", other["id"].as_str().context("an id")?);
    let end = |person: &SignedIn, path: &str| person.page(stage.request(Method::DELETE, path));
    ensure!(end(&bob, &path).send().await?.status() == 404, "not somebody else's");
    ensure!(end(&here, &path).send().await?.status() == 204);
    ensure!(end(&here, &path).send().await?.status() == 404);
    ensure!(!is_signed_in(&stage, &there).await? && list().await?.len() == 1);

    let again = stage.sign_in("alice").await?;
    ensure!(end(&here, "/api/auth/sessions").send().await?.status() == 204);
    ensure!(!is_signed_in(&stage, &here).await? && !is_signed_in(&stage, &again).await?);
    ensure!(is_signed_in(&stage, &bob).await?);
    Ok(())
}

/// Gives an order and waits until the person is out, token and socket.
async fn puts_out(
    stage: &Stage,
    name: &str,
    order: impl AsyncFnOnce() -> Result<()>,
) -> Result<()> {
    let person = stage.sign_in(name).await?;
    let mut socket = stage.live(&person).await?;
    order().await?;
    let begun = Instant::now();
    ensure!(socket.next().await?.is_none(), "{name}'s socket is closed");
    while is_signed_in(stage, &person).await? {
        ensure!(begun.elapsed() < WITHIN, "{name}'s token still counts");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let renewed = refresh(stage, &refresh_token(&person.answer)?).send().await?;
    ensure!(renewed.status() == 401, "{name}'s refresh token still counts");
    ensure!(begun.elapsed() < WITHIN, "{:?}", begun.elapsed());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_a_sign_in_ends_its_tokens_and_its_sockets_within_five_seconds() -> Result<()> {
    let stage = Stage::set().await?;
    let change = |user: domain::ids::UserId, command: UserCommand| {
        let stage = &stage;
        async move || {
            stage.execute::<User>(user.to_string(), command).await?;
            anyhow::Ok(())
        }
    };
    let hash = crate::support::password_hash()?;
    let new_password =
        CredentialsChange { password_hash: Some(hash), ..CredentialsChange::default() };
    puts_out(&stage, "alice", change(stage.alice, UserCommand::ChangeCredentials(new_password)))
        .await?;
    stage.sign_in("alice").await?;
    let disable = UserCommand::DisableUser { reason: "lost her phone".to_owned() };
    puts_out(&stage, "alice", change(stage.alice, disable)).await?;
    puts_out(&stage, "bob", change(stage.bob, UserCommand::EraseUser)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_enabled_again_has_to_sign_in_again() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let disable = UserCommand::DisableUser { reason: "lost her phone".to_owned() };
    for order in [disable, UserCommand::EnableUser] {
        let position = stage.execute::<User>(stage.alice.to_string(), order).await?;
        stage.shown(position).await?;
    }
    let begun = Instant::now();
    while is_signed_in(&stage, &alice).await? {
        ensure!(begun.elapsed() < WITHIN, "the old token came back to life");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    stage.sign_in("alice").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_role_closes_the_sockets_that_were_opened_under_the_old_one() -> Result<()> {
    let stage = Stage::set().await?;
    let root = stage.sign_in("root").await?;
    let mut socket = stage.live(&root).await?;
    let begun = Instant::now();
    stage.change_role(stage.admin, Role::Client).await?;
    ensure!(socket.next().await?.is_none());
    ensure!(begun.elapsed() < WITHIN, "{:?}", begun.elapsed());
    let body = json!({ "username": "root", "password": PASSWORD });
    let login = stage.request(Method::POST, "/api/auth/login").json(&body).send().await?;
    ensure!(login.json::<Value>().await?["role"] == "CLIENT");
    Ok(())
}
