//! One key for each person, in the stream KEYS, wrapped by the master key; destroying it erases them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_nats::HeaderMap;
use async_nats::header::NATS_EXPECTED_LAST_SUBJECT_SEQUENCE;
use async_nats::jetstream::stream::{LastRawMessageErrorKind, Stream};
use bytes::Bytes;
use domain::subjects;
use moka::future::Cache;
use thiserror::Error;
use uuid::Uuid;

use crate::batch::{BatchError, BatchMessage};
use crate::cipher::{Cipher, KEY_LEN, NotOurs};
use crate::{EventLog, Position};

/// How long a process may go on using a key that another one has destroyed.
const FRESH: Duration = Duration::from_secs(2);
const REMEMBERED: u64 = 20_000;
/// What stands in place of a key that was destroyed.
const DESTROYED: &[u8] = b"";

/// The key that wraps people's keys. Whoever has the streams without it reads nothing personal.
#[derive(Clone, Debug)]
pub struct MasterKey(Arc<Cipher>);

/// A master key is 64 hexadecimal characters.
#[derive(Debug, Error)]
#[error("a master key is 64 hexadecimal characters")]
pub struct MasterKeyError;

impl MasterKey {
    pub fn from_hex(text: &str) -> Result<Self, MasterKeyError> {
        let mut key = [0; KEY_LEN];
        hex::decode_to_slice(text, &mut key).map_err(|_| MasterKeyError)?;
        Ok(Self(Arc::new(Cipher::new(&key))))
    }
}

/// Why a person's key cannot be used.
#[derive(Debug, Error)]
pub enum KeyError {
    #[error("the key of {0} was destroyed: the person is erased")]
    Destroyed(Uuid),
    #[error("there is no key of {0}; is KEYS restored from an older backup than EVENTS?")]
    Missing(Uuid),
    #[error("this process has no master key (EMS_MASTER_KEY_FILE), so it handles nothing personal")]
    NoMasterKey,
    #[error("the key of {0} cannot be unwrapped; is EMS_MASTER_KEY_FILE another one than before?")]
    WrongMasterKey(Uuid),
    #[error("a sealed member of event {event} cannot be opened: {source}")]
    Broken { event: Uuid, source: NotOurs },
    #[error("the stream of keys does not answer: {0}")]
    Unavailable(String),
}

impl KeyError {
    /// Whether it may succeed later: the stream answers again, or an operator mends the keys. Whoever
    /// passes over an event for such a reason loses a person.
    pub fn can_be_mended(&self) -> bool {
        match self {
            Self::Unavailable(_)
            | Self::NoMasterKey
            | Self::WrongMasterKey(_)
            | Self::Missing(_) => true,
            Self::Destroyed(_) | Self::Broken { .. } => false,
        }
    }
}

/// A person's key as the stream has it.
#[derive(Clone)]
pub(crate) enum PersonKey {
    Whole(Arc<Cipher>),
    Destroyed,
}

/// The keys that this process has used lately.
#[derive(Clone)]
pub(crate) struct Keyring {
    master: MasterKey,
    recent: Cache<Uuid, PersonKey>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyring")
    }
}

impl Keyring {
    pub fn new(master: MasterKey) -> Self {
        let recent = Cache::builder().time_to_live(FRESH).max_capacity(REMEMBERED).build();
        Self { master, recent }
    }

    fn wrap(&self, person: Uuid, key: &[u8; KEY_LEN]) -> Bytes {
        self.master.0.seal(person.as_bytes(), key).into()
    }

    fn unwrap(&self, person: Uuid, stored: &[u8]) -> Result<PersonKey, KeyError> {
        if stored == DESTROYED {
            return Ok(PersonKey::Destroyed);
        }
        let key = self.master.0.open(person.as_bytes(), stored);
        let key = key.ok().and_then(|key| key.try_into().ok());
        let key: [u8; KEY_LEN] = key.ok_or(KeyError::WrongMasterKey(person))?;
        Ok(PersonKey::Whole(Arc::new(Cipher::new(&key))))
    }
}

