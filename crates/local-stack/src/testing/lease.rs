//! An isolated place on shared servers: an account, a database and a virtual host of one's own.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use sqlx::{Connection, Executor, PgConnection};

use super::TestServers;
use crate::nats_users::TestKeys;

/// What a test needs to know. Everything behind it is fresh: places are never used twice.
#[derive(Clone, Debug)]
pub struct Lease {
    pub name: String,
    pub nats_url: String,
    pub nats_monitor_url: String,
    pub database_url: String,
    pub amqp_url: String,
    /// By which the roles sign in to NATS.
    pub keys: TestKeys,
    /// Keeps the servers running while the lease is used.
    _servers: TestServers,
}

impl TestServers {
    /// Takes the next free place and makes its database.
    pub async fn lease(&self) -> Result<Lease> {
        let name = self.take_place()?;
        let set = &self.set;
        let mut connection = PgConnection::connect(&set.database)
            .await
            .context("the shared PostgreSQL does not answer")?;
        connection.execute(format!("create database {name:?}").as_str()).await?;
        connection.close().await?;
        let first = &set.places[0];
        Ok(Lease {
            nats_url: set.nats.replacen(first, &name, 1),
            nats_monitor_url: set.nats_monitor.clone(),
            database_url: with_last_segment(&set.database, &name),
            amqp_url: with_last_segment(&set.amqp, &name),
            keys: TestKeys::of(&set.folder, &name, &set.password),
            name,
            _servers: self.clone(),
        })
    }

    fn take_place(&self) -> Result<String> {
        for name in &self.set.places {
            if take(&self.set.folder.join(format!("{name}.taken")))? {
                return Ok(name.clone());
            }
        }
        bail!("all {} places of the shared servers are taken", self.set.places.len())
    }
}

/// Whether the file was not there: making it is what makes the place ours, across processes.
fn take(file: &Path) -> Result<bool> {
    match OpenOptions::new().write(true).create_new(true).open(file) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot make {}", file.display())),
    }
}

fn with_last_segment(url: &str, segment: &str) -> String {
    let stem = url.rsplit_once('/').map_or(url, |(stem, _)| stem);
    format!("{stem}/{segment}")
}
