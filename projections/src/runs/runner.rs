//! The replica that carries runs out: one at a time, and whoever takes over goes on with what is begun.

use std::time::Duration;

use anyhow::Context;
use event_log::EventLog;
use process::CancellationToken;
use sqlx::{Connection, PgConnection, PgPool};

use super::{HOURLY_TOTALS, Kind, Progress, Report, RunError, RunView};
use crate::database::{self, lock};
use crate::metering::rebuild::{self, Work};
use crate::ordered::remake;

/// How often a replica looks for something to do.
const PERIOD: Duration = Duration::from_secs(1);
/// A run is tried so often, since servers come and go; then it has failed.
const ATTEMPTS: i32 = 30;

pub(crate) struct Runner {
    pub pool: PgPool,
    pub database_url: String,
    pub log: EventLog,
}

impl Runner {
    /// Runs until shutdown. A run that is interrupted by it is gone on with by another replica.
    pub async fn run(self, shutdown: CancellationToken) -> anyhow::Result<()> {
        loop {
            let turn = tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                turn = self.take_turn() => turn,
            };
            if let Err(error) = turn {
                tracing::debug!("runs wait: {error:#}");
            }
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                () = tokio::time::sleep(PERIOD) => {}
            }
        }
    }

    /// Returns at once when another replica works on runs; else only with an error.
    async fn take_turn(&self) -> anyhow::Result<()> {
        // Whoever loses this connection has lost the turn.
        let options = database::turn_options(&self.database_url)?;
        let mut turn = PgConnection::connect_with(&options).await?;
        let mine: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
            .bind(lock::RUNS)
            .fetch_one(&mut turn)
            .await?;
        if !mine {
            return Ok(());
        }
        loop {
            let Some(run) = next(&mut turn).await? else {
                tokio::time::sleep(PERIOD).await;
                continue;
            };
            tokio::select! {
                () = self.work_on(run) => {}
                lost = keep(&mut turn) => return lost,
            }
        }
    }

    async fn work_on(&self, run: RunView) {
        let (id, projection) = (run.id, run.projection.clone());
        let progress = Progress::of(run.clone(), self.pool.clone(), self.log.clone());
        tracing::info!(run.id = %id, "{} of {projection} begins", run.kind);
        let outcome = self.carry_out(&run, &progress).await;
        let noted = match outcome {
            Ok(mut report) => {
                report.read = progress.done();
                report.seconds = progress.read_in().as_secs_f64();
                tracing::info!(run.id = %id, differences = report.differences, "the run is done");
                progress.ended("done", Some(report.differences)).await;
                self.note_done(&run, &report).await
            }
            Err(error) => {
                tracing::warn!(run.id = %id, "a run of {projection} did not succeed: {error:#}");
                let is_final = error.downcast_ref::<RunError>().is_some();
                let state = if is_final { "failed" } else { "running" };
                progress.ended(state, None).await;
                self.note_problem(&run, &format!("{error:#}"), is_final).await
            }
        };
        if let Err(error) = noted {
            tracing::warn!(run.id = %id, "what came of a run is not noted yet: {error}");
        }
        tokio::time::sleep(PERIOD).await;
    }

    async fn carry_out(&self, run: &RunView, progress: &Progress) -> anyhow::Result<Report> {
        let kind: Kind = run.kind().context("this release does not know what is asked for")?;
        let work = Work {
            run: run.id,
            pool: &self.pool,
            database_url: &self.database_url,
            log: &self.log,
            progress,
        };
        match run.projection.as_str() {
            HOURLY_TOTALS => rebuild::carry_out(&work, kind).await,
            model => remake::carry_out(&work, model, kind).await,
        }
    }

    async fn note_done(&self, run: &RunView, report: &Report) -> Result<(), sqlx::Error> {
        sqlx::query(
            "update projections.runs set state = 'done', phase = 'done', ended_at = now(),
                 problem = null, report = $2
             where id = $1",
        )
        .bind(run.id)
        .bind(serde_json::to_string(report).expect("a report serialises"))
        .execute(&self.pool)
        .await
        .map(drop)
    }

    async fn note_problem(
        &self,
        run: &RunView,
        problem: &str,
        is_final: bool,
    ) -> Result<(), sqlx::Error> {
        sqlx::query(
            "update projections.runs set problem = $2, attempts = attempts + 1,
                 state = case when $3 or attempts + 1 >= $4 then 'failed' else state end,
                 ended_at = case when $3 or attempts + 1 >= $4 then now() end
             where id = $1",
        )
        .bind(run.id)
        .bind(problem)
        .bind(is_final)
        .bind(ATTEMPTS)
        .execute(&self.pool)
        .await
        .map(drop)
    }
}

/// The oldest run that is not over, which is running from now on.
async fn next(turn: &mut PgConnection) -> Result<Option<RunView>, sqlx::Error> {
    sqlx::query_as(
        "update projections.runs set state = 'running', began_at = coalesce(began_at, now())
         where id = (select id from projections.runs where state in ('waiting', 'running')
                     order by id limit 1)
         returning *",
    )
    .fetch_optional(turn)
    .await
}

/// Returns only when the turn is lost.
async fn keep(turn: &mut PgConnection) -> anyhow::Result<()> {
    loop {
        tokio::time::sleep(PERIOD).await;
        turn.ping().await.context("PostgreSQL does not answer")?;
    }
}
