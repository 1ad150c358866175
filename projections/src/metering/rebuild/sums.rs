//! Hourly totals of many readings, summed in memory.

use std::collections::HashMap;

use domain::metering::{Hour, Instant, QUARTERS};
use domain::quantity::MicroWattHours;
use sqlx::{Executor, PgConnection};

use super::copy::Rows;
use super::version::Version;
use crate::metering::batch::Key;
use crate::metering::totals::{HourKey, slot_of};

struct Sum {
    energy: [i64; QUARTERS],
    count: [i32; QUARTERS],
    slots: i32,
    first: Instant,
    last: Instant,
}

#[derive(Default)]
pub(super) struct Sums(HashMap<HourKey, Sum>);

impl Sums {
    pub fn add(&mut self, (device, at): Key, energy: MicroWattHours) {
        let sum = self.0.entry((device, Hour::containing(at))).or_insert_with(|| Sum {
            energy: [0; QUARTERS],
            count: [0; QUARTERS],
            slots: 0,
            first: at,
            last: at,
        });
        let quarter = Hour::quarter(at);
        // What does not fit is parked by the live tables, so it is not among these.
        sum.energy[quarter] = sum.energy[quarter].saturating_add(energy.0);
        sum.count[quarter] += 1;
        sum.slots |= slot_of(at);
        sum.first = sum.first.min(at);
        sum.last = sum.last.max(at);
    }

    /// Writes them with the revisions that readers know, one more where the total is another.
    pub async fn write(
        self,
        connection: &mut PgConnection,
        version: &Version,
    ) -> Result<(), sqlx::Error> {
        connection.execute(STAGE).await?;
        let mut sums: Vec<(HourKey, Sum)> = self.0.into_iter().collect();
        sums.sort_unstable_by_key(|(key, _)| *key);
        let mut rows = Rows::of_columns(14);
        for ((device, hour), sum) in sums {
            let row = rows.row().uuid(device.0).time(hour.start());
            for energy in sum.energy {
                row.bigint(energy);
            }
            for count in sum.count {
                row.integer(count);
            }
            row.integer(sum.slots).time(sum.first.to_datetime()).time(sum.last.to_datetime());
            row.bigint(1);
        }
        rows.write(connection, "staged_totals").await?;
        let sql = KEEP.replace("VERSION", &version.sql("metering.hourly_totals"));
        connection.execute(sql.as_str()).await.map(drop)
    }
}

const STAGE: &str = "
    create temp table if not exists staged_totals
        (like metering.hourly_totals) on commit drop;
    truncate staged_totals";

const KEEP: &str = "
    insert into VERSION
    select s.device_id, s.hour, s.energy_0, s.energy_1, s.energy_2, s.energy_3,
           s.count_0, s.count_1, s.count_2, s.count_3, s.slots, s.first_at, s.last_at,
           coalesce(l.revision + (
               (s.energy_0, s.energy_1, s.energy_2, s.energy_3, s.count_0, s.count_1, s.count_2,
                s.count_3, s.slots)
               is distinct from
               (l.energy_0, l.energy_1, l.energy_2, l.energy_3, l.count_0, l.count_1, l.count_2,
                l.count_3, l.slots))::integer, 1)
    from staged_totals s left join metering.hourly_totals l using (device_id, hour)
    order by s.device_id, s.hour";
