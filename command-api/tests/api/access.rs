//! Whether and how people sign in: `/users/{id}/password`, resets by link, disabling.

use anyhow::{Context, Result};
use process::identity::Caller;
use serde_json::json;

use crate::harness::{ADMINISTRATOR, PASSWORD, Service};

const NEW: &str = "another horse battery";

#[tokio::test(flavor = "multi_thread")]
async fn people_change_their_password_by_giving_the_present_one() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let path = format!("/users/{user}/password");
    let put = |caller, current: &'static str| {
        let body = json!({ "currentPassword": current, "newPassword": NEW });
        service.put(caller, &path, body)
    };
    assert_eq!(put(Caller::Client(user), "not the one").await?.code(), "wrong-password");
    assert_eq!(put(ADMINISTRATOR, PASSWORD).await?.status, 404, "only the person themselves");
    assert_eq!(put(Caller::Client(user), PASSWORD).await?.status, 204);
    assert_eq!(put(Caller::Client(user), PASSWORD).await?.status, 403, "it is another one now");
    let kinds = service.kinds("user", user).await?;
    assert_eq!(kinds, ["UserRegistered", "CredentialsCreated", "PasswordChanged"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_link_sets_one_password_once_and_a_newer_one_replaces_it() -> Result<()> {
    let service = Service::start().await?;
    let user = service.user_with_role("ana", "CLIENT").await?;
    let issue = async || {
        let path = format!("/users/{user}/password-reset");
        let answer = service.post(ADMINISTRATOR, &path, json!({})).await?;
        assert_eq!(answer.status, 201, "{answer:?}");
        anyhow::Ok(answer.body["token"].as_str().context("a token")?.to_owned())
    };
    let reset = |token: String| {
        let body = json!({ "token": token, "newPassword": NEW });
        service.post(Caller::Anonymous, "/auth/password-reset", body)
    };
    let (old, new) = (issue().await?, issue().await?);
    assert_eq!(reset(old).await?.code(), "link-not-valid", "a newer link was made");
    assert_eq!(reset(format!("{user}.0000")).await?.code(), "link-not-valid");
    assert_eq!(reset("nonsense".to_owned()).await?.status, 400);
    assert_eq!(reset(new.clone()).await?.status, 204);
    assert_eq!(reset(new).await?.code(), "link-not-valid", "it is used up");
    let forbidden = format!("/users/{user}/password-reset");
    assert_eq!(service.post(Caller::Client(user), &forbidden, json!({})).await?.status, 403);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_administrator_is_none_and_the_last_one_cannot_be_disabled() -> Result<()> {
    let service = Service::start().await?;
    let ana = service.user_with_role("ana", "ADMIN").await?;
    let path = format!("/users/{ana}/disabled");
    let disable = |reason| service.put(ADMINISTRATOR, &path, json!({ "reason": reason }));
    assert_eq!(disable("on leave").await?.code(), "last-administrator");
    service.user_with_role("dan", "ADMIN").await?;
    assert_eq!(disable(" ").await?.status, 400, "without a reason");
    assert_eq!(disable("on leave").await?.status, 204);
    assert_eq!(disable("again").await?.status, 204, "it is so already");
    assert_eq!(service.delete(ADMINISTRATOR, &path).await?.status, 204);
    let kinds = service.kinds("user", ana).await?;
    assert_eq!(kinds[2..], ["UserDisabled", "UserEnabled"]);
    Ok(())
}
