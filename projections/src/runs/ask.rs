//! Asking for runs and looking at them.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{FromRow, PgPool};
use thiserror::Error;
use uuid::Uuid;

use super::{Kind, Report, list};
use crate::QueryError;

/// What operators do to projections.
#[derive(Clone)]
pub struct Runs {
    pub(super) pool: PgPool,
}

/// Why a run is not begun.
#[derive(Debug, Error)]
pub enum AskError {
    #[error("there is no projection {0:?}")]
    Unknown(String),
    #[error("{projection} is being worked on already, by run {run}")]
    Busy { projection: String, run: Uuid },
    #[error(transparent)]
    Query(#[from] QueryError),
}

/// A run as it stands.
#[derive(Clone, Debug, Serialize, FromRow)]
#[serde(rename_all = "camelCase")]
pub struct RunView {
    #[serde(rename = "run")]
    pub id: Uuid,
    pub projection: String,
    pub kind: String,
    /// waiting, running, done, failed.
    pub state: String,
    pub phase: String,
    pub done: i64,
    pub total: i64,
    #[serde(skip)]
    pub report: Option<String>,
    pub problem: Option<String>,
    pub asked_at: DateTime<Utc>,
    pub began_at: Option<DateTime<Utc>>,
    pub ended_at: Option<DateTime<Utc>>,
}

impl RunView {
    pub fn is_over(&self) -> bool {
        matches!(self.state.as_str(), "done" | "failed")
    }

    pub fn kind(&self) -> Option<Kind> {
        Kind::from_str(&self.kind).ok()
    }

    /// What came of it, once it is done.
    pub fn report(&self) -> Option<Report> {
        serde_json::from_str(self.report.as_deref()?).ok()
    }
}

impl Runs {
    pub fn new(pool: PgPool) -> Self {
        Self { pool }
    }

    /// The names of all projections.
    pub fn names() -> Vec<&'static str> {
        list::names()
    }

    /// Asks for a run; a replica begins it within a second or two.
    pub async fn ask(&self, projection: &str, kind: Kind) -> Result<Uuid, AskError> {
        if !list::names().contains(&projection) {
            return Err(AskError::Unknown(projection.to_owned()));
        }
        let asked: Option<Uuid> = sqlx::query_scalar(
            "insert into projections.runs (id, projection, kind) values ($1, $2, $3)
             on conflict (projection) where state in ('waiting', 'running') do nothing
             returning id",
        )
        .bind(Uuid::now_v7())
        .bind(projection)
        .bind(<&str>::from(kind))
        .fetch_optional(&self.pool)
        .await
        .map_err(QueryError::from)?;
        match asked {
            Some(run) => Ok(run),
            None => Err(self.busy(projection).await?),
        }
    }

    async fn busy(&self, projection: &str) -> Result<AskError, QueryError> {
        let run: Option<Uuid> = sqlx::query_scalar(
            "select id from projections.runs where projection = $1 order by id desc limit 1",
        )
        .bind(projection)
        .fetch_optional(&self.pool)
        .await?;
        let projection = projection.to_owned();
        Ok(AskError::Busy { projection, run: run.unwrap_or_default() })
    }

    pub async fn run(&self, run: Uuid) -> Result<Option<RunView>, QueryError> {
        let view = sqlx::query_as("select * from projections.runs where id = $1");
        Ok(view.bind(run).fetch_optional(&self.pool).await?)
    }

    /// Notes that a projection is stopped, or goes on.
    pub async fn set_paused(&self, projection: &str, paused: bool) -> Result<(), AskError> {
        if !list::names().contains(&projection) {
            return Err(AskError::Unknown(projection.to_owned()));
        }
        let sql = match paused {
            true => "insert into projections.paused (name) values ($1) on conflict do nothing",
            false => "delete from projections.paused where name = $1",
        };
        let noted = sqlx::query(sql).bind(projection).execute(&self.pool).await;
        noted.map_err(QueryError::from)?;
        Ok(())
    }

    pub async fn is_paused(&self, projection: &str) -> Result<bool, QueryError> {
        Ok(is_paused(&self.pool, projection).await?)
    }
}

pub(crate) async fn is_paused(pool: &PgPool, projection: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar("select exists (select from projections.paused where name = $1)")
        .bind(projection)
        .fetch_one(pool)
        .await
}
