//! One alert from the browser back to its readings: who was told what, when, and why.

use chrono::{DateTime, TimeDelta, Utc};
use domain::alerts::AlertEvent;
use domain::event::Event;
use domain::ids::{AlertId, DeviceId, UserId};
use domain::metering::Hour;
use domain::quantity::MicroWattHours;
use domain::subjects;
use event_log::{EventLog, Position, ScanFrom};
use futures::TryStreamExt;
use serde::Serialize;
use sqlx::PgPool;
use uuid::Uuid;

use super::total::{TotalProof, total};
use super::{Moment, facts::Said};
use crate::Queries;

/// The gateway pushes alerts of hours that ended less than this long ago; older ones are listed.
const PUSHED_WITHIN: TimeDelta = TimeDelta::hours(2);

/// An alert and everything that led to it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertProof {
    pub alert: AlertId,
    pub device: DeviceId,
    pub hour: Hour,
    /// Whether it is raised now.
    pub stands: bool,
    /// What the log says of it, in order.
    pub story: Vec<AlertFact>,
    /// The reading with which the total passed the limit, as the log has them now.
    pub passed_at: Option<Passed>,
    /// The hour as it is now.
    pub total: TotalProof,
    /// Whether the hour as it is now and the alert agree: raised if and only if above the limit.
    pub consistent: bool,
}

/// One event about it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlertFact {
    pub position: Position,
    #[serde(rename = "type")]
    pub kind: String,
    pub at: DateTime<Utc>,
    pub actor: String,
    /// The judgement that was stated; none for an acknowledgement.
    pub judgement: Option<Stated>,
    /// Whether it was pushed to the owner's browser; none for what never is.
    pub pushed: Option<bool>,
    pub acknowledged_by: Option<UserId>,
    pub comment: Option<String>,
}

/// What a judgement said.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stated {
    pub revision: i64,
    pub total: MicroWattHours,
    pub limit: MicroWattHours,
    /// The event that had set this limit for the hour, as far as events tell at that time.
    pub limit_version: Option<Said<Option<MicroWattHours>>>,
    /// At the hour's end.
    pub owner: Option<UserId>,
}

/// Where the sum went above the limit.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Passed {
    /// Of the reading, in MEASUREMENTS.
    pub position: Position,
    pub arrived_at: DateTime<Utc>,
    pub sum: MicroWattHours,
}

/// None for an alert that the log does not know.
pub(super) async fn alert(
    log: &EventLog,
    pool: &PgPool,
    alert: AlertId,
) -> anyhow::Result<Option<AlertProof>> {
    let Some((device, hour)) = find(log, pool, alert).await? else { return Ok(None) };
    let queries = Queries::new(pool.clone());
    let now = total(log, &queries, device, hour, Moment::Now).await?;
    let subject = subjects::of_aggregate("alert", &subjects::alert_aggregate(device, hour));
    let (mut story, mut stands) = (Vec::new(), false);
    for recorded in log.load(&subject).await? {
        let mut data = log.show(&recorded).await?;
        if data["alert"] != serde_json::json!(alert) {
            continue;
        }
        let comment = data.get_mut("comment").map(serde_json::Value::take);
        let mut fact = AlertFact {
            position: recorded.position,
            kind: recorded.encoded.kind.clone(),
            at: recorded.provenance.at,
            actor: recorded.provenance.actor.to_string(),
            judgement: None,
            pushed: None,
            acknowledged_by: None,
            comment: comment.and_then(|text| text.as_str().map(str::to_owned)),
        };
        let version = recorded.encoded.version;
        let event = Event::decode(&recorded.subject, &fact.kind, version, data);
        let Ok(Event::Alert(_, event)) = event else { continue };
        match event {
            AlertEvent::AlertRaised(raised) | AlertEvent::AlertRestated(raised) => {
                stands = true;
                fact.pushed = (fact.kind == "AlertRaised")
                    .then(|| raised.owner.is_some() && fact.at < hour.end() + PUSHED_WITHIN);
                fact.judgement = Some(Stated {
                    revision: raised.revision,
                    total: raised.total,
                    limit: raised.limit,
                    limit_version: limit_at(log, device, hour, recorded.position).await?,
                    owner: raised.owner,
                });
            }
            AlertEvent::AlertRetracted(retracted) => {
                stands = false;
                fact.judgement = Some(Stated {
                    revision: retracted.revision,
                    total: retracted.total,
                    limit: retracted.limit,
                    limit_version: limit_at(log, device, hour, recorded.position).await?,
                    owner: retracted.owner,
                });
            }
            AlertEvent::AlertAcknowledged { by, .. } => fact.acknowledged_by = Some(by),
        }
        story.push(fact);
    }
    let (passed_at, consistent) = (passed(&now), stands == now.over_limit);
    let proof =
        AlertProof { alert, device, hour, stands, story, passed_at, total: now, consistent };
    Ok(Some(proof))
}

async fn limit_at(
    log: &EventLog,
    device: DeviceId,
    hour: Hour,
    position: Position,
) -> anyhow::Result<Option<Said<Option<MicroWattHours>>>> {
    Ok(super::facts::Facts::of(log, device, position).await?.limits.for_hour(hour))
}

/// The id follows from device and hour and does not lead back to them: the read model knows, and if
/// it does not, the log is searched.
async fn find(
    log: &EventLog,
    pool: &PgPool,
    alert: AlertId,
) -> anyhow::Result<Option<(DeviceId, Hour)>> {
    let row: Option<(Uuid, DateTime<Utc>)> =
        sqlx::query_as("select device_id, hour from projections.alerts where alert_id = $1")
            .bind(alert.0)
            .fetch_optional(pool)
            .await?;
    if let Some((device, hour)) = row {
        return Ok(Some((DeviceId(device), Hour::from(hour))));
    }
    let from = ScanFrom::Sequence(1);
    let until = log.extent(subjects::EVENTS).await?.last;
    let events = log.scan(subjects::EVENTS, subjects::ALL_ALERTS, from, until).await?;
    let mut events = std::pin::pin!(events);
    while let Some(stored) = events.try_next().await? {
        let event = stored.event().ok().and_then(|recorded| recorded.decode().ok());
        if let Some(Event::Alert(_, AlertEvent::AlertRaised(raised))) = event
            && raised.alert == alert
        {
            return Ok(Some((raised.device, raised.hour)));
        }
    }
    Ok(None)
}

/// The sum in the order of arrival, and where it first was above the limit of now.
fn passed(total: &TotalProof) -> Option<Passed> {
    let limit = total.limit?.value?;
    let mut sum = MicroWattHours::ZERO;
    for (reading, energy) in total.counted() {
        sum = sum + energy;
        if sum > limit {
            let (position, arrived_at) = (reading.position, reading.arrived_at);
            return Some(Passed { position, arrived_at, sum });
        }
    }
    None
}
