//! `ems deploy migrate`: streams, users, rights and tables, before the roles of a release start.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use event_log::LogSettings;
use process::Environment;
use sqlx::postgres::PgConnectOptions;

use crate::accounts;
use crate::terminal::say;

/// Make the streams, the database's users, their rights and the tables
///
/// Signs in to NATS as the operator (EMS_NATS_URL, EMS_NATS_NKEY_FILE) and to PostgreSQL as its owner
/// (EMS_DATABASE_URL). Run it before the first start and before every upgrade: what is there stays.
#[derive(Args)]
#[command(after_help = "Example:\n  ems deploy migrate --secrets /run/secrets")]
pub struct Migrate {
    /// The folder that `ems deploy secrets` has filled
    #[arg(long, value_name = "FOLDER")]
    secrets: PathBuf,
}

impl Migrate {
    pub async fn run(self) -> Result<ExitCode> {
        let environment = Environment::of_process();
        let log = LogSettings::read(&environment)?;
        let database = environment
            .required("EMS_DATABASE_URL", "postgres://owner:password@host:port/database")?;
        let owner: PgConnectOptions =
            database.parse().context("EMS_DATABASE_URL cannot be read")?;
        accounts::make_streams(&log).await?;
        say("the streams are there");
        accounts::migrate(&owner, |role| self.secret(role.secret())).await?;
        say("users, rights and tables are there");
        Ok(ExitCode::SUCCESS)
    }

    fn secret(&self, name: &str) -> Result<String> {
        let file = self.secrets.join(format!("{name}-password"));
        let text = std::fs::read_to_string(&file);
        Ok(text.with_context(|| format!("cannot read {}", file.display()))?.trim().to_owned())
    }
}
