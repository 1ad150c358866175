//! How long work tells how far it has come.

/// Whoever watches. Work tells it often; what is drawn of it is the watcher's business.
pub trait Progress: Sync {
    /// `what` is at `done` of `total`.
    fn at(&self, what: &'static str, done: u64, total: u64);
}

/// Nobody watches.
impl Progress for () {
    fn at(&self, _: &'static str, _: u64, _: u64) {}
}
