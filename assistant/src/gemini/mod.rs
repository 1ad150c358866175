//! Google Gemini over its streaming REST interface, without state: nothing of a question is kept there.

mod stream;
mod wire;

use std::time::Duration;

use futures::future::BoxFuture;
use reqwest_tls::header::{ACCEPT, HeaderValue};
use reqwest_tls::redirect::Policy;
use reqwest_tls::{Client, Response, StatusCode};
use secrecy::ExposeSecret;
use url::Url;

use crate::model::{Assistant, Failure, Question};
use crate::settings::ModelSettings;
use stream::Answer;

const KEY: &str = "x-goog-api-key";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Of the stream, which repeats its frame around every few words. An answer needs a few KiB.
const MOST_BYTES: usize = 64 * 1024;

pub(crate) struct Gemini {
    client: Client,
    url: Url,
    /// Marked as sensitive, so that no debug output shows it.
    key: HeaderValue,
}

impl Gemini {
    pub fn new(settings: &ModelSettings) -> anyhow::Result<Self> {
        // The key would go along with a redirect.
        let client = Client::builder().connect_timeout(CONNECT_TIMEOUT).redirect(Policy::none());
        // Plain HTTP is for loopback, where no proxy leads to.
        let is_local = settings.base.scheme() == "http";
        let client = if is_local { client.no_proxy() } else { client }.build()?;
        let path = format!("v1beta/models/{}:streamGenerateContent", settings.name);
        let mut url = settings.base.clone();
        url.set_path(&path);
        url.set_query(Some("alt=sse"));
        let mut key = HeaderValue::from_str(settings.key.expose_secret())?;
        key.set_sensitive(true);
        Ok(Self { client, url, key })
    }

    async fn ask(&self, question: &Question) -> Result<String, Failure> {
        let body = serde_json::to_vec(&wire::Request::of(question)).expect("texts serialise");
        let sent = self
            .client
            .post(self.url.clone())
            .header(KEY, self.key.clone())
            .header(ACCEPT, "text/event-stream")
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await;
        let mut response = sent.map_err(out_of_reach)?;
        refuse(response.status())?;
        read(&mut response).await
    }
}

impl Assistant for Gemini {
    fn answer<'a>(&'a self, question: &'a Question) -> BoxFuture<'a, Result<String, Failure>> {
        Box::pin(self.ask(question))
    }

    fn is_metered(&self) -> bool {
        true
    }
}

fn refuse(status: StatusCode) -> Result<(), Failure> {
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::TOO_MANY_REQUESTS => Err(Failure::RateLimited),
        status if status.is_server_error() => Err(Failure::Unavailable(status.to_string())),
        status => Err(Failure::Refused(status.as_u16())),
    }
}

/// Reads until the model says that it has finished; what comes after that is not waited for.
async fn read(response: &mut Response) -> Result<String, Failure> {
    let (mut answer, mut seen) = (Answer::default(), 0);
    while let Some(chunk) = response.chunk().await.map_err(out_of_reach)? {
        seen += chunk.len();
        if seen > MOST_BYTES {
            return Err(Failure::TooLong);
        }
        answer.take(&chunk)?;
        if answer.is_finished() {
            break;
        }
    }
    answer.finish()
}

/// The address stays out of it; the key is in a header anyway.
fn out_of_reach(error: reqwest_tls::Error) -> Failure {
    Failure::Unavailable(error.without_url().to_string())
}
