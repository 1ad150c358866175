//! The client side of the command API: one request passed on under the gateway's word for its caller.

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
    base: Url,
    signer: IdentitySigner,
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
    pub fn new(base: Url, signer: IdentitySigner) -> anyhow::Result<Self> {
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { client, base, signer })
    }

    pub async fn send(&self, order: Order<'_>) -> Result<Answer, Problem> {
        let url = self.base.join(&order.path).map_err(Problem::internal)?;
        let identity = Identity { caller: vouch(order.caller), correlation: order.correlation };
        let token = self.signer.sign(&identity, Utc::now()).map_err(Problem::internal)?;
        let sent = self
            .client
            .request(order.method, url)
            .headers(passed_on(order.headers))
            .bearer_auth(token)
            .body(order.body)
            .send()
            .await;
        let answer = read(sent.map_err(describe)?).await?;
        if answer.status == StatusCode::UNAUTHORIZED {
            // Who the caller is has been settled here: it is this gateway that is not believed.
            return Err(Problem::unavailable("the command API does not accept this gateway's key"));
        }
        Ok(answer)
    }

    /// Whether the command API answers there, and says that it is well.
    pub async fn answers(&self) -> anyhow::Result<()> {
        let health = self.base.join("/health")?;
        self.client.get(health).send().await?.error_for_status()?;
        Ok(())
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
