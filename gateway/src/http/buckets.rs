//! Allowances that run out and fill up again: how often one user, address or account may do a thing.

use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use moka::future::Cache;
use tokio::time::Instant;

/// Whoever has not been seen for this long has a full bucket again, whatever its size.
const FORGET_AFTER: Duration = Duration::from_secs(600);
/// Beyond this the ones that are seen least are forgotten: a bound on memory, not on people.
const REMEMBERED: u64 = 100_000;

/// How long to wait until there is something in the bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Empty(pub Duration);

/// One bucket for each key, all of the same size.
pub struct Buckets<K> {
    buckets: Cache<K, Arc<Mutex<Bucket>>>,
    size: f64,
    per_second: f64,
}

struct Bucket {
    level: f64,
    at: Instant,
}

impl<K: Hash + Eq + Send + Sync + 'static> Buckets<K> {
    /// Buckets that hold `size` and fill up within a minute.
    pub fn per_minute(size: u32) -> Self {
        let buckets = Cache::builder().time_to_idle(FORGET_AFTER).max_capacity(REMEMBERED).build();
        let size = f64::from(size.max(1));
        Self { buckets, size, per_second: size / 60.0 }
    }

    pub async fn take(&self, key: K) -> Result<(), Empty> {
        let now = Instant::now();
        let bucket = self.bucket(key, now).await;
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = (now - bucket.at).as_secs_f64() * self.per_second;
        bucket.level = (bucket.level + filled).min(self.size);
        bucket.at = now;
        if bucket.level < 1.0 {
            return Err(Empty(Duration::from_secs_f64((1.0 - bucket.level) / self.per_second)));
        }
        bucket.level -= 1.0;
        Ok(())
    }

    /// Undoes a [`Buckets::take`] that turned out not to count.
    pub async fn give_back(&self, key: K) {
        let bucket = self.bucket(key, Instant::now()).await;
        let mut bucket = bucket.lock().unwrap_or_else(PoisonError::into_inner);
        bucket.level = (bucket.level + 1.0).min(self.size);
    }

    async fn bucket(&self, key: K, now: Instant) -> Arc<Mutex<Bucket>> {
        let full = async { Arc::new(Mutex::new(Bucket { level: self.size, at: now })) };
        self.buckets.get_with(key, full).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_bucket_runs_out_and_fills_up_again() {
        let buckets = Buckets::per_minute(6);
        for _ in 0..6 {
            assert_eq!(buckets.take("a").await, Ok(()));
        }
        assert_eq!(buckets.take("a").await, Err(Empty(Duration::from_secs(10))));
        assert_eq!(buckets.take("b").await, Ok(()), "another's bucket is another one");
        tokio::time::advance(Duration::from_secs(10)).await;
        assert_eq!(buckets.take("a").await, Ok(()));
        buckets.give_back("a").await;
        assert_eq!(buckets.take("a").await, Ok(()));
        assert!(buckets.take("a").await.is_err());
    }
}
