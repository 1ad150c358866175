//! Reading totals.

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use sqlx::postgres::PgRow;
use sqlx::{PgPool, Row};

use super::HourView;
use crate::devices::{HOUR_IS_OF_READER, Reader};

/// The hours of a device that start in `[from, to)` and are the reader's, in order; absent where
/// nothing was measured.
pub(crate) async fn hours(
    pool: &PgPool,
    reader: Reader,
    device: DeviceId,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<HourView>, sqlx::Error> {
    let sql = format!(
        "select h.* from metering.hourly_totals h
         where {HOUR_IS_OF_READER} and h.device_id = $2 and h.hour >= $3 and h.hour < $4
             and count_0 + count_1 + count_2 + count_3 > 0
         order by h.hour"
    );
    let rows = sqlx::query(&sql)
        .bind(reader.parameter())
        .bind(device.0)
        .bind(from)
        .bind(to)
        .fetch_all(pool)
        .await?;
    rows.iter().map(view).collect()
}

fn view(row: &PgRow) -> Result<HourView, sqlx::Error> {
    let hour: DateTime<Utc> = row.try_get("hour")?;
    let energy = |column| row.try_get(column).map(MicroWattHours);
    Ok(HourView {
        hour: Hour::from(hour),
        quarters: [
            energy("energy_0")?,
            energy("energy_1")?,
            energy("energy_2")?,
            energy("energy_3")?,
        ],
        counts: [
            row.try_get("count_0")?,
            row.try_get("count_1")?,
            row.try_get("count_2")?,
            row.try_get("count_3")?,
        ],
        revision: row.try_get("revision")?,
    })
}
