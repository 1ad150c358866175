//! The five streams as data, and bringing a server into line with them.

use std::time::Duration;

use async_nats::jetstream::context::{CreateStreamError, GetStreamError, GetStreamErrorKind};
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use domain::subjects;
use thiserror::Error;

use crate::EventLog;

const GIB: i64 = 1 << 30;
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A stream cannot be brought into line with what the product needs.
#[derive(Debug, Error)]
pub enum StreamError {
    #[error("cannot create stream {stream}: {source}")]
    Create { stream: String, source: CreateStreamError },
    #[error("cannot read the settings of stream {stream}: {source}")]
    Read { stream: String, source: GetStreamError },
    #[error(
        "stream {stream} has another {setting} than this release needs ({found}, wanted {wanted}); \
         it is left as it is: change it by hand, or point EMS_NATS_URL at another server"
    )]
    Differs { stream: String, setting: &'static str, found: String, wanted: String },
}

/// What a stream keeps when it is full or old.
enum Keeps {
    /// Everything: a full stream refuses what is new, and nothing can be deleted.
    All { immutable: bool },
    /// The last message of each subject; any of them can be deleted.
    Last,
    /// The newest: what is older than the age or over the size goes.
    Newest { max_age: Duration },
}

fn stream(name: &str, subject: &str, max_bytes: i64, keeps: Keeps, replicas: usize) -> Config {
    let (discard, max_age, immutable, per_subject) = match keeps {
        Keeps::All { immutable } => (DiscardPolicy::New, Duration::ZERO, immutable, -1),
        Keeps::Last => (DiscardPolicy::New, Duration::ZERO, false, 1),
        Keeps::Newest { max_age } => (DiscardPolicy::Old, max_age, false, -1),
    };
    Config {
        name: name.to_owned(),
        subjects: vec![subject.to_owned()],
        max_bytes,
        max_age,
        max_messages_per_subject: per_subject,
        discard,
        storage: StorageType::File,
        retention: RetentionPolicy::Limits,
        num_replicas: replicas,
        allow_direct: true,
        allow_atomic_publish: true,
        deny_delete: immutable,
        deny_purge: immutable,
        ..Config::default()
    }
}

/// The product's streams, each with `replicas` copies.
pub(crate) fn all(replicas: usize) -> Vec<Config> {
    let kept = Keeps::Newest { max_age: 90 * DAY };
    vec![
        stream(
            subjects::EVENTS,
            subjects::ALL_EVENTS,
            16 * GIB,
            Keeps::All { immutable: true },
            replicas,
        ),
        stream(
            subjects::MEASUREMENTS,
            subjects::ALL_MEASUREMENTS,
            62 * GIB,
            Keeps::All { immutable: true },
            replicas,
        ),
        stream(subjects::KEYS, subjects::ALL_KEYS, GIB, Keeps::Last, replicas),
        stream(subjects::QUARANTINE, subjects::ALL_QUARANTINE, 2 * GIB, kept, replicas),
        stream(
            subjects::SECURITY,
            subjects::ALL_SECURITY,
            GIB,
            Keeps::Newest { max_age: 365 * DAY },
            replicas,
        ),
    ]
}

impl EventLog {
    /// Creates the streams that are missing. One that differs in what the product relies on is an
    /// error and stays as it is: a silent change to the log of record would be worse.
    pub async fn ensure_streams(&self, replicas: usize) -> Result<(), StreamError> {
        for wanted in all(replicas) {
            match self.jetstream().get_stream(&wanted.name).await {
                Ok(found) => in_line(&found.cached_info().config, &wanted)?,
                Err(error) if is_missing(&error) => self.create(wanted).await?,
                Err(source) => return Err(StreamError::Read { stream: wanted.name, source }),
            }
        }
        Ok(())
    }

    async fn create(&self, wanted: Config) -> Result<(), StreamError> {
        let stream = wanted.name.clone();
        // Two roles that start at once may both create it: the same settings are no error.
        self.jetstream()
            .create_stream(wanted)
            .await
            .map(drop)
            .map_err(|source| StreamError::Create { stream, source })
    }
}

fn is_missing(error: &GetStreamError) -> bool {
    matches!(error.kind(), GetStreamErrorKind::JetStream(error) if error.code() == 404)
}

fn in_line(found: &Config, wanted: &Config) -> Result<(), StreamError> {
    let same = |setting, found: String, expected: String| {
        if found == expected {
            return Ok(());
        }
        let stream = wanted.name.clone();
        Err(StreamError::Differs { stream, setting, found, wanted: expected })
    };
    same("subject", format!("{:?}", found.subjects), format!("{:?}", wanted.subjects))?;
    same("storage", format!("{:?}", found.storage), format!("{:?}", wanted.storage))?;
    same("retention", format!("{:?}", found.retention), format!("{:?}", wanted.retention))?;
    same("allow_direct", found.allow_direct.to_string(), wanted.allow_direct.to_string())?;
    // How long readings are kept is for the operator to say: what the log forgets is carried over.
    if wanted.name != subjects::MEASUREMENTS {
        same("max_age", format!("{:?}", found.max_age), format!("{:?}", wanted.max_age))?;
    }
    same("discard policy", format!("{:?}", found.discard), format!("{:?}", wanted.discard))?;
    same("deny_delete", found.deny_delete.to_string(), wanted.deny_delete.to_string())?;
    same("deny_purge", found.deny_purge.to_string(), wanted.deny_purge.to_string())?;
    same(
        "allow_atomic",
        found.allow_atomic_publish.to_string(),
        wanted.allow_atomic_publish.to_string(),
    )
}
