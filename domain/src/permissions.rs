//! Who may say and hear what on NATS: one table of user, publish and subscribe.
//!
//! Whatever is not listed is refused by the server. Answers come to an inbox that is the user's own,
//! so nobody reads what was meant for another.

use crate::subjects;

/// A user of the log: a role of the product, or a person who operates it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LogUser {
    CommandApi,
    IngestBridge,
    Projections,
    Gateway,
    Assistant,
    Audit,
    /// Makes the streams, and looks after what waits for a person. No role runs as this user.
    Operator,
}

/// What a user may do. `never` counts even where `publish` would allow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissions {
    pub publish: Vec<String>,
    pub never: Vec<String>,
    pub subscribe: Vec<String>,
    /// May answer requests, wherever the answer is to go.
    pub answers: bool,
}

/// Where the answers to whoever holds this public key come to.
pub fn inbox_of(public_key: &str) -> String {
    format!("_INBOX.{public_key}")
}

impl LogUser {
    pub const ALL: [Self; 7] = [
        Self::CommandApi,
        Self::IngestBridge,
        Self::Projections,
        Self::Gateway,
        Self::Assistant,
        Self::Audit,
        Self::Operator,
    ];

    /// As `ems run` and the files of secrets call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CommandApi => "command-api",
            Self::IngestBridge => "ingest-bridge",
            Self::Projections => "projections",
            Self::Gateway => "gateway",
            Self::Assistant => "assistant",
            Self::Audit => "audit",
            Self::Operator => "operator",
        }
    }

    /// The user that a role runs as.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|user| user.name() == name)
    }

    /// The row of the table, for the user with this public key.
    pub fn permissions(self, public_key: &str) -> Permissions {
        let inbox = format!("{}.>", inbox_of(public_key));
        let table = Permissions::default().hears(&[&inbox]).looks_at_streams();
        let table = table.says(&[subjects::LIVE_ROLES]);
        match self {
            Self::CommandApi => table
                .says(&[subjects::ALL_EVENTS, subjects::ALL_KEYS, subjects::ALL_SECURITY])
                .reads(subjects::EVENTS)
                .reads(subjects::KEYS)
                .destroys_keys(),
            Self::IngestBridge => table
                .says(&[subjects::ALL_MEASUREMENTS, subjects::ALL_QUARANTINE])
                .reads(subjects::QUARANTINE)
                .releases_quarantined()
                .answers(subjects::RETRY_QUARANTINE),
            // Alerts and what an erasure entails are commands that it carries out by itself.
            Self::Projections => table
                .says(&[subjects::ALL_ALERTS, subjects::ALL_DEVICES, subjects::ALL_KEYS])
                .says(&[subjects::ALL_LIVE])
                .hears(&[subjects::ALL_LIVE])
                .reads(subjects::EVENTS)
                .reads(subjects::KEYS)
                .reads(subjects::MEASUREMENTS)
                .destroys_keys()
                .follows(subjects::EVENTS, &[subjects::ASSISTANT_CONSUMER])
                .follows(subjects::MEASUREMENTS, &[])
                .acknowledges(subjects::EVENTS, subjects::REACTIONS_CONSUMER)
                .acknowledges(subjects::MEASUREMENTS, subjects::METERING_CONSUMER)
                .pauses(subjects::MEASUREMENTS, subjects::METERING_CONSUMER),
            Self::Gateway => table
                .says(&[subjects::ALL_SECURITY, subjects::RETRY_QUARANTINE])
                // Who is typing, to whichever gateway has the other one.
                .says(&[subjects::ALL_LIVE_TYPING, "ems.live.writing.*"])
                .hears(&[subjects::ALL_LIVE])
                .reads(subjects::EVENTS)
                .reads(subjects::KEYS)
                .reads(subjects::QUARANTINE)
                .releases_quarantined()
                .sees_consumers(subjects::MEASUREMENTS)
                .follows(
                    subjects::EVENTS,
                    &[subjects::REACTIONS_CONSUMER, subjects::ASSISTANT_CONSUMER],
                )
                .follows(subjects::QUARANTINE, &[]),
            // It speaks by commands that it carries out by itself, in conversations only.
            Self::Assistant => table
                .says(&[subjects::ALL_CONVERSATIONS, subjects::ALL_LIVE_TYPING, subjects::ALL_KEYS])
                .reads(subjects::EVENTS)
                .reads(subjects::KEYS)
                .follows(subjects::EVENTS, &[subjects::REACTIONS_CONSUMER])
                .acknowledges(subjects::EVENTS, subjects::ASSISTANT_CONSUMER),
            Self::Audit => table
                .reads(subjects::EVENTS)
                .reads(subjects::KEYS)
                .reads(subjects::MEASUREMENTS)
                .follows(
                    subjects::EVENTS,
                    &[subjects::REACTIONS_CONSUMER, subjects::ASSISTANT_CONSUMER],
                )
                .follows(subjects::KEYS, &[])
                .follows(subjects::MEASUREMENTS, &[subjects::METERING_CONSUMER]),
            Self::Operator => table.says(&[">"]).hears(&[">"]),
        }
    }
}

