//! How often users and addresses may ask for anything at all.

use domain::ids::UserId;

use crate::access::Operation;
use crate::http::{Buckets, Neighbourhood, Peer, Problem};
use crate::identity::Caller;
use crate::limits::Limits;

pub struct Rates {
    of_user: Buckets<UserId>,
    of_strangers: Buckets<Neighbourhood>,
}

impl Rates {
    pub fn new(limits: &Limits) -> Self {
        Self {
            of_user: Buckets::per_minute(limits.requests_per_minute),
            of_strangers: Buckets::per_minute(limits.anonymous_requests_per_minute),
        }
    }

    /// An administrator's old page asks for the role of each listed user at once, takes any refusal
    /// for CLIENT, and saves that: it is never refused.
    pub async fn admit(&self, caller: &Caller, operation: Operation) -> Result<(), Problem> {
        if caller.is_admin() && operation == Operation::ReadRole {
            return Ok(());
        }
        self.of_user.take(caller.user).await.map_err(Problem::throttled)
    }

    /// For whoever shows no identity that counts. Whoever does is not held up by their neighbours.
    pub async fn admit_stranger(&self, peer: Peer) -> Result<(), Problem> {
        self.of_strangers.take(peer.neighbourhood()).await.map_err(Problem::throttled)
    }
}
