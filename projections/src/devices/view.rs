//! A device as readers see it.

use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceView {
    pub id: DeviceId,
    pub name: String,
    pub description: Option<String>,
    /// Energy allowed in one UTC hour.
    pub limit: Option<MicroWattHours>,
    pub owner: Option<UserId>,
}

impl FromRow<'_, PgRow> for DeviceView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: DeviceId(row.try_get("device_id")?),
            name: row.try_get("name")?,
            description: row.try_get("description")?,
            limit: row.try_get::<Option<i64>, _>("max_energy")?.map(MicroWattHours),
            owner: row.try_get::<Option<uuid::Uuid>, _>("owner")?.map(UserId),
        })
    }
}
