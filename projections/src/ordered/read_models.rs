//! The users, devices, alerts, conversations and the archive, kept by one ordered projection over all
//! events.

use domain::event::Event;
use domain::subjects;
use domain::users::UserEvent;
use event_log::RecordedEvent;
use sqlx::PgConnection;

use super::OrderedProjection;
use crate::database::lock;
use crate::{alerts, archive, conversations, devices, users};

/// The small read models. One position says how far all of them have come.
pub(crate) struct ReadModels;

/// One of them: its name and its tables.
pub(crate) struct Model {
    pub name: &'static str,
    pub tables: &'static [&'static str],
}

const fn model(name: &'static str, tables: &'static [&'static str]) -> Model {
    Model { name, tables }
}

pub(crate) const MODELS: &[Model] = &[
    model("users", &["users", "erased_users"]),
    model("devices", &["devices", "device_owners"]),
    model("alerts", &["alerts"]),
    model("conversations", &["conversations", "conversation_messages"]),
    model("archive", &["archive"]),
];

impl OrderedProjection for ReadModels {
    const NAME: &'static str = "read-models";
    const FILTER: &'static str = subjects::ALL_EVENTS;
    const LOCK: i64 = lock::READ_MODELS;
    const PAUSED_BY: &'static [&'static str] =
        &["users", "devices", "alerts", "conversations", "archive"];

    async fn begin(_: &mut PgConnection) -> Result<(), sqlx::Error> {
        Ok(())
    }

    async fn keep(
        connection: &mut PgConnection,
        events: &[&RecordedEvent],
    ) -> Result<(), sqlx::Error> {
        archive::keep(connection, events).await
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
                    UserEvent::UserErased { .. } => {
                        conversations::forget(connection, *user).await?;
                        alerts::forget(connection, *user).await
                    }
                    _ => Ok(()),
                }
            }
            Event::Device(device, event) => {
                devices::apply(connection, recorded, *device, event).await
            }
            Event::Alert(_, event) => alerts::apply(connection, recorded, event).await,
            Event::Conversation(customer, event) => {
                conversations::apply(connection, *customer, recorded, event).await
            }
            // For deciding; nobody reads them from here.
            Event::Name(..) | Event::Administrators(_) => Ok(()),
        }
    }
}
