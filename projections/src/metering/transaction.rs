//! One batch, one transaction: the five steps that make the totals exact.

use std::collections::BTreeMap;

use chrono::Utc;
use domain::ids::{DeviceId, UserId};
use domain::quantity::MicroWattHours;
use sqlx::{PgConnection, PgPool};

use super::batch::{Arrived, Batch, Key};
use super::contest::{Contest, Standing};
use super::judgements::{self, Judgement};
use super::rules::RulesCache;
use super::totals::{Deltas, HourKey, Total};
use super::{readings, unregistered};
use crate::database::lock;

/// What a batch did, once it is committed.
#[derive(Debug, Default)]
pub(super) struct Committed {
    /// Readings that counted for the first time.
    pub fresh: usize,
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
    batch: &Batch,
) -> Result<Committed, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    lock_shared(&mut transaction).await?;
    rules.refresh(&mut transaction).await?;
    let fresh = readings::insert_new(&mut transaction, &batch.firsts).await?;
    let mut deltas = Deltas::default();
    let (new, known): (Vec<Arrived>, Vec<Arrived>) =
        batch.firsts.iter().partition(|arrived| fresh.contains(&arrived.stream_seq));
    new.iter().for_each(|arrived| deltas.add(&arrived.reading));
    contest(&mut transaction, known.iter().chain(&batch.rest), &mut deltas).await?;
    let totals =
        if deltas.is_empty() { BTreeMap::new() } else { deltas.write(&mut transaction).await? };
    let judged = judge(&mut transaction, rules, &totals).await?;
    unregistered::count(&mut transaction, &strangers(rules, &new), Utc::now()).await?;
    transaction.commit().await?;
    Ok(Committed { fresh: new.len(), judged, touched: touched(rules, totals) })
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

/// Step 3: readings whose key was taken already. A statement after the insert, since a select
/// inside of it could not see a row that a neighbour has just committed.
async fn contest(
    connection: &mut PgConnection,
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
        if contest.standing.energy != before.energy {
            deltas.swap(key.0, key.1, before.energy, contest.standing.energy);
        }
        contests.push((key, contest));
    }
    if !changed.is_empty() {
        readings::update_standing(connection, &changed).await?;
    }
    readings::write_conflicts(connection, &contests).await
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

fn strangers(rules: &RulesCache, new: &[Arrived]) -> BTreeMap<DeviceId, i64> {
    let mut strangers = BTreeMap::new();
    for arrived in new.iter().filter(|arrived| rules.of(arrived.reading.device).is_none()) {
        *strangers.entry(arrived.reading.device).or_default() += 1;
    }
    strangers
}

fn touched(rules: &RulesCache, totals: BTreeMap<HourKey, Total>) -> Vec<Touched> {
    totals
        .into_iter()
        .map(|(key, total)| {
            let rules = rules.of(key.0);
            Touched {
                key,
                total,
                limit: rules.and_then(|rules| rules.limits.for_hour(key.1)),
                owner: rules.and_then(|rules| rules.owners.for_hour(key.1)).flatten(),
            }
        })
        .collect()
}
