//! What an erasure and a disabling bring about by themselves.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use domain::devices::{Device, DeviceCommand};
use domain::users::{User, UserCommand};

use crate::support::Stage;

const WITHIN: Duration = Duration::from_secs(5);

async fn until(what: &str, mut holds: impl AsyncFnMut() -> Result<bool>) -> Result<()> {
    let begun = Instant::now();
    while !holds().await? {
        ensure!(begun.elapsed() < WITHIN, "{what}: not within 5 s");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_persons_devices_are_nobodys_also_one_assigned_too_late() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    stage.execute::<User>(stage.alice.to_string(), UserCommand::EraseUser).await?;
    let is_nobodys = async || {
        let device = stage.queries.device(stage.boiler).await?;
        Ok(device.is_some_and(|device| device.owner.is_none()))
    };
    until("the device is nobody's", is_nobodys).await?;
    let late = DeviceCommand::AssignDevice { owner: stage.alice };
    stage.shown(stage.execute::<Device>(stage.boiler.to_string(), late).await?).await?;
    until("and stays so", is_nobodys).await?;

    let subject = domain::subjects::of_aggregate("device", &stage.boiler.to_string());
    let events = stage.log.load(&subject).await?;
    let kinds: Vec<_> = events.iter().map(|event| event.encoded.kind.as_str()).collect();
    let ending = ["DeviceUnassigned", "DeviceAssigned", "DeviceUnassigned"];
    ensure!(kinds.ends_with(&ending), "{kinds:?}");
    ensure!(events.last().is_some_and(|event| event.provenance.causation.is_some()));
    until("nobody is signed in", async || {
        let session = alice.page(stage.get("/api/auth/session")).send().await?;
        Ok(session.status() == 401)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disabled_person_is_signed_out_and_cannot_sign_in_until_enabled() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let order = async |command| {
        let position = stage.execute::<User>(stage.alice.to_string(), command).await?;
        stage.shown(position).await
    };
    order(UserCommand::DisableUser { reason: "lost her phone".to_owned() }).await?;
    ensure!(stage.login("alice", crate::support::PASSWORD).send().await?.status() == 401);
    until("she is signed out", async || {
        let session = alice.page(stage.get("/api/auth/session")).send().await?;
        Ok(session.status() == 401)
    })
    .await?;
    order(UserCommand::EnableUser).await?;
    stage.sign_in("alice").await.map(drop)
}
