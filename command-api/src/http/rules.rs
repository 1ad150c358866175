//! What single values of a request must look like.

use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{DateTime, Months, NaiveDate, Utc};
use domain::metering::{Hour, Instant, Reading};
use domain::quantity::MicroWattHours;
use domain::users::{Language, Role};
use secrecy::SecretString;

use crate::http::fields::Rule;
use crate::passwords;

const MAX_EMAIL: usize = 50;
const ADULT_MONTHS: Months = Months::new(18 * 12);
/// A limit above what any meter may report in one reading would never be passed.
const MAX_LIMIT: MicroWattHours = domain::metering::MAX_READING;

/// One line of text, without white space around it. Control characters are refused, of which the
/// null character could not even be stored by the read models.
pub(crate) fn line(length: RangeInclusive<usize>) -> impl Fn(&str) -> Rule<String> {
    move |text| {
        let text = text.trim();
        if !length.contains(&text.chars().count()) {
            return Err(format!("must have {} to {} characters", length.start(), length.end()));
        }
        if text.chars().any(char::is_control) {
            return Err("must not contain control characters".to_owned());
        }
        Ok(text.to_owned())
    }
}

/// Text that may have several lines.
pub(crate) fn paragraph(longest: usize) -> impl Fn(&str) -> Rule<String> {
    move |text| {
        if text.chars().count() > longest {
            return Err(format!("must have at most {longest} characters"));
        }
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err("must not contain control characters".to_owned());
        }
        Ok(text.to_owned())
    }
}

/// Whether an address exists only a message to it can tell; this refuses what cannot be one.
pub(crate) fn email(text: &str) -> Rule<String> {
    let text = line(3..=MAX_EMAIL)(text)?;
    let sides = text
        .split_once('@')
        .filter(|(user, host)| !user.is_empty() && !host.is_empty() && !host.contains('@'));
    if sides.is_none() || text.contains(char::is_whitespace) {
        return Err("must be an e-mail address".to_owned());
    }
    Ok(text)
}

pub(crate) fn password(text: &str) -> Rule<SecretString> {
    passwords::acceptable(text).map_err(|rule| rule.to_string())?;
    Ok(SecretString::from(text))
}

pub(crate) fn role(text: &str) -> Rule<Role> {
    Role::from_str(text).map_err(|_| "must be ADMIN, CLIENT or AUDITOR".to_owned())
}

/// IANA name of a time zone.
pub(crate) fn time_zone(text: &str) -> Rule<String> {
    let known = chrono_tz::Tz::from_str(text);
    known
        .map(|zone| zone.name().to_owned())
        .map_err(|_| "must be the name of a time zone such as Europe/Bucharest".to_owned())
}

pub(crate) fn language(text: &str) -> Rule<Language> {
    Language::from_str(text).map_err(|_| "must be en or ro".to_owned())
}

/// The beginning of a UTC hour.
pub(crate) fn hour(text: &str) -> Rule<Hour> {
    text.parse::<DateTime<Utc>>()
        .ok()
        .filter(|time| Hour::from(*time).start() == *time)
        .map(Hour::from)
        .ok_or_else(|| "must be the beginning of an hour such as 2026-11-20T10:00:00Z".to_owned())
}

/// An id of any kind.
pub(crate) fn id<T: FromStr>(text: &str) -> Rule<T> {
    text.parse().map_err(|_| "must be a UUID".to_owned())
}

/// The birth date of somebody who is 18 or older today.
pub(crate) fn birth_date_of_adult(text: &str) -> Rule<NaiveDate> {
    born_by(text, Utc::now().date_naive())
}

/// Energy in one hour, from the number as it is written.
pub(crate) fn limit(text: &str) -> Rule<MicroWattHours> {
    let limit = MicroWattHours::from_kwh_text(text).map_err(|error| format!("is {error}"))?;
    if limit <= MicroWattHours::ZERO {
        return Err("must be more than 0 kWh".to_owned());
    }
    if limit > MAX_LIMIT {
        return Err(format!("must be at most {MAX_LIMIT}"));
    }
    Ok(limit)
}

/// Energy as a reading states it, from the number as it is written.
pub(crate) fn energy(text: &str) -> Rule<MicroWattHours> {
    let energy = MicroWattHours::from_kwh_text(text).map_err(|error| format!("is {error}"))?;
    Reading::accepted_energy(energy).map_err(|error| format!("is {error}"))
}

/// The millisecond in which a reading was measured.
pub(crate) fn instant(text: &str) -> Rule<Instant> {
    let time = DateTime::parse_from_rfc3339(text)
        .map_err(|_| "must be a time such as 2026-11-20T10:00:00.000Z".to_owned())?;
    Instant::of(time.to_utc()).accepted(Utc::now()).map_err(|error| format!("is {error}"))
}

fn born_by(text: &str, today: NaiveDate) -> Rule<NaiveDate> {
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| "must be a date such as 1990-12-31".to_owned())?;
    let earliest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    if date < earliest {
        return Err("must not be before 1900".to_owned());
    }
    match date.checked_add_months(ADULT_MONTHS) {
        Some(adult) if adult <= today => Ok(date),
        _ => Err("must be at least 18 years ago".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eighteenth_birthday_counts() {
        let today = NaiveDate::from_ymd_opt(2026, 3, 1).expect("a date");
        assert!(born_by("2008-03-01", today).is_ok());
        assert!(born_by("2008-03-02", today).is_err());
        assert!(born_by("2008-02-29", today).is_ok());
        assert!(born_by("29.02.2008", today).is_err());
    }

    #[test]
    fn limits_are_exact_and_positive() {
        assert_eq!(limit("0.1"), Ok(MicroWattHours(100_000_000)));
        assert!(limit("0").is_err());
        assert!(limit("0.0000000001").is_err(), "it rounds to nothing");
        assert!(limit("1e9").is_err());
        assert!(limit("three").is_err());
    }

    #[test]
    fn text_that_cannot_be_stored_or_shown_is_refused() {
        assert!(line(1..=30)("a\0b").is_err());
        assert!(paragraph(30)("a\nb").is_ok());
        assert!(paragraph(30)("a\0b").is_err());
        assert_eq!(line(3..=30)("  ana  "), Ok("ana".to_owned()));
        assert!(line(3..=30)("  an  ").is_err());
    }

    #[test]
    fn an_email_address_has_two_sides() {
        assert!(email("ana@example.org").is_ok());
        for wrong in ["ana", "@example.org", "ana@", "ana@b@c", "a na@example.org"] {
            assert!(email(wrong).is_err(), "{wrong}");
        }
    }
}
