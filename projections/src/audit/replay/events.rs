//! The ordered part of a replay: users, devices, alerts and metering's rules from EVENTS.

use std::sync::Arc;

use domain::ids::DeviceId;
use domain::subjects;
use event_log::{EventLog, Position, RecordError, ScanFrom, Stored};
use futures::{StreamExt, TryStreamExt};
use sqlx::{Connection, PgConnection};
use tokio::sync::Notify;

use super::super::Progress;
use super::scratch::Scratch;
use crate::metering::RulesProjection;
use crate::ordered::{self, OrderedProjection, ReadModels};

const BATCH: usize = 500;

/// Applies the events up to a position: all of them, or those of one device and its alerts.
pub(super) async fn apply(
    log: &EventLog,
    scratch: &Scratch,
    until: Position,
    only: Option<DeviceId>,
    progress: &dyn Progress,
) -> anyhow::Result<()> {
    let mut connection = PgConnection::connect_with(scratch.options()).await?;
    let mut replay = Events { log, connection: &mut connection, until, only, progress };
    replay.fold(&ReadModels, "read models").await?;
    let rules = RulesProjection { judged: Arc::new(Notify::new()) };
    replay.fold(&rules, "metering's rules").await?;
    Ok(connection.close().await?)
}

struct Events<'a> {
    log: &'a EventLog,
    connection: &'a mut PgConnection,
    until: Position,
    only: Option<DeviceId>,
    progress: &'a dyn Progress,
}

impl Events<'_> {
    /// By the transaction that the live projection uses.
    async fn fold<P: OrderedProjection>(
        &mut self,
        projection: &P,
        what: &'static str,
    ) -> anyhow::Result<()> {
        let mut position = ordered::load_position::<P>(self.connection).await?;
        let from = ScanFrom::Sequence(1);
        let events = self.log.scan(subjects::EVENTS, P::FILTER, from, self.until).await?;
        let mut chunks = std::pin::pin!(events.try_chunks(BATCH));
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|error| error.1)?;
            let wanted: Vec<_> =
                chunk.iter().filter(|stored| self.wants(stored)).map(read).collect();
            if !wanted.is_empty() {
                position =
                    ordered::commit(projection, self.log, self.connection, position, &wanted)
                        .await?;
            }
            let done = chunk.last().map_or(0, |stored| stored.sequence);
            self.progress.at(what, done, self.until);
        }
        Ok(())
    }

    fn wants(&self, stored: &Stored) -> bool {
        let Some(device) = self.only.map(|device| device.to_string()) else { return true };
        match subjects::aggregate_of(&stored.subject) {
            Some(("device", id)) => id == device,
            Some(("alert", id)) => id.starts_with(&device),
            _ => false,
        }
    }
}

fn read(stored: &Stored) -> Result<event_log::RecordedEvent, RecordError> {
    stored.event()
}
