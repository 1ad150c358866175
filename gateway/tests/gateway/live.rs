//! Sockets: who may open them, what they hear, and what ends them.

use anyhow::{Result, ensure};
use chrono::Utc;
use domain::alerts::{Alert, AlertCommand, RaisedAlert, alert_id};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use domain::subjects;
use domain::users::Role;
use reqwest::Method;

use crate::support::{LIMIT, Stage, body};

/// As metering does when the running hour passes its limit.
pub async fn raise_alert(stage: &Stage) -> Result<()> {
    let (device, hour) = (stage.boiler, Hour::from(Utc::now()));
    let raised = RaisedAlert {
        alert: alert_id(device, hour),
        device,
        hour,
        total: MicroWattHours(3_200_000_000),
        limit: LIMIT,
        owner: Some(stage.alice),
        revision: 1,
    };
    let aggregate = subjects::alert_aggregate(device, hour);
    stage.execute::<Alert>(aggregate, AlertCommand::RaiseAlert(raised)).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alert_reaches_its_owner_and_the_administrator_who_listens() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let mut sockets = [stage.live(&alice).await?, stage.live(&root).await?];
    for socket in &mut sockets {
        socket.subscribe("a:1", &format!("/topic/notifications/{}", stage.alice)).await?;
        let receipt = socket.hear("RECEIPT").await?;
        ensure!(receipt.contains("receipt-id:r-a\\c1\n"), "{receipt}");
    }
    let started = std::time::Instant::now();
    raise_alert(&stage).await?;
    for socket in &mut sockets {
        let frame = socket.hear("MESSAGE").await?;
        ensure!(started.elapsed().as_secs_f64() < 1.0, "{:?}", started.elapsed());
        ensure!(frame.contains("subscription:a\\c1\n") && frame.contains("position:"), "{frame}");
        let notification = body(&frame)?;
        ensure!(notification["userId"] == stage.alice.to_string());
        let sentence =
            "High energy usage detected for 'Boiler'! Current: 3.20 kWh (Limit: 3.00 kWh)";
        ensure!(notification["message"] == sentence, "{notification}");
        ensure!(notification["consumption"] == 3.2 && notification["limit"] == 3.0);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn fresh_totals_pass_as_they_are_until_unsubscribed() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let mut socket = stage.live(&alice).await?;
    socket.subscribe("t", &format!("/topic/live/{}", stage.alice)).await?;
    socket.hear("RECEIPT").await?;
    let (subject, total) = (subjects::of_live_totals(stage.alice), r#"{"consumption":1.25}"#);
    stage.log.client().publish(subject.clone(), total.into()).await?;
    ensure!(body(&socket.hear("MESSAGE").await?)?["consumption"] == 1.25);
    socket.say("UNSUBSCRIBE\nid:t\nreceipt:u\n\n").await?;
    socket.hear("RECEIPT").await?;
    stage.log.client().publish(subject, total.into()).await?;
    stage.log.client().flush().await?;
    socket.say("DISCONNECT\nreceipt:bye\n\n").await?;
    ensure!(socket.hear("RECEIPT").await?.contains("receipt-id:bye"));
    ensure!(socket.next().await?.is_none(), "closed after the receipt");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_of_a_foreign_page_is_not_opened() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    for origin in ["http://evil.example", "null", "http://localhost.evil.example"] {
        ensure!(stage.socket(Some(origin), Some(&alice.cookie)).await.is_err(), "{origin}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_origin_the_cookie_is_nothing_and_a_token_is_needed() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let greeting = "CONNECT\naccept-version:1.2\n";
    let mut program = stage.socket(None, Some(&alice.cookie)).await?;
    program.say(&format!("{greeting}\n")).await?;
    program.is_refused().await?;
    let mut program = stage.socket(None, None).await?;
    program.say(&format!("{greeting}Authorization:Bearer {}\n\n", alice.token)).await?;
    program.hear("CONNECTED").await?;
    let mut page = stage.socket(Some(&stage.origin()), Some(&alice.cookie)).await?;
    page.say(&format!("{greeting}Authorization:Bearer wrong\n\n")).await?;
    page.is_refused().await?;
    let mut page = stage.socket(Some(&stage.origin()), None).await?;
    page.say(&format!("{greeting}\n")).await?;
    page.is_refused().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_allowed_on_a_socket_ends_it() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let foreign = format!("/topic/notifications/{}", stage.alice);
    let send = format!("SEND\ndestination:{foreign}\n\n{{\"message\":\"forged\"}}");
    let subscribe = format!("SUBSCRIBE\nid:1\ndestination:{foreign}\n\n");
    let mut listener = stage.live(&alice).await?;
    listener.subscribe("1", &foreign).await?;
    listener.hear("RECEIPT").await?;
    for frame in [
        subscribe.as_str(),
        "SUBSCRIBE\nid:1\ndestination:/topic/admin/messages\n\n",
        "SUBSCRIBE\nid:1\ndestination:/topic/>\n\n",
        &send,
        "MESSAGE\ndestination:/topic/x\n\n",
        "CONNECT\naccept-version:1.2\n\n",
        "NONSENSE\n\n",
    ] {
        let mut socket = stage.live(&bob).await?;
        socket.say(frame).await?;
        socket.is_refused().await?;
    }
    raise_alert(&stage).await?;
    ensure!(listener.hear("MESSAGE").await?.contains("High energy"), "nothing forged came before");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_socket_ends_soon_after_its_session_or_its_right_to_listen() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, root) = (stage.sign_in("alice").await?, stage.sign_in("root").await?);
    let (mut own, mut admins) = (stage.live(&alice).await?, stage.live(&root).await?);
    admins.subscribe("1", &format!("/topic/live/{}", stage.alice)).await?;
    admins.hear("RECEIPT").await?;
    alice.page(stage.request(Method::POST, "/api/auth/logout")).send().await?;
    stage.change_role(stage.admin, Role::Client).await?;
    ensure!(own.next().await?.is_none(), "signed out");
    ensure!(admins.next().await?.is_none(), "demoted");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_read_is_closed_and_others_hear_everything() -> Result<()> {
    const ROUNDS: usize = 100;
    const EACH: usize = 20;
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let (mut slow, mut quick) = (stage.live(&alice).await?, stage.live(&alice).await?);
    for socket in [&mut slow, &mut quick] {
        socket.subscribe("t", &format!("/topic/live/{}", stage.alice)).await?;
        socket.hear("RECEIPT").await?;
    }
    let total = format!("{:?}", "x".repeat(16 * 1024));
    for _ in 0..ROUNDS {
        for _ in 0..EACH {
            let subject = subjects::of_live_totals(stage.alice);
            stage.log.client().publish(subject, total.clone().into()).await?;
        }
        for _ in 0..EACH {
            quick.hear("MESSAGE").await?;
        }
    }
    let mut heard = 0;
    while slow.next().await?.is_some() {
        heard += 1;
    }
    ensure!(heard < ROUNDS * EACH, "cut off, and so did not hold up anybody");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_looked_up_is_told_to_an_old_client_the_next_time() -> Result<()> {
    let stage = Stage::set().await?;
    let alice = stage.sign_in("alice").await?;
    let topic = format!("/topic/notifications/{}", stage.alice);
    let mut socket = stage.live(&alice).await?;
    socket.subscribe("t", &topic).await?;
    socket.hear("RECEIPT").await?;
    socket.say("DISCONNECT\nreceipt:bye\n\n").await?;
    socket.hear("RECEIPT").await?;
    ensure!(socket.next().await?.is_none());
    raise_alert(&stage).await?;

    // Nobody can tell how far the read models are.
    let mut locked = stage.pool.begin().await?;
    sqlx::query("lock table projections.positions").execute(&mut *locked).await?;
    let mut socket = stage.live(&alice).await?;
    socket.subscribe("t", &topic).await?;
    socket.is_refused().await?;
    locked.rollback().await?;

    let mut socket = stage.live(&alice).await?;
    socket.subscribe("t", &topic).await?;
    socket.hear("RECEIPT").await?;
    ensure!(body(&socket.hear("MESSAGE").await?)?["deviceId"] == stage.boiler.to_string());
    Ok(())
}
