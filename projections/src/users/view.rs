//! A user as readers see them.

use chrono::NaiveDate;
use domain::ids::UserId;
use domain::users::Role;
use sqlx::FromRow;
use sqlx::Row;
use sqlx::postgres::PgRow;

/// A person. `role` is none for one who cannot sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserView {
    pub id: UserId,
    pub username: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub city: Option<String>,
    pub date_of_birth: Option<NaiveDate>,
    pub role: Option<Role>,
    pub time_zone: Option<String>,
    pub language: Option<String>,
    /// Cannot sign in until enabled again.
    pub disabled: bool,
    /// Position of the event since which sign-ins count: of the last new password or disabling.
    pub credentials: i64,
}

/// What is needed to check a password and to say who it belongs to.
#[derive(Clone)]
pub struct SignIn {
    pub user: UserId,
    pub username: String,
    pub role: Role,
    /// PHC string of argon2id.
    pub password_hash: String,
    /// Position of the event since which sign-ins count.
    pub credentials: i64,
}

impl FromRow<'_, PgRow> for UserView {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: UserId(row.try_get("user_id")?),
            username: row.try_get("username")?,
            email: row.try_get("email")?,
            name: row.try_get("name")?,
            city: row.try_get("city")?,
            date_of_birth: row.try_get("date_of_birth")?,
            role: row.try_get::<Option<String>, _>("role")?.map(|role| parse(&role)).transpose()?,
            time_zone: row.try_get("time_zone")?,
            language: row.try_get("language")?,
            disabled: row.try_get("disabled")?,
            credentials: row.try_get("credentials")?,
        })
    }
}

impl FromRow<'_, PgRow> for SignIn {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            user: UserId(row.try_get("user_id")?),
            username: row.try_get("username")?,
            role: parse(row.try_get("role")?)?,
            password_hash: row.try_get("password_hash")?,
            credentials: row.try_get("credentials")?,
        })
    }
}

fn parse(role: &str) -> Result<Role, sqlx::Error> {
    role.parse().map_err(|error: strum::ParseError| sqlx::Error::Decode(error.into()))
}
