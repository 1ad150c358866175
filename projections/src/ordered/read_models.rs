//! The users, devices and alerts, kept by one ordered projection over all events.

use domain::event::Event;
use domain::subjects;
use domain::users::UserEvent;
use event_log::RecordedEvent;
use sqlx::PgConnection;

use super::OrderedProjection;
use crate::database::lock;
use crate::{alerts, devices, users};

/// The small read models. One position says how far all of them have come.
pub(crate) struct ReadModels;

impl OrderedProjection for ReadModels {
    const NAME: &'static str = "read-models";
    const FILTER: &'static str = subjects::ALL_EVENTS;
    const LOCK: i64 = lock::READ_MODELS;

    async fn begin(_: &mut PgConnection) -> Result<(), sqlx::Error> {
        Ok(())
    }

    async fn apply(
        &self,
        connection: &mut PgConnection,
        recorded: &RecordedEvent,
        event: &Event,
    ) -> Result<(), sqlx::Error> {
        match event {
            Event::User(user, event) => {
                users::apply(connection, recorded, *user, event).await?;
                match event {
                    UserEvent::UserErased { .. } => alerts::forget(connection, *user).await,
                    _ => Ok(()),
                }
            }
            Event::Device(device, event) => {
                devices::apply(connection, recorded, *device, event).await
            }
            Event::Alert(_, event) => alerts::apply(connection, recorded, event).await,
            // For deciding; nobody reads them from here.
            Event::Name(..) | Event::Administrators(_) | Event::Conversation(..) => Ok(()),
        }
    }
}
