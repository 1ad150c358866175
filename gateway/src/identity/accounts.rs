//! The present name and role of a user, from the read model, reused for two seconds at most.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use domain::ids::UserId;
use domain::users::Role;
use moka::future::Cache;
use projections::{Queries, QueryError, UserView};

/// A demotion or an erasure counts after this long at the latest.
const FRESH: Duration = Duration::from_secs(2);
const REMEMBERED: u64 = 50_000;

/// Someone who can sign in.
#[derive(Clone, Debug)]
pub struct Account {
    pub username: String,
    pub role: Role,
    /// Position of the event since which sessions count: what was opened before it has ended.
    pub credentials: i64,
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

impl Accounts {
    /// The accounts of these users, asked of the database itself; absent for who cannot sign in.
    pub async fn now(&self, users: &[UserId]) -> Result<HashMap<UserId, Account>, QueryError> {
        let views = self.queries.users_among(users).await?;
        Ok(views.into_iter().filter_map(|view| Some((view.id, account(view)?))).collect())
    }
}

async fn look_up(queries: &Queries, user: UserId) -> Result<Option<Account>, QueryError> {
    Ok(queries.user(user).await?.and_then(account))
}

fn account(view: UserView) -> Option<Account> {
    let (username, credentials) = (view.username, view.credentials);
    let role = view.role.filter(|_| !view.disabled)?;
    Some(Account { username, role, credentials })
}
