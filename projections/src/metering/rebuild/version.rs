//! Versions of the counted tables: their rows in `metering.versions`, and statements about one of them.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

/// The tables that exist once for each version.
pub(super) const TABLES: [&str; 4] = ["readings", "reading_conflicts", "held", "hourly_totals"];

/// One version of what is counted.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Version {
    pub version: i32,
    pub state: String,
    /// The last message of MEASUREMENTS when the building began.
    pub target: i64,
    /// Up to here in MEASUREMENTS it is complete.
    pub readings_floor: i64,
    /// Up to here in EVENTS its rules are.
    pub rules_floor: i64,
    /// What was measured before was carried over from the live version.
    pub horizon: Option<DateTime<Utc>>,
    pub carried_over: bool,
}

impl Version {
    /// A statement about the live tables, turned to this version's.
    pub fn sql(&self, about_live: &str) -> String {
        TABLES.iter().fold(about_live.to_owned(), |sql, table| {
            let live = format!("metering.{table}");
            sql.replace(&live, &format!("{live}_{}", self.version))
        })
    }

    pub async fn live(connection: &mut PgConnection) -> Result<Self, sqlx::Error> {
        sqlx::query_as("select * from metering.versions where state = 'live'")
            .fetch_one(connection)
            .await
    }

    /// What the live one replaced, if it is still there.
    pub async fn old(connection: &mut PgConnection) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as(
            "select * from metering.versions where state = 'old'
             order by readings_floor desc, version desc limit 1",
        )
        .fetch_optional(connection)
        .await
    }

    pub async fn numbered(
        connection: &mut PgConnection,
        version: i32,
    ) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as("select * from metering.versions where version = $1")
            .bind(version)
            .fetch_optional(connection)
            .await
    }

    /// The one that a run has begun, in whatever state it is by now.
    pub async fn of_run(
        connection: &mut PgConnection,
        run: Uuid,
    ) -> Result<Option<Self>, sqlx::Error> {
        sqlx::query_as("select * from metering.versions where run = $1")
            .bind(run)
            .fetch_optional(connection)
            .await
    }

    /// Begins the next version, with empty tables.
    pub async fn begin(
        connection: &mut PgConnection,
        run: Uuid,
        target: i64,
        rules_floor: i64,
        horizon: Option<DateTime<Utc>>,
    ) -> Result<Self, sqlx::Error> {
        sqlx::query_as(
            "with begun as (
                 insert into metering.versions (version, state, run, target, rules_floor, horizon)
                 select max(version) + 1, 'building', $1, $2, $3, $4 from metering.versions
                 returning *)
             select begun.*, metering.create_version(version) from begun",
        )
        .bind(run)
        .bind(target)
        .bind(rules_floor)
        .bind(horizon)
        .fetch_one(connection)
        .await
    }

    /// Notes how far it has come.
    pub async fn advance(
        &mut self,
        connection: &mut PgConnection,
        readings_floor: i64,
        rules_floor: i64,
    ) -> Result<(), sqlx::Error> {
        (self.readings_floor, self.rules_floor) = (readings_floor, rules_floor);
        sqlx::query(
            "update metering.versions set readings_floor = $2, rules_floor = $3 where version = $1",
        )
        .bind(self.version)
        .bind(readings_floor)
        .bind(rules_floor)
        .execute(connection)
        .await
        .map(drop)
    }

    /// Removes its tables. Nobody reads them any more, or nobody ever did.
    pub async fn remove(&self, connection: &mut PgConnection) -> Result<(), sqlx::Error> {
        for table in TABLES {
            let sql = format!("drop table if exists metering.{table}_{}", self.version);
            sqlx::query(&sql).execute(&mut *connection).await?;
        }
        for sql in [
            "delete from metering.version_parts where version = $1",
            "delete from metering.versions where version = $1 and state <> 'live'",
        ] {
            sqlx::query(sql).bind(self.version).execute(&mut *connection).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_turned_to_the_tables_of_a_version() {
        let version = Version {
            version: 3,
            state: "building".to_owned(),
            target: 0,
            readings_floor: 0,
            rules_floor: 0,
            horizon: None,
            carried_over: false,
        };
        let sql = "select from metering.readings r join metering.reading_conflicts c using (x)
             where exists (select from metering.corrections)";
        let turned = version.sql(sql);
        assert!(turned.contains("metering.readings_3 r join metering.reading_conflicts_3 c"));
        assert!(turned.contains("metering.corrections)"));
    }
}
