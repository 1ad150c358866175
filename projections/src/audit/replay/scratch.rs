//! The database that a replay works in: made for it, and dropped after it.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Executor, PgConnection, PgPool};
use uuid::Uuid;

use crate::database;

const PREFIX: &str = "ems_replay_";
/// A scratch database that nobody is connected to for so long was left by a replay that was killed.
const LEFT_BEHIND_SECONDS: u64 = 86_400;

pub(super) struct Scratch {
    name: String,
    options: PgConnectOptions,
    pool: PgPool,
}

/// Without limits of time: rows of years are copied and compared in one statement each.
pub(super) fn patient(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
    url.parse()
}

impl Scratch {
    pub async fn create(live: &mut PgConnection, url: &str) -> anyhow::Result<Self> {
        drop_left_behind(live).await?;
        let name = format!("{PREFIX}{}_{}", seconds(), Uuid::new_v4().simple());
        let create = format!("create database {name}");
        live.execute(create.as_str())
            .await
            .context("a replay needs the right to create a database for its work")?;
        // What a crash of the server would take here is made again by the next replay.
        let options = patient(url)?.database(&name).options([("synchronous_commit", "off")]);
        let pool = PgPoolOptions::new().max_connections(2).connect_with(options.clone()).await?;
        database::create_tables(&pool).await?;
        Ok(Self { name, options, pool })
    }

    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    pub fn options(&self) -> &PgConnectOptions {
        &self.options
    }

    pub async fn drop(self, live: &mut PgConnection) -> Result<(), sqlx::Error> {
        self.pool.close().await;
        let drop = format!("drop database {} with (force)", self.name);
        live.execute(drop.as_str()).await.map(|_| ())
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

async fn drop_left_behind(live: &mut PgConnection) -> Result<(), sqlx::Error> {
    let unused: Vec<String> = sqlx::query_scalar(
        "select datname::text from pg_database d where starts_with(datname, $1)
             and not exists (select from pg_stat_activity a where a.datname = d.datname)",
    )
    .bind(PREFIX)
    .fetch_all(&mut *live)
    .await?;
    for name in unused.iter().filter(|name| is_left_behind(name)) {
        live.execute(format!("drop database if exists {name}").as_str()).await?;
    }
    Ok(())
}

fn is_left_behind(name: &str) -> bool {
    let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next()?.parse().ok());
    made.is_some_and(|made: u64| made + LEFT_BEHIND_SECONDS < seconds())
}
