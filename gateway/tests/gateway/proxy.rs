//! Through the real Traefik with the configuration that the product ships: two gateways, sessions that
//! stay with one of them, and what happens when one of them is gone.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use chrono::Utc;
use domain::alerts::{Alert, AlertCommand, RaisedAlert, alert_id};
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use domain::subjects;
use local_stack::scale;
use reqwest::Method;
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::support::{Doomed, Front, LIMIT, PASSWORD, Socket, Stage, body};

const PATIENCE: Duration = Duration::from_secs(120);
/// What the issue promises.
const BACK_WITHIN: Duration = Duration::from_secs(20);

/// Traefik in front of the stage's gateway and of one that can be killed.
async fn front(stage: &Stage) -> Result<(Front, Doomed)> {
    let doomed = stage.doomed_gateway(&BEHIND).await?;
    let listen = local_stack::free_address()?.to_string();
    Ok((Front::before([doomed.address, stage.address], listen).await?, doomed))
}

/// Only loopback speaks for others here.
const BEHIND: [(&str, &str); 3] = [
    ("EMS_TRUSTED_PROXIES", "127.0.0.1"),
    ("EMS_MAX_SOCKETS_PER_USER", "2000"),
    ("EMS_SIGN_INS_PER_MINUTE", "1000"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_sockjs_session_stays_with_its_gateway_and_addresses_are_told() -> Result<()> {
    let stage = Stage::with(&BEHIND).await?;
    let (front, _doomed) = front(&stage).await?;
    let url = front.url();
    let login = stage.http.post(format!("{url}/api/auth/login"));
    let login = login.header("x-forwarded-for", "198.51.100.7");
    let login = login.json(&json!({ "username": "alice", "password": PASSWORD })).send().await?;
    ensure!(login.status() == 200, "{}", login.status());
    let cookies = login.headers().get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok()?.split(';').next());
    let cookies: BTreeMap<_, _> = cookies.filter_map(|cookie| cookie.split_once('=')).collect();
    ensure!(cookies.contains_key("ems-gateway"), "{cookies:?}");
    let session: Vec<_> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let session = session.join("; ");
    let token: Value = login.json().await?;
    let sessions = stage.http.get(format!("{url}/api/auth/sessions"));
    let sessions = sessions.bearer_auth(token["token"].as_str().context("a token")?);
    let sessions: Value = sessions.send().await?.json().await?;
    ensure!(sessions[0]["address"] == "127.0.0.1", "what a client claims is dropped: {sessions}");

    // Without the cookie every second of these would meet the other gateway, and a 404.
    let ask = async |transport: &str, body: &str| {
        let path = format!("{url}/ws/000/sticky/{transport}");
        let request = stage.http.request(Method::POST, path).body(body.to_owned());
        let request = request.header(COOKIE, &session).header(ORIGIN, "http://localhost");
        anyhow::Ok(request.send().await?)
    };
    ensure!(ask("xhr", "").await?.text().await? == "o\n");
    for _ in 0..10 {
        ensure!(ask("xhr_send", "[\"\\n\"]").await?.status() == 204);
    }
    let connect = "[\"CONNECT\\naccept-version:1.2\\n\\n\\u0000\"]";
    ensure!(ask("xhr_send", connect).await?.status() == 204);
    ensure!(ask("xhr", "").await?.text().await?.starts_with("a[\"CONNECTED"));
    Ok(())
}

/// What all clients have seen.
#[derive(Default)]
struct Seen {
    connected: AtomicUsize,
    /// Shown to a person, by client: repeats are dropped by their id before.
    shown: Mutex<BTreeMap<usize, Vec<String>>>,
    repeats: AtomicU64,
}

/// One page: comes back by itself, goes on from the last position, and shows each alert once.
async fn client(nth: usize, host: String, token: String, topic: String, seen: Arc<Seen>) {
    let mut position = 0_u64;
    let mut known = HashSet::new();
    loop {
        let Ok(mut socket) = listen(&host, &token, &topic, position).await else {
            tokio::time::sleep(Duration::from_millis(200 + rand::random_range(0..800))).await;
            continue;
        };
        seen.connected.fetch_add(1, Ordering::SeqCst);
        while let Ok(Some(frame)) = socket.wait_for(PATIENCE).await {
            let Some((alert, at)) = alert_in(&frame) else { continue };
            position = position.max(at);
            if known.insert(alert.clone()) {
                let mut shown = seen.shown.lock().unwrap_or_else(PoisonError::into_inner);
                shown.entry(nth).or_default().push(alert);
            } else {
                seen.repeats.fetch_add(1, Ordering::SeqCst);
            }
        }
        seen.connected.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn listen(host: &str, token: &str, topic: &str, position: u64) -> Result<Socket> {
    let mut socket = Socket::open(host, None, None).await?;
    socket.say(&format!("CONNECT\naccept-version:1.2\nAuthorization:Bearer {token}\n\n")).await?;
    socket.hear("CONNECTED").await?;
    let resume = format!("last-position:{position}\nreceipt:r");
    socket.say(&format!("SUBSCRIBE\nid:1\ndestination:{topic}\n{resume}\n\n")).await?;
    socket.hear("RECEIPT").await?;
    Ok(socket)
}

fn alert_in(frame: &str) -> Option<(String, u64)> {
    let alert = body(frame).ok().filter(|_| frame.starts_with("MESSAGE"))?;
    Some((alert["alertId"].as_str()?.to_owned(), alert["position"].as_u64()?))
}

async fn until(what: &str, within: Duration, mut holds: impl FnMut() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !holds() {
        ensure!(begun.elapsed() < within, "{what}: not within {within:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// A device of Alice's whose running hour is above its limit.
async fn raise(stage: &Stage) -> Result<String> {
    let (device, hour) = (DeviceId(Uuid::now_v7()), Hour::from(Utc::now()));
    let description = DeviceDescription { name: device.to_string(), description: None };
    let (limit, owner) = (LIMIT, Some(stage.alice));
    let register = DeviceCommand::RegisterDevice { device, description, limit, owner };
    stage.execute::<Device>(device.to_string(), register).await?;
    let alert = alert_id(device, hour);
    let total = MicroWattHours(4_000_000_000);
    let raised = RaisedAlert { alert, device, hour, total, limit, owner, revision: 1 };
    let aggregate = subjects::alert_aggregate(device, hour);
    stage.execute::<Alert>(aggregate, AlertCommand::RaiseAlert(raised)).await?;
    Ok(alert.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_gateway_costs_no_alert_and_all_are_back_soon() -> Result<()> {
    let sockets = scale(20, 500);
    let stage = Stage::with(&BEHIND).await?;
    let alice = stage.sign_in("alice").await?;
    let (front, mut doomed) = front(&stage).await?;
    let host = front.url().replace("http://", "");
    let topic = format!("/topic/notifications/{}", stage.alice);
    let seen = Arc::new(Seen::default());
    let mut clients = JoinSet::new();
    for nth in 0..sockets {
        let (host, token) = (host.clone(), alice.token.clone());
        clients.spawn(client(nth, host, token, topic.clone(), seen.clone()));
    }
    let all_are_there = || seen.connected.load(Ordering::SeqCst) == sockets;
    until("all come", PATIENCE, all_are_there).await?;
    let mut raised = Vec::new();
    for _ in 0..scale(3, 20) {
        raised.push(raise(&stage).await?);
    }
    doomed.kill();
    until("some are cut off", PATIENCE, || seen.connected.load(Ordering::SeqCst) < sockets).await?;
    let cut_off = Instant::now();
    for _ in 0..scale(3, 20) {
        raised.push(raise(&stage).await?);
    }
    let within = scale(PATIENCE, BACK_WITHIN).saturating_sub(cut_off.elapsed());
    until("all are back", within, all_are_there).await?;
    let shown_to_all = || {
        let shown = seen.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.len() == sockets && shown.values().all(|alerts| alerts.len() >= raised.len())
    };
    until("no alert is missed", PATIENCE, shown_to_all).await?;
    let shown = seen.shown.lock().unwrap_or_else(PoisonError::into_inner);
    for alerts in shown.values() {
        let distinct: HashSet<_> = alerts.iter().collect();
        ensure!(distinct.len() == alerts.len() && alerts.len() == raised.len(), "{alerts:?}");
        ensure!(raised.iter().all(|alert| distinct.contains(alert)));
    }
    Ok(())
}
