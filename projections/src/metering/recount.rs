//! Counting readings of the past into tables that nobody else writes to.

use chrono::{DateTime, Utc};
use domain::ids::DeviceId;
use domain::metering::Reading;
use sqlx::PgPool;

use super::batch::Arrived;
use super::parked::{self, Parked};
use super::rules::RulesCache;
use super::transaction;
use crate::database::{Failure, classify};

/// Counts by the transaction that replicas use.
#[derive(Default)]
pub(crate) struct Recount {
    rules: RulesCache,
}

impl Recount {
    /// Counts messages of MEASUREMENTS under their sequences: of all devices, or of one. What cannot
    /// be counted is parked, as a replica does.
    pub async fn count<'m>(
        &mut self,
        pool: &PgPool,
        messages: impl Iterator<Item = (u64, &'m [u8])>,
        only: Option<DeviceId>,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error> {
        let (mut arrived, mut unreadable) = (Vec::new(), Vec::new());
        for (sequence, payload) in messages {
            let stream_seq = sequence.cast_signed();
            match serde_json::from_slice::<Reading>(payload) {
                Ok(reading) if only.is_some_and(|only| only != reading.device) => {}
                Ok(reading) => arrived.push(Arrived { reading, stream_seq }),
                Err(_) if only.is_some() => {}
                Err(error) => {
                    let (reason, payload) = (error.to_string(), payload.to_vec());
                    unreadable.push(Parked { stream_seq, reason, payload });
                }
            }
        }
        self.park(pool, &unreadable).await?;
        let mut parts = vec![arrived];
        while let Some(mut part) = parts.pop() {
            let Err(error) = transaction::run(pool, &mut self.rules, &part, now).await else {
                continue;
            };
            if classify(&error) != Failure::Permanent {
                return Err(error);
            }
            match part.as_slice() {
                [one] => self.park(pool, &[Parked::reading(one, error.to_string())]).await?,
                // Bisecting finds the one reading that fails; the others count.
                _ => {
                    parts.push(part.split_off(part.len() / 2));
                    parts.push(part);
                }
            }
        }
        Ok(())
    }

    async fn park(&self, pool: &PgPool, messages: &[Parked]) -> Result<(), sqlx::Error> {
        if messages.is_empty() {
            return Ok(());
        }
        parked::keep(&mut *pool.acquire().await?, messages).await
    }
}