impl Permissions {
    fn says(mut self, subjects: &[&str]) -> Self {
        self.publish.extend(subjects.iter().map(|subject| (*subject).to_owned()));
        self
    }

    fn hears(mut self, subjects: &[&str]) -> Self {
        self.subscribe.extend(subjects.iter().map(|subject| (*subject).to_owned()));
        self
    }

    fn answers(self, requests: &str) -> Self {
        Self { answers: true, ..self.hears(&[requests]) }
    }

    /// Whether the streams are there, and as they should be.
    fn looks_at_streams(self) -> Self {
        subjects::STREAMS
            .iter()
            .fold(self, |table, stream| table.says(&[&format!("$JS.API.STREAM.INFO.{stream}")]))
    }

    /// Single messages of a stream.
    fn reads(self, stream: &str) -> Self {
        self.says(&[
            &format!("$JS.API.DIRECT.GET.{stream}"),
            &format!("$JS.API.DIRECT.GET.{stream}.>"),
            &format!("$JS.API.STREAM.MSG.GET.{stream}"),
        ])
    }

    /// Consumers of its own. Those that others share are theirs: whoever took messages from them
    /// would take them away.
    fn follows(mut self, stream: &str, but_not: &[&str]) -> Self {
        for durable in but_not {
            self.never.extend([
                format!("$JS.API.CONSUMER.CREATE.{stream}.{durable}"),
                format!("$JS.API.CONSUMER.CREATE.{stream}.{durable}.>"),
                format!("$JS.API.CONSUMER.DELETE.{stream}.{durable}"),
                format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.{durable}"),
            ]);
        }
        self.says(&[
            &format!("$JS.API.CONSUMER.CREATE.{stream}"),
            &format!("$JS.API.CONSUMER.CREATE.{stream}.>"),
            &format!("$JS.API.CONSUMER.INFO.{stream}.*"),
            &format!("$JS.API.CONSUMER.DELETE.{stream}.*"),
            &format!("$JS.API.CONSUMER.MSG.NEXT.{stream}.*"),
        ])
    }

    /// How far others have come.
    fn sees_consumers(self, stream: &str) -> Self {
        self.says(&[&format!("$JS.API.CONSUMER.INFO.{stream}.*")])
    }

    fn acknowledges(self, stream: &str, durable: &str) -> Self {
        self.says(&[&format!("$JS.ACK.{stream}.{durable}.>")])
    }

    /// While a rebuilt version takes the place of the one before, and when an operator says so.
    fn pauses(self, stream: &str, durable: &str) -> Self {
        self.says(&[&format!("$JS.API.CONSUMER.PAUSE.{stream}.{durable}")])
    }

    /// Of what nobody can read, an administrator decides what goes.
    fn releases_quarantined(self) -> Self {
        self.says(&[&format!("$JS.API.STREAM.MSG.DELETE.{}", subjects::QUARANTINE)])
    }

    /// A person's key is deleted when the person is erased. Of the log itself nothing ever is.
    fn destroys_keys(self) -> Self {
        self.says(&[&format!("$JS.API.STREAM.MSG.DELETE.{}", subjects::KEYS)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_say(user: LogUser, subject: &str) -> bool {
        let table = user.permissions("UKEY");
        let matches = |list: &[String]| list.iter().any(|pattern| covers(pattern, subject));
        matches(&table.publish) && !matches(&table.never)
    }

    fn covers(pattern: &str, subject: &str) -> bool {
        let (mut wanted, mut tokens) = (pattern.split('.'), subject.split('.'));
        loop {
            match (wanted.next(), tokens.next()) {
                (Some(">"), Some(_)) | (None, None) => return true,
                (Some("*"), Some(_)) => {}
                (Some(one), Some(other)) if one == other => {}
                _ => return false,
            }
        }
    }

    #[test]
    fn only_the_command_side_writes_every_event() {
        let writers = LogUser::ALL.map(|user| (user, may_say(user, "ems.event.user.7")));
        let writers: Vec<_> = writers.into_iter().filter(|(_, may)| *may).collect();
        assert_eq!(writers, [(LogUser::CommandApi, true), (LogUser::Operator, true)]);
    }

    #[test]
    fn no_role_purges_or_deletes_a_stream() {
        for user in LogUser::ALL.into_iter().filter(|user| *user != LogUser::Operator) {
            for stream in subjects::STREAMS {
                for act in ["PURGE", "DELETE", "UPDATE", "CREATE"] {
                    let subject = format!("$JS.API.STREAM.{act}.{stream}");
                    assert!(!may_say(user, &subject), "{user:?} {subject}");
                }
            }
        }
    }

    #[test]
    fn the_gateway_follows_events_and_leaves_the_shared_consumers_alone() {
        assert!(may_say(LogUser::Gateway, "$JS.API.CONSUMER.MSG.NEXT.EVENTS.own"));
        assert!(!may_say(LogUser::Gateway, "$JS.API.CONSUMER.MSG.NEXT.EVENTS.reactions"));
        assert!(!may_say(LogUser::Gateway, "$JS.API.CONSUMER.MSG.NEXT.MEASUREMENTS.metering"));
    }
}
