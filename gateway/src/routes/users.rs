//! Reading users.

use std::sync::Arc;

use axum::extract::{OriginalUri, State};
use axum::{Extension, Json};
use chrono::{NaiveDate, Utc};
use domain::ids::UserId;
use domain::users::Role;
use projections::UserView;
use serde::Serialize;

use super::guard::{Admitted, query_id};
use crate::http::Problem;
use crate::state::Gateway;

/// A row of the old user list.
#[derive(Serialize)]
pub struct ListedUser {
    id: UserId,
    username: String,
    email: Option<String>,
    /// In years; 0 where the birth date is not known.
    age: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDetails {
    id: UserId,
    name: Option<String>,
    username: String,
    email: Option<String>,
    city: Option<String>,
    date_of_birth: Option<NaiveDate>,
}

#[derive(Serialize)]
pub struct RoleAnswer {
    role: Role,
}

pub async fn list(State(gateway): State<Arc<Gateway>>) -> Result<Json<Vec<ListedUser>>, Problem> {
    let today = Utc::now().with_timezone(&gateway.time_zone).date_naive();
    let users = gateway.queries.users().await?;
    Ok(Json(users.into_iter().map(|user| listed(user, today)).collect()))
}

pub async fn details(
    State(gateway): State<Arc<Gateway>>,
) -> Result<Json<Vec<UserDetails>>, Problem> {
    let users = gateway.queries.users().await?;
    Ok(Json(users.into_iter().map(UserDetails::from).collect()))
}

pub async fn one(
    State(gateway): State<Arc<Gateway>>,
    Extension(admitted): Extension<Admitted>,
) -> Result<Json<UserDetails>, Problem> {
    let user = gateway.queries.user(UserId(admitted.id("id")?)).await?;
    user.map(|user| Json(user.into())).ok_or_else(Problem::not_found)
}

pub async fn role(
    State(gateway): State<Arc<Gateway>>,
    OriginalUri(uri): OriginalUri,
) -> Result<Json<RoleAnswer>, Problem> {
    let user = gateway.queries.user(UserId(query_id(&uri, "userId")?)).await?;
    let role = user.and_then(|user| user.role).ok_or_else(Problem::not_found)?;
    Ok(Json(RoleAnswer { role }))
}

fn listed(user: UserView, today: NaiveDate) -> ListedUser {
    let age = user.date_of_birth.and_then(|born| today.years_since(born)).unwrap_or(0);
    ListedUser { id: user.id, username: user.username, email: user.email, age }
}

impl From<UserView> for UserDetails {
    fn from(user: UserView) -> Self {
        Self {
            id: user.id,
            name: user.name,
            username: user.username,
            email: user.email,
            city: user.city,
            date_of_birth: user.date_of_birth,
        }
    }
}
