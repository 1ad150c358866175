//! The present name and role of a user, from the read model, reused for two seconds at most.

use std::sync::Arc;
use std::time::Duration;

use domain::ids::UserId;
use domain::users::Role;
use moka::future::Cache;
use projections::{Queries, QueryError};

/// A demotion or an erasure counts after this long at the latest.
const FRESH: Duration = Duration::from_secs(2);
const REMEMBERED: u64 = 50_000;

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    pub username: String,
    pub role: Role,
}

pub struct Accounts {
    queries: Queries,
    recent: Cache<UserId, Option<Account>>,
}

impl Accounts {
    pub fn new(queries: Queries) -> Self {
        let recent = Cache::builder().time_to_live(FRESH).max_capacity(REMEMBERED).build();
        Self { queries, recent }
    }

    /// None for who was erased, is disabled, or has no credentials.
    pub async fn of(&self, user: UserId) -> Result<Option<Account>, Arc<QueryError>> {
        self.recent.try_get_with(user, look_up(&self.queries, user)).await
    }
}

async fn look_up(queries: &Queries, user: UserId) -> Result<Option<Account>, QueryError> {
    let view = queries.user(user).await?.filter(|view| !view.disabled);
    let Some(view) = view else { return Ok(None) };
    Ok(view.role.map(|role| Account { username: view.username, role }))
}
