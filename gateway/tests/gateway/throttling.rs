//! Guessing passwords: how many are looked at, and that the owner gets in all the same.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use local_stack::scale;
use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::support::{PASSWORD, Stage};

fn from(address: &str) -> Result<Client> {
    let address: IpAddr = address.parse()?;
    Ok(Client::builder().no_proxy().local_address(address).build()?)
}

async fn try_to_sign_in(
    stage: &Stage,
    from: &Client,
    name: &str,
    password: &str,
) -> Result<StatusCode> {
    let body = json!({ "username": name, "password": password });
    let url = format!("http://{}/api/auth/login", stage.address);
    Ok(from.post(url).json(&body).send().await?.status())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_guesses_are_few_passwords_and_lock_nobody_out() -> Result<()> {
    let stage = Stage::set().await?;
    stage.sign_in("alice").await?;
    let guesses = scale(100, 1_000);
    let (begun, mut looked_at) = (Instant::now(), 0);
    for guess in 0..guesses {
        // From many addresses: one alone has used up its tries after five.
        let stranger = from(&format!("127.0.1.{}", guess % 200 + 1))?;
        match try_to_sign_in(&stage, &stranger, "alice", &format!("guess {guess}")).await? {
            StatusCode::UNAUTHORIZED => looked_at += 1,
            status => ensure!(status == StatusCode::TOO_MANY_REQUESTS, "{status}"),
        }
    }
    let minutes = 1 + begun.elapsed().as_secs() / 60;
    ensure!(looked_at <= 20 * minutes, "{looked_at} passwords in {minutes} minutes");
    let at_home = from("127.0.0.1")?;
    ensure!(try_to_sign_in(&stage, &at_home, "alice", PASSWORD).await? == 200, "the owner");
    let stranger = from("127.0.2.1")?;
    ensure!(try_to_sign_in(&stage, &stranger, "bob", PASSWORD).await? == 200, "somebody else");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_name_takes_as_long_as_a_known_one() -> Result<()> {
    let stage = Stage::with(&[("EMS_SIGN_INS_PER_MINUTE", "100000")]).await?;
    let client = from("127.0.0.1")?;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..scale(9, 200) {
        for (name, times) in [("alice", &mut known), ("nobody", &mut unknown)] {
            let begun = Instant::now();
            ensure!(try_to_sign_in(&stage, &client, name, "a wrong password").await? == 401);
            times.push(begun.elapsed());
        }
    }
    let (known, unknown) = (median(known), median(unknown));
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    // The hash is nearly all of it: without one an answer takes a tenth of the time.
    let allowed = scale(0.5, 0.05);
    ensure!((ratio - 1.0).abs() <= allowed, "{known:?} known, {unknown:?} unknown");
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
