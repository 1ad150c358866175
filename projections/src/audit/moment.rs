//! A moment to look back from, and what the log held then.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use domain::subjects;
use event_log::{EventLog, Position, ScanFrom};
use futures::TryStreamExt;
use serde::Serialize;

/// From when something is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// With everything that the log holds.
    #[default]
    Now,
    /// With what was stored by then.
    Time(DateTime<Utc>),
    /// With what was stored by the time of this event.
    Position(Position),
}

/// A text that is neither a time nor a position.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is neither a time such as 2026-11-23T15:05:00Z nor a position of the log")]
pub struct MomentError(String);

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Ok(position) = text.parse() {
            return Ok(Self::Position(position));
        }
        text.parse().map(Self::Time).map_err(|_| MomentError(text.to_owned()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Now => f.write_str("now"),
            Self::Time(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true).fmt(f),
            Self::Position(position) => write!(f, "position {position}"),
        }
    }
}

/// What the log held at a moment: everything up to these sequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cut {
    pub events: Position,
    pub measurements: Position,
    /// The cut is the end of both streams, as far as they had come when it was made.
    pub is_newest: bool,
}

impl Moment {
    /// What the log held at the moment.
    pub async fn cut(self, log: &EventLog) -> anyhow::Result<Cut> {
        let (events, measurements) =
            (log.extent(subjects::EVENTS).await?, log.extent(subjects::MEASUREMENTS).await?);
        let time = match self {
            Self::Now => None,
            Self::Time(time) => Some(time),
            Self::Position(0) => {
                return Ok(Cut { events: 0, measurements: 0, is_newest: false });
            }
            Self::Position(position) => stored_at(log, position).await?,
        };
        let Some(time) = time else {
            return Ok(Cut {
                events: events.last,
                measurements: measurements.last,
                is_newest: true,
            });
        };
        let cut = match self {
            Self::Position(position) => position.min(events.last),
            _ => log.last_at(subjects::EVENTS, time).await?,
        };
        let readings = log.last_at(subjects::MEASUREMENTS, time).await?;
        let is_newest = (cut, readings) == (events.last, measurements.last);
        Ok(Cut { events: cut, measurements: readings, is_newest })
    }
}

/// None for a position that the log has not reached.
async fn stored_at(log: &EventLog, position: Position) -> anyhow::Result<Option<DateTime<Utc>>> {
    let from = ScanFrom::Sequence(position);
    let events = log.scan(subjects::EVENTS, subjects::ALL_EVENTS, from, Position::MAX).await?;
    let mut events = std::pin::pin!(events);
    Ok(events.try_next().await?.map(|stored| stored.stored_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_position_and_a_time_is_a_time() {
        assert_eq!("17".parse::<Moment>().ok(), Some(Moment::Position(17)));
        let time = "2026-11-23T15:05:00Z";
        let parsed = time.parse::<Moment>().expect("a moment");
        assert_eq!(parsed.to_string(), time);
        assert!("yesterday".parse::<Moment>().is_err());
    }
}
