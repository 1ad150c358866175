//! One batch, one transaction: the five steps that make the totals exact.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::ids::{DeviceId, UserId};
use domain::metering::Reading;
use domain::quantity::MicroWattHours;
use sqlx::{PgConnection, PgPool};

use super::batch::{Arrived, Batch, Key};
use super::contest::{Contest, Standing};
use super::judgements::{self, Judgement};
use super::parked::{self, Parked};
use super::rules::RulesCache;
use super::totals::{Deltas, HourKey, Total};
use super::{readings, unregistered as list};
use crate::database::lock;

pub(super) const NO_ROOM: &str = "its device is not registered, and the list of unregistered devices is full; \
                       register the device, then retry";

/// What a batch did, once it is committed.
#[derive(Debug, Default)]
pub(super) struct Committed {
    /// Readings that counted for the first time.
    pub fresh: usize,
    /// Readings parked since there is no room for their devices on the list.
    pub turned_away: usize,
    /// Hours whose judgement changed.
    pub judged: u64,
    /// Hours whose total changed, with what a reader wants to know of them.
    pub touched: Vec<Touched>,
}

/// An hour that a batch changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Touched {
    pub key: HourKey,
    pub total: Total,
    pub limit: Option<MicroWattHours>,
    pub owner: Option<UserId>,
}

/// Carries out a batch. Called again with the same readings it changes nothing: the key
/// (device, instant) makes a reading that arrives twice one that is counted once.
pub(super) async fn run(
    pool: &PgPool,
    rules: &mut RulesCache,
    arrived: &[Arrived],
    now: DateTime<Utc>,
) -> Result<Committed, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_shared(&mut transaction).await?;
    rules.refresh(&mut transaction).await?;
    let (mut admitted, mut held, mut unregistered) = (vec![], vec![], vec![]);
    for arrived in arrived {
        let Reading { device, measured_at, energy } = arrived.reading;
        match rules.of(device) {
            Some(rules) if rules.admits(measured_at, energy) => admitted.push(*arrived),
            Some(_) => held.push(*arrived),
            None => unregistered.push(*arrived),
        }
    }
    let strangers = unregistered.len();
    let listed = turn_away(&mut transaction, unregistered).await?;
    let turned_away = strangers - listed.len();
    admitted.extend(listed);
    readings::hold(&mut transaction, &held).await?;
    let batch = Batch::new(admitted);
    let fresh = readings::insert_new(&mut transaction, &batch.firsts).await?;
    let mut deltas = Deltas::default();
    let (new, known): (Vec<Arrived>, Vec<Arrived>) =
        batch.firsts.iter().partition(|arrived| fresh.contains(&arrived.stream_seq));
    for arrived in &new {
        if let Some(energy) = counted(rules, arrived.key(), arrived.reading.energy) {
            deltas.add(arrived.reading.device, arrived.reading.measured_at, energy);
        }
    }
    contest(&mut transaction, rules, known.iter().chain(&batch.rest), &mut deltas).await?;
    let totals =
        if deltas.is_empty() { BTreeMap::new() } else { deltas.write(&mut transaction).await? };
    let judged = judge(&mut transaction, rules, &totals).await?;
    list::count(&mut transaction, &unasked(rules, &new), now).await?;
    transaction.commit().await?;
    Ok(Committed { fresh: new.len(), turned_away, judged, touched: touched(rules, totals) })
}

/// Step 1. As a statement of its own, so that what the next one sees is from after the lock: a rule
/// that was changed while this batch waited is in force for it.
async fn lock_shared(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("select pg_advisory_xact_lock_shared($1)")
        .bind(lock::METERING)
        .execute(connection)
        .await
        .map(drop)
}

