//! Everything that can be read: the one face of the read models towards the gateway.

use std::time::Duration;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::ids::{DeviceId, UserId};
use domain::metering::Hour;
use event_log::{EventLog, Position};
use sqlx::PgPool;
use thiserror::Error;
use tokio::time::Instant;

use crate::alerts::{self, AlertView};
use crate::audit::Audit;
use crate::conversations::{self, ConversationView, MessageView, OpenConversation};
use crate::devices::{self, DeviceView, Reader};
use crate::metering::{self, Bucket, Buckets, HourView, Moments, UnregisteredView, Usage};
use crate::ordered::{self, ReadModels};
use crate::users::{self, SignIn, UserView};

/// How often a waiting reader looks whether the read models have come far enough.
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// The read models cannot be read now. Nothing is known, which is not the same as nothing is there.
#[derive(Debug, Error)]
#[error("the read models cannot be read now: {0}")]
pub struct QueryError(#[from] sqlx::Error);

/// Typed queries over the read models.
#[derive(Clone)]
pub struct Queries {
    pool: PgPool,
}

impl Queries {
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The questions of auditors, with the log that answers them.
    pub fn audit(&self, log: EventLog) -> Audit {
        Audit::new(log, self.pool.clone())
    }

    /// Who signs in under a user name; none if nobody does.
    pub async fn sign_in(&self, username: &str) -> Result<Option<SignIn>, QueryError> {
        Ok(users::sign_in(&self.pool, username).await?)
    }

    pub async fn user(&self, user: UserId) -> Result<Option<UserView>, QueryError> {
        Ok(users::by_id(&self.pool, user).await?)
    }

    /// Those of these users that are known.
    pub async fn users_among(&self, users: &[UserId]) -> Result<Vec<UserView>, QueryError> {
        Ok(users::among(&self.pool, users).await?)
    }

    pub async fn users(&self) -> Result<Vec<UserView>, QueryError> {
        Ok(users::list(&self.pool).await?)
    }

    pub async fn device(&self, device: DeviceId) -> Result<Option<DeviceView>, QueryError> {
        Ok(devices::by_id(&self.pool, device).await?)
    }

    pub async fn devices(&self) -> Result<Vec<DeviceView>, QueryError> {
        Ok(devices::list(&self.pool).await?)
    }

    pub async fn devices_of(&self, owner: UserId) -> Result<Vec<DeviceView>, QueryError> {
        Ok(devices::of_owner(&self.pool, owner).await?)
    }

    /// The newest `limit` alerts of an owner's devices, retracted ones included.
    pub async fn alerts_of(&self, owner: UserId, limit: i64) -> Result<Vec<AlertView>, QueryError> {
        Ok(alerts::of_owner(&self.pool, owner, limit).await?)
    }

    /// A customer's latest conversation with its newest `limit` messages; none before the first.
    pub async fn conversation_of(
        &self,
        customer: UserId,
        limit: i64,
    ) -> Result<Option<ConversationView>, QueryError> {
        Ok(conversations::latest(&self.pool, customer, limit).await?)
    }

    /// The next `limit` messages of all conversations of a customer, after a message's number.
    pub async fn messages_after(
        &self,
        customer: UserId,
        number: u64,
        limit: i64,
    ) -> Result<Vec<MessageView>, QueryError> {
        Ok(conversations::messages_after(&self.pool, customer, number, limit).await?)
    }

    /// The open conversations, at most `limit`: those first who wait longest for a person.
    pub async fn open_conversations(
        &self,
        limit: i64,
    ) -> Result<Vec<OpenConversation>, QueryError> {
        Ok(conversations::open(&self.pool, limit).await?)
    }

    /// Customers whose person on duty has said nothing since then, at most 100.
    pub async fn quiet_since(&self, then: DateTime<Utc>) -> Result<Vec<UserId>, QueryError> {
        Ok(conversations::quiet_since(&self.pool, then).await?)
    }

    /// The newest `limit` alerts of an owner's devices that were raised after a position and stand,
    /// the oldest first.
    pub async fn alerts_raised_after(
        &self,
        owner: UserId,
        position: Position,
        limit: i64,
    ) -> Result<Vec<AlertView>, QueryError> {
        Ok(alerts::raised_after(&self.pool, owner, position, limit).await?)
    }

    /// Whether a device in use is or ever was this person's: then they may ask for what was measured
    /// in their time.
    pub async fn was_ever_of(&self, device: DeviceId, person: UserId) -> Result<bool, QueryError> {
        Ok(devices::was_ever_of(&self.pool, device, person).await?)
    }

    /// Whether one hour of a device is the reader's.
    pub async fn hour_is_of(
        &self,
        reader: Reader,
        device: DeviceId,
        hour: Hour,
    ) -> Result<bool, QueryError> {
        Ok(devices::hour_is_of(&self.pool, reader, device, hour).await?)
    }

    /// The totals of the UTC hours that start in `[from, to)`, as far as they are the reader's; an
    /// hour without readings is absent.
    pub async fn hours(
        &self,
        reader: Reader,
        device: DeviceId,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<HourView>, QueryError> {
        Ok(metering::hours(&self.pool, reader, device, from, to).await?)
    }

    /// What a device used in each bucket of a range.
    pub async fn consumption(
        &self,
        reader: Reader,
        device: DeviceId,
        buckets: &Buckets,
    ) -> Result<Vec<Bucket>, QueryError> {
        Ok(metering::consumption_of(&self.pool, reader, device, buckets).await?)
    }

    /// What devices use now, beside the same part of the day and of the month before; days and months
    /// are those of a time zone.
    pub async fn usage(
        &self,
        reader: Reader,
        devices: &[DeviceId],
        now: DateTime<Utc>,
        zone: Tz,
    ) -> Result<Vec<Usage>, QueryError> {
        match Moments::of(now, zone) {
            Some(moments) => Ok(metering::usage_of(&self.pool, reader, devices, &moments).await?),
            None => Ok(vec![]),
        }
    }

    /// Meters that send readings and that nobody has registered, at most `limit`.
    pub async fn unregistered(&self, limit: i64) -> Result<Vec<UnregisteredView>, QueryError> {
        Ok(metering::unregistered_devices(&self.pool, limit).await?)
    }

    /// One of them; none if it is not on the list.
    pub async fn unregistered_device(
        &self,
        device: DeviceId,
    ) -> Result<Option<UnregisteredView>, QueryError> {
        Ok(metering::unregistered_device(&self.pool, device).await?)
    }

    /// Position of the last event that the read models show.
    pub async fn position(&self) -> Result<Position, QueryError> {
        Ok(ordered::position::<ReadModels>(&self.pool).await?)
    }

    /// Waits until the read models show `position`; false when they did not in time.
    pub async fn wait_until(
        &self,
        position: Position,
        patience: Duration,
    ) -> Result<bool, QueryError> {
        let deadline = Instant::now() + patience;
        loop {
            if self.position().await? >= position {
                return Ok(true);
            }
            if Instant::now() + LOOK_AGAIN > deadline {
                return Ok(false);
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }
}
