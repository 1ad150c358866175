//! The client side of the command API: one request passed on under the gateway's word for its caller.
//!
//! Of several replicas the next one that is well gets it. A request that never left is given to
//! another; one that may have arrived is not sent twice.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use chrono::Utc;
use process::identity::{Caller as Vouched, Identity, IdentitySigner};
use reqwest::redirect::Policy;
use url::Url;
use uuid::Uuid;

use crate::http::Problem;
use crate::identity::Caller;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);
/// Below the handler's own limit, so that the answer can say what a timeout means.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(12);
const HEALTH_TIMEOUT: Duration = Duration::from_secs(1);
/// An answer is a status, a few headers and a sentence.
const MAX_ANSWER: usize = 256 * 1024;

/// What passes of a client's headers. Whatever else it sends, such as an identity, stays here.
const PASSED_ON: [HeaderName; 3] = [
    header::CONTENT_TYPE,
    HeaderName::from_static("idempotency-key"),
    HeaderName::from_static("prefer"),
];

pub struct CommandApi {
    client: reqwest::Client,
    replicas: Vec<Replica>,
    /// Whose turn it is.
    turn: AtomicUsize,
    signer: IdentitySigner,
}

struct Replica {
    base: Url,
    /// What it said of itself when it was last asked.
    well: AtomicBool,
}

/// A request of one operation, rebuilt from what was understood of it.
pub struct Order<'a> {
    pub method: Method,
    /// From `/` on, without `/api`.
    pub path: String,
    pub headers: &'a HeaderMap,
    pub body: Bytes,
    pub caller: Option<&'a Caller>,
    pub correlation: Uuid,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl CommandApi {
    pub fn new(addresses: &[Url], signer: IdentitySigner) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        let replica = |base: &Url| Replica { base: base.clone(), well: AtomicBool::new(true) };
        let replicas = addresses.iter().map(replica).collect();
        Ok(Self { client, replicas, turn: AtomicUsize::new(0), signer })
    }

    pub async fn send(&self, order: Order<'_>) -> Result<Answer, Problem> {
        let identity = Identity { caller: vouch(order.caller), correlation: order.correlation };
        let token = self.signer.sign(&identity, Utc::now()).map_err(Problem::internal)?;
        let answer = read(self.send_to_one(&order, &token).await?).await?;
        if answer.status == StatusCode::UNAUTHORIZED {
            // Who the caller is has been settled here: it is this gateway that is not believed.
            return Err(Problem::unavailable("the command API does not accept this gateway's key"));
        }
        Ok(answer)
    }

    /// Asks every replica whether it is well; one of them has to be.
    pub async fn answers(&self) -> anyhow::Result<()> {
        let asked = self.replicas.iter().map(|replica| async {
            let answer = self.is_well(replica).await;
            replica.well.store(answer.is_ok(), Ordering::Relaxed);
            answer
        });
        let answers = futures::future::join_all(asked).await;
        if answers.iter().any(Result::is_ok) {
            return Ok(());
        }
        answers.into_iter().next().unwrap_or_else(|| anyhow::bail!("no address is set"))
    }

    async fn is_well(&self, replica: &Replica) -> anyhow::Result<()> {
        let health = self.client.get(replica.base.join("/health")?).timeout(HEALTH_TIMEOUT);
        health.send().await?.error_for_status()?;
        Ok(())
    }

    async fn send_to_one(
        &self,
        order: &Order<'_>,
        token: &str,
    ) -> Result<reqwest::Response, Problem> {
        let mut failed = Problem::unavailable("no address of a command API is set");
        for replica in self.in_turn() {
            let url = replica.base.join(&order.path).map_err(Problem::internal)?;
            let request = self.client.request(order.method.clone(), url);
            let request = request.headers(passed_on(order.headers)).bearer_auth(token);
            match request.body(order.body.clone()).send().await {
                Ok(response) => return Ok(response),
                // A connection that was never made carried nothing.
                Err(error) if error.is_connect() => {
                    replica.well.store(false, Ordering::Relaxed);
                    failed = describe(error);
                }
                Err(error) => return Err(describe(error)),
            }
        }
        Err(failed)
    }

    /// The replicas that are well, the next one first, and after them the others: what was said of
    /// them may have changed.
    fn in_turn(&self) -> Vec<&Replica> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let count = self.replicas.len();
        let mut order: Vec<&Replica> =
            (0..count).map(|nth| &self.replicas[first.wrapping_add(nth) % count]).collect();
        order.sort_by_key(|replica| !replica.well.load(Ordering::Relaxed));
        order
    }
}

fn vouch(caller: Option<&Caller>) -> Vouched {
    match caller {
        Some(caller) if caller.is_admin() => Vouched::Administrator(caller.user.0),
        Some(caller) => Vouched::Client(caller.user.0),
        None => Vouched::Anonymous,
    }
}

fn passed_on(headers: &HeaderMap) -> HeaderMap {
    let named = |name: HeaderName| headers.get(&name).cloned().map(|value| (name, value));
    PASSED_ON.into_iter().filter_map(named).collect()
}

/// A connection that was never made carried nothing; after that, nobody knows.
fn describe(error: reqwest::Error) -> Problem {
    if error.is_connect() { Problem::unavailable(error) } else { Problem::outcome_unknown(error) }
}

async fn read(mut response: reqwest::Response) -> Result<Answer, Problem> {
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(describe)? {
        body.extend_from_slice(&chunk);
        if body.len() > MAX_ANSWER {
            return Err(Problem::outcome_unknown("the command API answers without end"));
        }
    }
    Ok(Answer { status, headers, body: body.into() })
}
