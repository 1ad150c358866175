//! Storing a chunk of deliveries in the log: readings in one atomic batch, the rest in quarantine.

use std::time::Duration;

use async_nats::HeaderMap;
use bytes::Bytes;
use domain::metering::Reading;
use domain::subjects;
use event_log::{BatchError, BatchMessage, EventLog};
use process::{CancellationToken, Dependency};
use sha2::{Digest, Sha256};

use crate::translate::Rejected;

/// How much of a rejected body is kept.
const KEPT: usize = 64 * 1024;
/// How much of a reason is kept. Parsers quote what they read, and NATS takes 65,535 bytes of headers.
const REASON: usize = 1024;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The messages of one chunk, ready to be stored.
pub(crate) struct Chunk {
    /// The queue that they came from.
    source: String,
    pub readings: Vec<BatchMessage>,
    pub rejected: Vec<BatchMessage>,
}

impl Chunk {
    pub fn of(source: &str) -> Self {
        Self { source: source.to_owned(), readings: Vec::new(), rejected: Vec::new() }
    }

    pub fn add_reading(&mut self, reading: &Reading) {
        let payload = serde_json::to_vec(reading).expect("a reading serialises");
        self.readings.push(BatchMessage {
            subject: subjects::of_measurement(reading.device),
            headers: HeaderMap::new(),
            payload: payload.into(),
        });
    }

    /// Keeps the body's beginning, its length and its hash, with the reason.
    pub fn add_rejected(&mut self, body: &[u8], reason: &Rejected) {
        let mut headers = HeaderMap::new();
        headers.insert("Ems-Reason", header_text(&reason.to_string()));
        headers.insert("Ems-Source", self.source.as_str());
        headers.insert("Ems-Length", body.len().to_string());
        headers.insert("Ems-Sha256", hex::encode(Sha256::digest(body)));
        self.rejected.push(BatchMessage {
            subject: subjects::of_quarantine(&self.source),
            headers,
            payload: Bytes::copy_from_slice(&body[..body.len().min(KEPT)]),
        });
    }

    /// Stores everything, trying until the log has it. `None` when told to stop first.
    ///
    /// A try whose answer was lost is sent again: should both be stored, the readings' keys make
    /// the second one harmless.
    pub async fn store(
        self,
        log: EventLog,
        health: Dependency,
        shutdown: CancellationToken,
    ) -> Option<()> {
        for message in self.rejected {
            let keep = || quarantine(&log, &message);
            persist(keep, &health, &shutdown).await?;
        }
        if self.readings.is_empty() {
            return Some(());
        }
        persist(|| log.publish_batch(self.readings.clone()), &health, &shutdown).await
    }
}

/// The beginning of a text as a legal header value: a header ends at a line break.
fn header_text(text: &str) -> String {
    text[..text.floor_char_boundary(REASON)].replace(char::is_control, " ")
}

/// Stores a rejected message, or, if the log never takes it as it is, that there was one. Otherwise
/// the queue would wait behind it for ever.
async fn quarantine(log: &EventLog, message: &BatchMessage) -> Result<u64, BatchError> {
    match log.publish(message.clone()).await {
        Err(error) if error.is_about_the_message() => {
            let of = |name: &str| message.headers.get(name).map_or("", AsRef::as_ref);
            tracing::error!(
                "nothing is kept of a message of {} bytes from {}: {error}; it was rejected since {}",
                of("Ems-Length"),
                of("Ems-Source"),
                of("Ems-Reason"),
            );
            log.publish(without_body(message, &error)).await
        }
        stored => stored,
    }
}

/// Where a message came from and how long it was.
fn without_body(message: &BatchMessage, error: &BatchError) -> BatchMessage {
    let mut headers = HeaderMap::new();
    for name in ["Ems-Source", "Ems-Length"] {
        if let Some(value) = message.headers.get(name) {
            headers.insert(name, value.clone());
        }
    }
    let reason = header_text(&format!("nothing of the message is kept: {error}"));
    headers.insert("Ems-Reason", reason);
    BatchMessage { subject: message.subject.clone(), headers, payload: Bytes::new() }
}

async fn persist<F>(
    mut publish: impl FnMut() -> F,
    health: &Dependency,
    shutdown: &CancellationToken,
) -> Option<()>
where
    F: Future<Output = Result<u64, BatchError>>,
{
    let mut pause = FIRST_PAUSE;
    loop {
        match publish().await {
            Ok(_) => {
                health.up();
                return Some(());
            }
            Err(error) => {
                health.down(&error);
                metrics::counter!("ems_bridge_publish_retries_total").increment(1);
                tracing::warn!("readings wait: {error}");
            }
        }
        tokio::select! {
            () = shutdown.cancelled() => return None,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_cut_between_characters_and_holds_no_control_characters() {
        assert_eq!(header_text("line\r\nline\u{7f}\u{85}end"), "line  line  end");
        let long = header_text(&"€".repeat(10_000));
        assert_eq!(long, "€".repeat(REASON / 3));
    }
}
