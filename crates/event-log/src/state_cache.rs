//! Aggregates as this process knew them last, so that a command need not replay them.
//!
//! What is here may be old: another process may have written since. The expectation of the append
//! finds that out, and whatever appends nothing asks the stream's leader first.

use std::any::Any;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;

use crate::store::Loaded;

/// Aggregates that are kept; most hold a few hundred bytes.
const KEPT: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();
/// One with more commands than this is replayed each time rather than held in memory.
const MOST_COMMANDS: usize = 5_000;

type States = LruCache<String, Box<dyn Any + Send>>;

/// The states by their subjects. Clones share them.
#[derive(Clone)]
pub(crate) struct StateCache(Arc<Mutex<States>>);

impl Default for StateCache {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(LruCache::new(KEPT))))
    }
}

impl StateCache {
    /// Takes a state out: whoever works on it puts back what it became. Two commands at once on one
    /// aggregate do not share it; the second one replays.
    pub fn take<A: Send + 'static>(&self, subject: &str) -> Option<Loaded<A>> {
        let found = self.lock().pop(subject)?;
        found.downcast().ok().map(|loaded| *loaded)
    }

    pub fn put<A: Send + 'static>(&self, loaded: Loaded<A>) {
        if loaded.commands.len() <= MOST_COMMANDS {
            self.lock().put(loaded.subject.clone(), Box::new(loaded));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, States> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
