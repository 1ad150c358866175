//! Stopping while people work: replicas are restarted one after the other, and nobody notices.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Client;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::support::{Place, Site, eventually, scale};

const PATIENCE: Duration = Duration::from_secs(60);
/// What is promised; a busy machine gets more in the small run.
const STOPS_WITHIN: Duration = Duration::from_secs(10);
const HEALTH_EVERY: Duration = Duration::from_millis(250);

/// What a proxy in front of the gateways does, and nothing more: it asks each for its health, and
/// gives a request to the next one that is well. It never sends one twice.
#[derive(Clone)]
struct Balancer {
    gateways: Arc<Vec<(SocketAddr, AtomicBool)>>,
    turn: Arc<AtomicUsize>,
}

/// People at work, until told to stop.
struct Load {
    stopped: Arc<AtomicBool>,
    workers: Vec<JoinHandle<(usize, Vec<String>)>>,
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_is_restarted_in_turn_and_no_request_fails() {
    let mut site = Site::with_replicas(Place::shared().await, 2, &[]).await;
    let load = Load::start(&site, Balancer::before(&site.gateways)).await;
    for _ in 0..scale(1, 3) {
        for nth in 0..site.roles.len() {
            // In the small run one replica of each role is enough.
            if nth % 2 == 0 || scale(false, true) {
                restart(&mut site, nth).await;
            }
        }
    }
    let (done, failed) = load.stop().await;
    assert!(failed.is_empty(), "{} of {done} requests failed: {failed:#?}", failed.len());
    assert!(done > 50, "only {done} requests were made");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_is_told_to_stop_keeps_what_it_accepted() {
    let mut site = Site::with_replicas(Place::shared().await, 2, &[]).await;
    let load = Load::start(&site, Balancer::before(&site.gateways)).await;
    let count = site.roles.len();
    for round in 0..scale(3, 30) {
        // Each time another role, and each time another of its replicas.
        restart(&mut site, (round * 2 + round / 3) % count).await;
    }
    let (done, failed) = load.stop().await;
    assert!(failed.is_empty(), "{} of {done} requests failed: {failed:#?}", failed.len());
}

async fn restart(site: &mut Site, nth: usize) {
    let role = &mut site.roles[nth];
    let took = tokio::task::block_in_place(|| role.terminate(scale(PATIENCE, STOPS_WITHIN)));
    println!("{} stopped after {} ms", role.name(), took.as_millis());
    role.start_again();
    eventually(PATIENCE, "the replica is ready again", || async {
        match role.readiness().await? {
            (true, _) => Ok(()),
            (false, out) => Err(format!("{} waits for {out:?}", role.name())),
        }
    })
    .await;
    // As whoever updates a service does: the next one follows when this one is seen to be well.
    tokio::time::sleep(HEALTH_EVERY * 4).await;
}

impl Balancer {
    fn before(gateways: &[SocketAddr]) -> Self {
        let gateways = gateways.iter().map(|address| (*address, AtomicBool::new(true))).collect();
        let balancer = Self { gateways: Arc::new(gateways), turn: Arc::default() };
        for nth in 0..balancer.gateways.len() {
            tokio::spawn(balancer.clone().watch(nth));
        }
        balancer
    }

    async fn watch(self, nth: usize) {
        let client = Client::builder().timeout(Duration::from_secs(5)).build().expect("a client");
        let (address, well) = &self.gateways[nth];
        loop {
            let answer = client.get(format!("http://{address}/api/auth/health")).send().await;
            let answers = answer.is_ok_and(|answer| answer.status().is_success());
            well.store(answers, Ordering::SeqCst);
            tokio::time::sleep(HEALTH_EVERY).await;
        }
    }

    fn next(&self) -> SocketAddr {
        let turn = self.turn.fetch_add(1, Ordering::SeqCst);
        let count = self.gateways.len();
        let in_turn = (0..count).map(|nth| &self.gateways[(turn + nth) % count]);
        let well = in_turn.clone().find(|(_, well)| well.load(Ordering::SeqCst));
        well.or_else(|| in_turn.clone().next()).expect("a gateway").0
    }
}

impl Load {
    async fn start(site: &Site, balancer: Balancer) -> Self {
        let token = site.sign_in("admin").await.token;
        let stopped = Arc::new(AtomicBool::new(false));
        let worker = |nth: usize| {
            let (balancer, token, stopped) = (balancer.clone(), token.clone(), stopped.clone());
            tokio::spawn(async move { work(nth, &balancer, &token, &stopped).await })
        };
        let workers = (0..scale(2, 8)).map(worker).collect();
        Self { stopped, workers }
    }

    async fn stop(self) -> (usize, Vec<String>) {
        self.stopped.store(true, Ordering::SeqCst);
        let (mut done, mut failed) = (0, Vec::new());
        for worker in self.workers {
            let (requests, failures) = worker.await.expect("a worker");
            done += requests;
            failed.extend(failures);
        }
        (done, failed)
    }
}

/// Creates devices and reads lists in turn; gives how many requests it made, and what failed.
async fn work(
    worker: usize,
    balancer: &Balancer,
    token: &str,
    stopped: &AtomicBool,
) -> (usize, Vec<String>) {
    let client = Client::builder().retry(reqwest::retry::never()).build().expect("a client");
    let (mut done, mut failed) = (0, Vec::new());
    while !stopped.load(Ordering::SeqCst) {
        let url = format!("http://{}/api/devices", balancer.next());
        let request = if done % 2 == 0 {
            let name = format!("Boiler {worker}-{done}");
            client.post(url).json(&json!({ "name": name, "maxConsumption": 3 }))
        } else {
            client.get(url)
        };
        done += 1;
        match request.bearer_auth(token).send().await {
            Ok(answer) if answer.status().is_success() => {}
            Ok(answer) => {
                let status = answer.status();
                failed.push(format!("{status}: {}", answer.text().await.unwrap_or_default()));
            }
            Err(error) => failed.push(format!("{error:?}")),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    (done, failed)
}
