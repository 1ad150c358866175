//! An alert as readers see it.

use chrono::{DateTime, Utc};
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertView {
    pub id: AlertId,
    pub device: DeviceId,
    /// None for a device that is out of use.
    pub device_name: Option<String>,
    pub hour: Hour,
    pub owner: Option<UserId>,
    /// The hour's total when the alert was raised.
    pub total: MicroWattHours,
    pub limit: MicroWattHours,
    pub raised_at: DateTime<Utc>,
    /// Set when the hour was found not to be above its limit after all.
    pub retracted_at: Option<DateTime<Utc>>,
    pub times_raised: i32,
    /// Since it was last raised; by whom, and what they said of it.
    pub acknowledged_at: Option<DateTime<Utc>>,
    pub acknowledged_by: Option<UserId>,
    pub comment: Option<String>,
    /// Position of the event that raised or restated it last.
    pub raised_position: i64,
}

impl FromRow<'_, PgRow> for AlertView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: AlertId(row.try_get("alert_id")?),
            device: DeviceId(row.try_get("device_id")?),
            device_name: row.try_get("device_name")?,
            hour: Hour::from(row.try_get::<DateTime<Utc>, _>("hour")?),
            owner: row.try_get::<Option<uuid::Uuid>, _>("owner")?.map(UserId),
            total: MicroWattHours(row.try_get("total")?),
            limit: MicroWattHours(row.try_get("max_energy")?),
            raised_at: row.try_get("raised_at")?,
            retracted_at: row.try_get("retracted_at")?,
            times_raised: row.try_get("times_raised")?,
            acknowledged_at: row.try_get("acknowledged_at")?,
            acknowledged_by: row.try_get::<Option<uuid::Uuid>, _>("acknowledged_by")?.map(UserId),
            comment: row.try_get("comment")?,
            raised_position: row.try_get("raised_position")?,
        })
    }
}
