//! What clients send: chat becomes commands, typing goes out at once and is forgotten.
//!
//! Who sends, under which name and as what is set here; what a body says of it is ignored.

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use bytes::Bytes;
use domain::ids::UserId;
use domain::subjects;
use serde::Deserialize;
use serde_json::json;
use tokio::time::{Instant, timeout};
use uuid::Uuid;

use super::destinations::{Destination, Inbox};
use super::hub::Publication;
use super::session::Refusal;
use super::stomp::Frame;
use crate::identity::Caller;
use crate::routes::{Answer, Order};
use crate::state::Gateway;

/// A key press a frame: one word of it in this time is enough.
const TYPING_EVERY: Duration = Duration::from_secs(1);
/// While an order is under way its client hears nothing, so it may not take long.
const ANSWER_WITHIN: Duration = Duration::from_secs(6);
const NOT_JSON: &str = "The body should be JSON as the contract has it.";
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The name under which customers know people.
const ADMIN: &str = "Admin";

/// What of a body counts.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said {
    #[serde(default)]
    content: String,
    recipient_id: Option<UserId>,
}

/// What one client has sent.
#[derive(Default)]
pub struct Sends {
    typed: Option<(UserId, Instant)>,
}

impl Sends {
    /// Carries out a SEND. What it gives back is a word to the sender alone: that it was in vain.
    pub async fn send(
        &mut self,
        gateway: &Gateway,
        caller: &Caller,
        destination: &str,
        frame: &Frame,
    ) -> Result<Option<Publication>, Refusal> {
        let inbox: Option<Inbox> = destination.parse().ok();
        let inbox = inbox.filter(|inbox| inbox.is_open_to(caller));
        let inbox = inbox.ok_or("Nothing can be sent to this destination.")?;
        let said: Said = serde_json::from_slice(&frame.body).map_err(|_| NOT_JSON)?;
        let order = Chat { gateway, caller, key: frame.header("idempotency-key") };
        let outcome = match (inbox, said.recipient_id) {
            (Inbox::Typing, recipient) => {
                self.type_to(gateway, caller, recipient).await;
                return Ok(None);
            }
            (Inbox::Chat, _) => order.write(caller.user, &said.content).await,
            (Inbox::AdminChat, Some(customer)) => order.write(customer, &said.content).await,
            (Inbox::AdminChat, None) => return Err("recipientId is missing.".into()),
        };
        match (outcome, frame.header("receipt")) {
            (Ok(()), _) => Ok(None),
            // A receipt would say that it was carried out, and STOMP has no other way to say no.
            (Err(why), Some(_)) => Err(Refusal(why)),
            (Err(why), None) => Ok(Some(in_vain(caller, &why))),
        }
    }

    /// To the administrators, or to the customer whom an administrator answers.
    async fn type_to(&mut self, gateway: &Gateway, caller: &Caller, recipient: Option<UserId>) {
        let to = if caller.is_admin() { recipient } else { Some(caller.user) };
        let Some(to) = to else { return };
        let now = Instant::now();
        let again = self.typed.is_some_and(|(whom, at)| whom == to && now - at < TYPING_EVERY);
        let Some(log) = gateway.log.get().filter(|_| !again) else { return };
        self.typed = Some((to, now));
        let (subject, name) = match caller.is_admin() {
            true => (subjects::of_live_typing(to), ADMIN),
            false => (subjects::of_live_writing(to), caller.username.as_str()),
        };
        let typing =
            json!({ "senderId": caller.user, "senderName": name, "admin": caller.is_admin() });
        // Best effort: the next key press says the same.
        let _sent = log.client().publish(subject, typing.to_string().into()).await;
    }
}

/// Writing under one caller's name.
struct Chat<'a> {
    gateway: &'a Gateway,
    caller: &'a Caller,
    /// A client that repeats a message after a lost connection names it.
    key: Option<&'a str>,
}

impl Chat<'_> {
    /// Whoever answers a customer takes over first, since old pages have no button for it.
    async fn write(&self, customer: UserId, text: &str) -> Result<(), String> {
        let messages = format!("/users/{customer}/conversation/messages");
        let body = json!({ "text": text });
        let answer = self.order(Method::POST, &messages, Some(&body)).await?;
        if code(&answer).as_deref() != Some("not-joined") {
            return outcome(&answer);
        }
        let person = format!("/users/{customer}/conversation/person");
        outcome(&self.order(Method::PUT, &person, None).await?)?;
        outcome(&self.order(Method::POST, &messages, Some(&body)).await?)
    }

    async fn order(
        &self,
        method: Method,
        path: &str,
        body: Option<&serde_json::Value>,
    ) -> Result<Answer, String> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(key) = self.key.and_then(|key| key.parse().ok()) {
            headers.insert(IDEMPOTENCY_KEY, key);
        }
        let order = Order {
            method,
            path: path.to_owned(),
            headers: &headers,
            body: body.map(|body| Bytes::from(body.to_string())).unwrap_or_default(),
            caller: Some(self.caller),
            correlation: Uuid::now_v7(),
        };
        let sent = timeout(ANSWER_WITHIN, self.gateway.command_api.send(order)).await;
        let unknown = "Whether it arrived is not known now.".to_owned();
        sent.map_err(|_| unknown)?.map_err(|problem| problem.sentence().to_owned())
    }
}

fn outcome(answer: &Answer) -> Result<(), String> {
    if answer.status.is_success() {
        return Ok(());
    }
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let sentence = problem["error"].as_str().map(str::to_owned);
    Err(sentence.unwrap_or_else(|| format!("The answer was {}.", answer.status)))
}

fn code(answer: &Answer) -> Option<String> {
    if answer.status != StatusCode::CONFLICT {
        return None;
    }
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    problem["code"].as_str().map(str::to_owned)
}

/// Told where the client listens, in the words of a message, since old pages show nothing else.
fn in_vain(caller: &Caller, why: &str) -> Publication {
    let destination = match caller.is_admin() {
        true => Destination::AdminMessages,
        false => Destination::Messages(caller.user),
    };
    let content = format!("Your message was not delivered. {why}");
    let body = json!({
        "senderId": "SYSTEM",
        "senderName": "Auto-Bot",
        "content": content,
        "admin": false,
    });
    let body = Bytes::from(body.to_string());
    Publication { destination, body, position: None, happened_at: None }
}
