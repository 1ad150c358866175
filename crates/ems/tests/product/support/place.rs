//! Where a test's product runs: a place on the shared servers, or servers of the test's own.

use local_stack::{Lease, PrivateServers, TestServers};

/// The addresses of the three servers.
pub struct Place {
    pub nats_url: String,
    pub nats_monitor_url: String,
    pub database_url: String,
    pub amqp_url: String,
    /// Keeps shared servers running.
    _lease: Option<Lease>,
}

impl Place {
    /// A fresh place on the servers that all tests of a run share.
    pub async fn shared() -> Self {
        let servers = TestServers::acquire().await.expect("the servers start");
        let lease = servers.lease().await.expect("a place on the servers");
        Self {
            nats_url: lease.nats_url.clone(),
            nats_monitor_url: lease.nats_monitor_url.clone(),
            database_url: lease.database_url.clone(),
            amqp_url: lease.amqp_url.clone(),
            _lease: Some(lease),
        }
    }

    /// On servers that the test kills.
    pub fn on(servers: &PrivateServers) -> Self {
        Self {
            nats_url: servers.nats.url(),
            nats_monitor_url: servers.nats.monitor_url(),
            database_url: servers.postgres.url(),
            amqp_url: servers.rabbit.url(),
            _lease: None,
        }
    }
}