/// Parks readings of devices for which there is no room on the list of unregistered ones, and answers
/// the others.
async fn turn_away(
    connection: &mut PgConnection,
    unregistered: Vec<Arrived>,
) -> Result<Vec<Arrived>, sqlx::Error> {
    let devices = unregistered.iter().map(|arrived| arrived.reading.device).collect();
    let too_many = list::without_room(connection, &devices).await?;
    let (away, listed): (Vec<_>, Vec<_>) =
        unregistered.into_iter().partition(|arrived| too_many.contains(&arrived.reading.device));
    let away: Vec<_> = away.iter().map(|arrived| Parked::reading(arrived, NO_ROOM)).collect();
    parked::keep(connection, &away).await?;
    Ok(listed)
}

/// Step 3: readings whose key was taken already. A statement after the insert, since a select
/// inside of it could not see a row that a neighbour has just committed.
async fn contest(
    connection: &mut PgConnection,
    rules: &RulesCache,
    challengers: impl Iterator<Item = &Arrived>,
    deltas: &mut Deltas,
) -> Result<(), sqlx::Error> {
    let mut by_key: BTreeMap<Key, Vec<Standing>> = BTreeMap::new();
    for arrived in challengers {
        let challenger =
            Standing { energy: arrived.reading.energy, stream_seq: arrived.stream_seq };
        by_key.entry(arrived.key()).or_default().push(challenger);
    }
    if by_key.is_empty() {
        return Ok(());
    }
    let keys: Vec<Key> = by_key.keys().copied().collect();
    let standing = readings::lock_standing(connection, &keys).await?;
    let mut contests = Vec::new();
    let mut changed = Vec::new();
    for (key, before) in standing {
        let mut contest = Contest::new(before);
        by_key[&key].iter().for_each(|challenger| contest.hear(*challenger));
        if contest.standing != before {
            changed.push((key, contest.standing));
        }
        let now = counted(rules, key, contest.standing.energy);
        if let (Some(before), Some(now)) = (counted(rules, key, before.energy), now)
            && before != now
        {
            deltas.swap(key.0, key.1, before, now);
        }
        contests.push((key, contest));
    }
    if !changed.is_empty() {
        readings::update_standing(connection, &changed).await?;
    }
    readings::write_conflicts(connection, &contests).await
}

/// What counts for a key at which `standing` stands: the reading, unless a person said otherwise.
fn counted(rules: &RulesCache, key: Key, standing: MicroWattHours) -> Option<MicroWattHours> {
    match rules.of(key.0) {
        Some(rules) => rules.counted(key.1, standing),
        None => Some(standing),
    }
}

/// Step 5. An hour that is not over and was not lowered cannot have a judgement to withdraw.
async fn judge(
    connection: &mut PgConnection,
    rules: &RulesCache,
    totals: &BTreeMap<HourKey, Total>,
) -> Result<u64, sqlx::Error> {
    let judged: Vec<Judgement> = totals
        .iter()
        .filter_map(|(key, total)| {
            let judgement = Judgement::of(*key, total.energy, rules.of(key.0)?)?;
            (judgement.over || total.lowered).then_some(judgement)
        })
        .collect();
    judgements::keep(connection, &judged).await
}

/// How many new readings there are of devices whose readings nobody has asked for.
fn unasked(rules: &RulesCache, new: &[Arrived]) -> BTreeMap<DeviceId, i64> {
    let mut unasked = BTreeMap::new();
    for arrived in new.iter().filter(|arrived| is_unasked(rules, arrived)) {
        *unasked.entry(arrived.reading.device).or_default() += 1;
    }
    unasked
}

/// Never registered, or retired: nobody has asked for its readings.
fn is_unasked(rules: &RulesCache, arrived: &Arrived) -> bool {
    rules.of(arrived.reading.device).is_none_or(|rules| !rules.in_use)
}

fn touched(rules: &RulesCache, totals: BTreeMap<HourKey, Total>) -> Vec<Touched> {
    totals
        .into_iter()
        .map(|(key, total)| {
            let rules = rules.of(key.0);
            Touched {
                key,
                total,
                limit: rules.and_then(|rules| rules.limit(key.1)),
                owner: rules.and_then(|rules| rules.owner(key.1)),
            }
        })
        .collect()
}
