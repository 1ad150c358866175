//! A network that loses answers: with an `Idempotency-Key` every request has one effect.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use futures::{StreamExt, TryStreamExt};
use local_stack::{NatsFault, NatsProxy, TestServers, scale};
use reqwest::Method;
use uuid::Uuid;

use crate::harness::{ADMINISTRATOR, Service, device};

const AT_ONCE: usize = 16;
const PATIENCE: Duration = Duration::from_secs(60);
const BLACKOUT: Duration = Duration::from_secs(8);

/// Makes a device, and sends the request again while the answer is that nobody knows.
async fn make(service: &Service, nth: usize) -> Result<Uuid> {
    let begun = Instant::now();
    loop {
        let (body, key) = (Some(device(&format!("Meter {nth}"))), format!("key {nth}"));
        let post = service.send(Method::POST, ADMINISTRATOR, "/devices", body, Some(&key));
        let answer = post.await?;
        if answer.status != 503 || begun.elapsed() > PATIENCE {
            return answer.created_id();
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn make_all(service: &Service, devices: usize) -> Result<Vec<Uuid>> {
    let making = futures::stream::iter(0..devices).map(|nth| make(service, nth));
    making.buffer_unordered(AT_ONCE).try_collect().await
}

async fn each_was_made_once(service: &Service, made: &[Uuid], devices: usize) -> Result<()> {
    ensure!(made.len() == devices);
    for id in made {
        let kinds = service.kinds("device", *id).await?;
        ensure!(kinds == ["DeviceRegistered", "LimitChanged"], "{id}: {kinds:?}");
    }
    // Two events of each device, and its name.
    let head = service.log.head().await?;
    ensure!(head == 3 * devices as u64, "{head} events of {devices} devices");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn when_every_fifth_acknowledgement_is_lost_every_key_has_one_effect() -> Result<()> {
    let lease = TestServers::acquire().await?.lease().await?;
    let fault = NatsFault::LoseAcks { every: 5 };
    let proxy = NatsProxy::before(&lease.nats_url, fault).await?;
    let service = Service::by_way_of(proxy.url(&lease.nats_url)?, lease).await?;
    let devices = scale(40, 400);
    let made = make_all(&service, devices).await?;
    ensure!(proxy.lost_acks() >= devices / 5, "{} were lost", proxy.lost_acks());
    each_was_made_once(&service, &made, devices).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_blackout_of_eight_seconds_makes_nobody_lie() -> Result<()> {
    let lease = TestServers::acquire().await?.lease().await?;
    let proxy = NatsProxy::before(&lease.nats_url, NatsFault::None).await?;
    let service = Service::by_way_of(proxy.url(&lease.nats_url)?, lease).await?;
    let devices = scale(400, 4_000);
    let blackout = async {
        while service.log.head().await? < devices as u64 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        proxy.hold();
        tokio::time::sleep(BLACKOUT).await;
        proxy.release();
        anyhow::Ok(())
    };
    let (made, ()) = tokio::try_join!(make_all(&service, devices), blackout)?;
    each_was_made_once(&service, &made, devices).await
}
