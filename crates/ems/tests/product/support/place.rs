//! Where a test's product runs: a place on the shared servers, or servers of the test's own.

use std::path::Path;
use std::process::Command;

use domain::permissions::LogUser;
use local_stack::{Lease, PrivateServers, TestKeys, TestServers};

/// The addresses of the three servers.
pub struct Place {
    pub nats_url: String,
    pub nats_monitor_url: String,
    pub database_url: String,
    pub amqp_url: String,
    pub keys: TestKeys,
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
            keys: lease.keys.clone(),
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
            keys: servers.keys.clone(),
            _lease: None,
        }
    }

    /// Makes the streams, users and tables that no role may make, as an operator does.
    pub fn prepare(&self, folder: &Path) {
        let secrets = folder.join("secrets");
        std::fs::create_dir_all(&secrets).expect("a folder");
        for role in ["migrator", "projections", "gateway", "assistant", "audit"] {
            let file = secrets.join(format!("database-{role}-password"));
            std::fs::write(file, self.password()).expect("a password");
        }
        let made = Command::new(env!("CARGO_BIN_EXE_ems"))
            .args(["deploy", "migrate", "--secrets"])
            .arg(&secrets)
            .env("EMS_NATS_URL", &self.nats_url)
            .env("EMS_DATABASE_URL", &self.database_url)
            .output()
            .expect("the ems binary starts");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }

    /// What a role is given: addresses under which it may do its work and nothing else.
    pub fn settings_of(&self, role: &str) -> Vec<(String, String)> {
        let user = LogUser::named(role).expect("a role");
        let key = self.keys.file(user).expect("its key").display().to_string();
        let as_user = |url: &str, user: &str| url.replacen("//ems:", &format!("//{user}:"), 1);
        let database = as_user(&self.database_url, &format!("ems_{role}"));
        [
            ("EMS_NATS_URL", self.bare_nats_url()),
            ("EMS_NATS_NKEY_FILE", key),
            ("EMS_NATS_MONITOR_URL", self.nats_monitor_url.clone()),
            ("EMS_DATABASE_URL", database),
            ("EMS_AMQP_URL", as_user(&self.amqp_url, "bridge")),
            ("EMS_AMQP_RETRY_URL", as_user(&self.amqp_url, "meters")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// NATS for whoever signs in with a key.
    pub fn bare_nats_url(&self) -> String {
        let host = self.nats_url.rsplit('@').next().expect("a host");
        format!("nats://{host}")
    }

    /// The servers of a test have one password for everybody.
    pub fn password(&self) -> &str {
        let credentials = self.database_url.split('@').next().expect("credentials");
        credentials.rsplit(':').next().expect("a password")
    }
}
