//! Parameters of a query, read by name with refusals that name them.

use axum::http::Uri;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use uuid::Uuid;

use crate::http::Problem;
use crate::identity::Caller;
use crate::state::Gateway;

/// The parameters of a request's query; of one that comes twice the first counts.
pub struct Parameters<'u>(&'u str);

impl<'u> Parameters<'u> {
    pub fn of(uri: &'u Uri) -> Self {
        Self(uri.query().unwrap_or_default())
    }

    /// None as well where it is empty.
    pub fn text(&self, name: &str) -> Option<String> {
        let mut pairs = url::form_urlencoded::parse(self.0.as_bytes());
        let (_, value) = pairs.find(|(key, _)| key == name)?;
        (!value.is_empty()).then(|| value.into_owned())
    }

    pub fn time(&self, name: &str) -> Result<DateTime<Utc>, Problem> {
        let text = self.text(name).ok_or_else(|| Problem::invalid(name, "is missing"))?;
        let time = DateTime::parse_from_rfc3339(&text).ok();
        let time = time.ok_or_else(|| {
            Problem::invalid(name, "is not a time like 2026-11-23T00:00:00Z (RFC 3339)")
        })?;
        Ok(time.with_timezone(&Utc))
    }

    pub fn id(&self, name: &str) -> Result<Option<Uuid>, Problem> {
        let Some(text) = self.text(name) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Problem::invalid(name, "is not a UUID"))
    }

    /// The zone that is asked for, else the caller's, else the installation's.
    pub async fn zone(&self, gateway: &Gateway, caller: &Caller) -> Result<Tz, Problem> {
        if let Some(name) = self.text("zone") {
            let zone = name.parse();
            return zone.map_err(|_| Problem::invalid("zone", "is not the name of a time zone"));
        }
        let user = gateway.queries.user(caller.user).await?;
        let own = user.and_then(|user| user.time_zone?.parse().ok());
        Ok(own.unwrap_or(gateway.time_zone))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_its_offset_and_a_plus_sign_its_escape() {
        let read = |text: &str| {
            let uri: Uri = format!("/x?at={text}").parse().expect("a URI");
            Parameters::of(&uri).time("at").ok().map(|time| time.to_rfc3339())
        };
        assert_eq!(
            read("2026-11-23T02:00:00%2B02:00").as_deref(),
            Some("2026-11-23T00:00:00+00:00")
        );
        for wrong in ["", "2026-11-23", "2026-11-23T02:00:00", "2026-11-23T02:00:00+02:00", "x"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
