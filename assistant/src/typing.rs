//! Telling the customer's page that the bot is at work, over core NATS: whoever misses it has missed
//! nothing that stays.

use std::time::Duration;

use domain::conversations::AnswerSource;
use domain::ids::UserId;
use domain::subjects;
use event_log::EventLog;
use serde_json::json;

/// Pages take the sign away a little after this.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Says so again and again, for as long as it is polled.
pub(crate) async fn is_typing(log: &EventLog, customer: UserId) -> std::convert::Infallible {
    let subject = subjects::of_live_typing(customer);
    let sender = AnswerSource::Model.sender_name();
    let body = json!({ "senderId": "SYSTEM", "senderName": sender, "admin": false });
    let body = serde_json::to_vec(&body).expect("texts serialise");
    loop {
        if let Err(error) = log.client().publish(subject.clone(), body.clone().into()).await {
            tracing::debug!("the customer does not see that the bot is typing: {error}");
        }
        tokio::time::sleep(AGAIN_AFTER).await;
    }
}
