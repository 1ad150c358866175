//! Whose a device was, over time, and the one predicate by which every read asks for it.

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::Hour;
use sqlx::{PgConnection, PgPool};

/// The owner predicate, the same in every read: whether the UTC hour that starts at `h.hour` of the
/// device `h.device_id` is `$1`'s. An hour belongs to whoever owns the device at its end, as limits
/// and alerts have it. Null for `$1` stands for an administrator, who sees all of it.
pub(crate) const HOUR_IS_OF_READER: &str = "($1::uuid is null or exists (
     select from projections.device_owners o
     where o.device_id = h.device_id and o.owner = $1
         and o.since < h.hour + interval '1 hour' and h.hour + interval '1 hour' <= o.until))";

/// Through whose eyes something is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Administrator,
    Person(UserId),
}

impl Reader {
    /// For `$1` of the predicate.
    pub(crate) fn parameter(self) -> Option<uuid::Uuid> {
        match self {
            Self::Administrator => None,
            Self::Person(user) => Some(user.0),
        }
    }
}

/// When an owner changes, and by which event.
pub(super) struct Change {
    pub device: DeviceId,
    pub position: i64,
    pub at: DateTime<Utc>,
}

impl Change {
    /// From now on the device is this person's; of nobody's before, all that came before is theirs
    /// as well. Should the clock of whoever gave the order have stepped back, the change holds from
    /// the newest one on: the order of the log decides.
    pub async fn begin(
        &self,
        connection: &mut PgConnection,
        owner: UserId,
    ) -> Result<(), sqlx::Error> {
        self.end(connection).await?;
        sqlx::query(
            "insert into projections.device_owners (device_id, position, owner, since)
             select $1, $2, $3,
                 case when max(until) is null then '-infinity' else greatest($4, max(until)) end
             from projections.device_owners where device_id = $1",
        )
        .bind(self.device.0)
        .bind(self.position)
        .bind(owner.0)
        .bind(self.at)
        .execute(connection)
        .await
        .map(drop)
    }

    /// From now on the device is nobody's.
    pub async fn end(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        sqlx::query(
            "update projections.device_owners set until = greatest($2, since)
             where device_id = $1 and until = 'infinity'",
        )
        .bind(self.device.0)
        .bind(self.at)
        .execute(connection)
        .await
        .map(drop)
    }
}

/// Whether a device in use is or ever was this person's.
pub(crate) async fn was_ever_of(
    pool: &PgPool,
    device: DeviceId,
    person: UserId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select exists (select from projections.devices d
                        join projections.device_owners o using (device_id)
                        where d.device_id = $1 and o.owner = $2)",
    )
    .bind(device.0)
    .bind(person.0)
    .fetch_one(pool)
    .await
}

/// Whether one hour of a device is the reader's.
pub(crate) async fn hour_is_of(
    pool: &PgPool,
    reader: Reader,
    device: DeviceId,
    hour: Hour,
) -> Result<bool, sqlx::Error> {
    let sql = format!(
        "select {HOUR_IS_OF_READER} from (values ($2::uuid, $3::timestamptz)) h (device_id, hour)"
    );
    sqlx::query_scalar(&sql)
        .bind(reader.parameter())
        .bind(device.0)
        .bind(hour.start())
        .fetch_one(pool)
        .await
}
