//! How far a run is: in its row, for whoever asks, and over core NATS, for whoever watches.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use domain::subjects;
use event_log::EventLog;
use serde::Serialize;
use sqlx::PgPool;
use tokio_util::task::AbortOnDropHandle;

use super::RunView;

/// How often it is told.
const PERIOD: Duration = Duration::from_millis(300);

/// The progress of one run. Telling of it ends when it is dropped.
pub(crate) struct Progress {
    shared: Arc<Shared>,
    _telling: AbortOnDropHandle<()>,
}

struct Shared {
    run: RunView,
    pool: PgPool,
    log: EventLog,
    done: AtomicU64,
    total: AtomicU64,
    /// Since when, and what.
    phase: Mutex<(Instant, &'static str)>,
    /// How long the phase before took.
    read_in: Mutex<Duration>,
}

/// What is published; also of a run that has ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told<'a> {
    projection: &'a str,
    run: uuid::Uuid,
    kind: &'a str,
    done: u64,
    total: u64,
    state: &'a str,
    phase: &'a str,
    differences: Option<u64>,
}

impl Progress {
    pub fn of(run: RunView, pool: PgPool, log: EventLog) -> Self {
        let shared = Arc::new(Shared {
            run,
            pool,
            log,
            done: AtomicU64::new(0),
            total: AtomicU64::new(0),
            phase: Mutex::new((Instant::now(), "beginning")),
            read_in: Mutex::new(Duration::ZERO),
        });
        let telling = tokio::spawn(tell_again_and_again(shared.clone()));
        Self { shared, _telling: AbortOnDropHandle::new(telling) }
    }

    /// Begins the reading of so many messages.
    pub async fn begin(&self, total: u64) {
        self.shared.total.store(total, Ordering::Relaxed);
        self.phase("reading").await;
    }

    pub async fn phase(&self, name: &'static str) {
        {
            let mut phase = lock(&self.shared.phase);
            if phase.1 == "reading" {
                *lock(&self.shared.read_in) = phase.0.elapsed();
            }
            *phase = (Instant::now(), name);
        }
        self.shared.tell("running", None).await;
    }

    pub fn add(&self, messages: u64) {
        self.shared.done.fetch_add(messages, Ordering::Relaxed);
    }

    /// Messages read so far.
    pub fn done(&self) -> u64 {
        self.shared.done.load(Ordering::Relaxed)
    }

    /// How long the reading took.
    pub fn read_in(&self) -> Duration {
        *lock(&self.shared.read_in)
    }

    /// Tells once more, of the end.
    pub async fn ended(&self, state: &str, differences: Option<u64>) {
        self.shared.tell(state, differences).await;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn tell_again_and_again(shared: Arc<Shared>) {
    loop {
        shared.tell("running", None).await;
        tokio::time::sleep(PERIOD).await;
    }
}

impl Shared {
    /// Nobody depends on it: what is not told now is told again soon.
    async fn tell(&self, state: &str, differences: Option<u64>) {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        let phase = lock(&self.phase).1;
        let noted = sqlx::query(
            "update projections.runs set done = $2, total = $3, phase = $4
             where id = $1 and state = 'running'",
        )
        .bind(self.run.id)
        .bind(done.cast_signed())
        .bind(total.cast_signed())
        .bind(phase)
        .execute(&self.pool)
        .await;
        if let Err(error) = noted {
            tracing::debug!("the progress of a run is not noted now: {error}");
        }
        let RunView { id: run, projection, kind, .. } = &self.run;
        let run = *run;
        let told = Told { projection, run, kind, done, total, state, phase, differences };
        let body = serde_json::to_vec(&told).expect("a plain struct serialises");
        if let Err(error) = self.log.client().publish(subjects::LIVE_SYSTEM, body.into()).await {
            tracing::debug!("the progress of a run is not told now: {error}");
        }
    }
}
