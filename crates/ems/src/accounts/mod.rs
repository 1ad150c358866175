//! Who may do what on the three servers: users and rights that a stack makes before a role starts.

mod database;
mod log;

pub use database::DatabaseRole;
use database::{grant_orders, make_rights, make_roles};
pub use log::make_streams;

use anyhow::Result;
use sqlx::postgres::PgConnectOptions;

/// What the roles find when they start: their users and rights in PostgreSQL, and their tables.
///
/// `owner` signs in as somebody who may make users; `password` gives the password of a role.
pub async fn migrate(
    owner: &PgConnectOptions,
    password: impl Fn(DatabaseRole) -> Result<String>,
) -> Result<()> {
    make_roles(owner, &password).await?;
    make_rights(owner).await?;
    for role in [DatabaseRole::Projections, DatabaseRole::Migrator] {
        let options = owner.clone().username(role.user()).password(&password(role)?);
        role.make_tables(options).await?;
    }
    grant_orders(owner).await
}
