//! Where the operators' commands find the log, the database and the broker.

use anyhow::{Context, Result, bail};
use event_log::{Access, EventLog, LogSettings};
use process::Environment;
use projections::Waiting;
use sqlx::PgPool;

use crate::stack::{External, Folders, State};

/// Addresses of the servers: those that the environment names, else those of the stack that runs.
pub struct Reach {
    nats: String,
    database: String,
    /// Only for what is sent to a queue again.
    amqp: Option<String>,
}

impl Reach {
    /// None, with a word to the operator, when there is nothing to look into.
    pub fn find() -> Result<Option<Self>> {
        let named = External::of_environment();
        match (named.nats, named.database) {
            (Some(nats), Some(database)) => {
                return Ok(Some(Self { nats, database, amqp: named.amqp }));
            }
            (None, None) if named.amqp.is_none() => {}
            // Half of another place and half of this one would act on the wrong system.
            _ => bail!("set EMS_NATS_URL and EMS_DATABASE_URL both, or none of the addresses"),
        }
        let running = State::of_running(&Folders::of_environment()?)?;
        if running.is_none() {
            crate::terminal::say(
                "nothing runs here; `ems up` starts it, or name the servers of another place in \
                 EMS_NATS_URL, EMS_DATABASE_URL and EMS_AMQP_URL",
            );
        }
        Ok(running.map(|state| {
            let summary = state.summary;
            Self { nats: summary.nats, database: summary.database, amqp: Some(summary.amqp) }
        }))
    }

    /// Where RabbitMQ is.
    pub fn amqp(&self) -> Result<&str> {
        self.amqp.as_deref().context("EMS_AMQP_URL is not set; messages are sent there again")
    }

    pub fn nats(&self) -> &str {
        &self.nats
    }

    pub fn database(&self) -> &str {
        &self.database
    }

    pub async fn log(&self) -> Result<EventLog> {
        let access = Access::read(&Environment::of_process())?;
        let settings = LogSettings { access, ..LogSettings::at(self.nats.clone()) };
        Ok(EventLog::connect(&settings, "ems-operator").await?)
    }

    pub async fn waiting(&self) -> Result<Waiting> {
        Ok(Waiting::new(self.pool().await?))
    }

    pub async fn pool(&self) -> Result<PgPool> {
        Ok(projections::connect(&self.database, 1).await?)
    }
}
