//! Reading users: administrators all, others themselves.

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::support::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn clients_see_themselves_and_administrators_everybody() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let own = format!("/api/users/{}", stage.alice);
    let details: Value = alice.page(stage.get(&own)).send().await?.json().await?;
    ensure!(details["username"] == "alice" && details["dateOfBirth"].is_null(), "{details}");
    let others = format!("/api/users/{}", stage.bob);
    ensure!(alice.page(stage.get(&others)).send().await?.status() == 404);
    for path in ["/api/users", "/api/users/details", "/api/devices"] {
        ensure!(alice.page(stage.get(path)).send().await?.status() == 403, "{path}");
        ensure!(stage.get(path).send().await?.status() == 401, "{path}");
    }
    let all: Value = root.page(stage.get("/api/users")).send().await?.json().await?;
    ensure!(all.as_array().is_some_and(|users| users.len() == 3), "{all}");
    ensure!(all[0]["age"] == 0, "{all}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_is_told_to_its_holder_and_to_administrators() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let of = |user| format!("/api/auth/credentials/role?userId={user}");
    let own: Value = alice.page(stage.get(&of(stage.alice))).send().await?.json().await?;
    ensure!(own["role"] == "CLIENT", "{own}");
    ensure!(alice.page(stage.get(&of(stage.bob))).send().await?.status() == 404);
    ensure!(root.page(stage.get(&of(stage.bob))).send().await?.status() == 200);
    ensure!(
        root.page(stage.get("/api/auth/credentials/role?userId=x")).send().await?.status() == 400
    );
    Ok(())
}
