//! How often the model may be called: for each customer and for all of them, over all replicas.

use chrono::{NaiveDate, Utc};
use domain::ids::UserId;
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use crate::model::Failure;

const TABLE: &str = "
    create schema if not exists assistant;
    -- Calls of the language model on each UTC day; the nil id counts all of them.
    create table if not exists assistant.calls (
        day     date    not null,
        user_id uuid    not null,
        calls   integer not null,
        primary key (day, user_id)
    )";
/// Replicas that start together make the table in turn.
const LOCK: i64 = 0x454d_5310;
const EVERYBODY: Uuid = Uuid::nil();

/// The counters of all replicas. A call that is made again after a crash counts again.
#[derive(Clone)]
pub(crate) struct Budget {
    pub pool: PgPool,
    pub per_customer: u32,
    pub per_day: u32,
}

impl Budget {
    pub async fn create_table(&self) -> Result<(), sqlx::Error> {
        let mut transaction = self.pool.begin().await?;
        let lock = sqlx::query("select pg_advisory_xact_lock($1)").bind(LOCK);
        lock.execute(&mut *transaction).await?;
        transaction.execute(TABLE).await?;
        transaction.commit().await
    }

    /// Takes one call of today's, or says whose are used up.
    pub async fn take(&self, customer: UserId) -> Result<(), Failure> {
        let taken = self.count(customer, Utc::now().date_naive()).await;
        match taken.map_err(|error| Failure::NoFacts(error.to_string()))? {
            (true, true) => Ok(()),
            (false, _) => Err(Failure::CustomersShare),
            (true, false) => Err(Failure::DaysShare),
        }
    }

    /// One statement, so that it is whole also when nobody waits for it any more.
    async fn count(&self, customer: UserId, day: NaiveDate) -> Result<(bool, bool), sqlx::Error> {
        sqlx::query_as(
            "with own as (
                 insert into assistant.calls as c (day, user_id, calls)
                 select $1, $2, 1 where $4 > 0
                 on conflict (day, user_id) do update set calls = c.calls + 1 where c.calls < $4
                 returning calls),
             every as (
                 insert into assistant.calls as c (day, user_id, calls)
                 select $1, $3, 1 from own where $5 > 0
                 on conflict (day, user_id) do update set calls = c.calls + 1 where c.calls < $5
                 returning calls)
             select exists (select from own), exists (select from every)",
        )
        .bind(day)
        .bind(customer.0)
        .bind(EVERYBODY)
        .bind(i64::from(self.per_customer))
        .bind(i64::from(self.per_day))
        .fetch_one(&self.pool)
        .await
    }

    /// Counters of days that are over.
    pub async fn forget_old_days(&self) -> Result<(), sqlx::Error> {
        sqlx::query("delete from assistant.calls where day < $1")
            .bind(Utc::now().date_naive() - chrono::Days::new(2))
            .execute(&self.pool)
            .await
            .map(drop)
    }
}