impl EventLog {
    /// The person's key, made and stored if there is none yet.
    pub(crate) async fn key_to_seal(&self, person: Uuid) -> Result<Arc<Cipher>, KeyError> {
        let keyring = self.keyring()?;
        loop {
            match self.find_key(keyring, person).await? {
                Some(PersonKey::Whole(cipher)) => return Ok(cipher),
                Some(PersonKey::Destroyed) => return Err(KeyError::Destroyed(person)),
                None => {}
            }
            let wrapped = keyring.wrap(person, &rand::random());
            match self.put_key(person, wrapped, 0).await {
                // Read back what the stream holds now: ours, or that of somebody who was first.
                Ok(()) => {}
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(unavailable(error)),
            }
        }
    }

    /// The key that a person's sealed data was sealed with.
    pub(crate) async fn key_to_open(&self, person: Uuid) -> Result<PersonKey, KeyError> {
        let found = self.find_key(self.keyring()?, person).await?;
        found.ok_or(KeyError::Missing(person))
    }

    /// Destroys a person's key: the old one is overwritten, and no new one can be made. Doing it
    /// again changes nothing. Other processes notice within two seconds.
    pub async fn destroy_key(&self, person: Uuid) -> Result<(), KeyError> {
        if let Some(keyring) = &self.keyring {
            keyring.recent.insert(person, PersonKey::Destroyed).await;
        }
        loop {
            let (sequence, stored) = self.stored_key(person).await?;
            if stored.as_deref() == Some(DESTROYED) {
                return Ok(());
            }
            if stored.is_some() {
                let stream = self.key_stream().await?;
                stream.delete_message(sequence).await.map_err(unavailable)?;
            }
            match self.put_key(person, Bytes::from_static(DESTROYED), 0).await {
                Ok(()) => {}
                Err(error) if error.is_conflict() => {}
                Err(error) => return Err(unavailable(error)),
            }
        }
    }

    fn keyring(&self) -> Result<&Keyring, KeyError> {
        self.keyring.as_ref().ok_or(KeyError::NoMasterKey)
    }

    async fn find_key(
        &self,
        keyring: &Keyring,
        person: Uuid,
    ) -> Result<Option<PersonKey>, KeyError> {
        if let Some(key) = keyring.recent.get(&person).await {
            return Ok(Some(key));
        }
        let (_, stored) = self.stored_key(person).await?;
        let Some(stored) = stored else { return Ok(None) };
        let key = keyring.unwrap(person, &stored)?;
        keyring.recent.insert(person, key.clone()).await;
        Ok(Some(key))
    }

    /// What the stream's leader has for a person, with its sequence.
    async fn stored_key(&self, person: Uuid) -> Result<(Position, Option<Bytes>), KeyError> {
        let stream = self.key_stream().await?;
        match stream.get_last_raw_message_by_subject(&subjects::of_key(person)).await {
            Ok(message) => Ok((message.sequence, Some(message.payload))),
            Err(error) if matches!(error.kind(), LastRawMessageErrorKind::NoMessageFound) => {
                Ok((0, None))
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn put_key(
        &self,
        person: Uuid,
        payload: Bytes,
        expected: Position,
    ) -> Result<(), BatchError> {
        let mut headers = HeaderMap::new();
        headers.insert(NATS_EXPECTED_LAST_SUBJECT_SEQUENCE, expected.to_string());
        let subject = subjects::of_key(person);
        self.publish(BatchMessage { subject, headers, payload }).await.map(drop)
    }

    async fn key_stream(&self) -> Result<Stream<()>, KeyError> {
        self.jetstream().get_stream_no_info(subjects::KEYS).await.map_err(unavailable)
    }
}

fn unavailable(error: impl fmt::Display) -> KeyError {
    KeyError::Unavailable(error.to_string())
}
