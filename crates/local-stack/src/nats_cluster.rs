//! Three NATS servers that keep three copies of each stream, for tests that kill one of them.

use anyhow::{Context, Result};
use tempfile::TempDir;

use crate::nats::{ClusterMember, Nats, NatsAccount, NatsSettings};
use crate::ports::ServerPorts;
use crate::programs::nats_server;
use crate::secret::random_secret;
use crate::testing::watch_over;

const MEMBERS: usize = 3;

/// Dropping it ends the servers and removes their data.
#[derive(Debug)]
pub struct NatsCluster {
    servers: Vec<Nats>,
    // Dropped last: the servers above live in it.
    _home: TempDir,
}

impl NatsCluster {
    pub async fn start() -> Result<Self> {
        let home = tempfile::Builder::new().prefix("ems-cluster-").tempdir();
        let home = home.context("cannot make a temporary folder")?;
        watch_over(home.path())?;
        let mut ports: Vec<ServerPorts> = Vec::new();
        while ports.len() < MEMBERS {
            let free = ServerPorts::free()?;
            if ports.iter().all(|taken| taken.nats != free.nats) {
                ports.push(free);
            }
        }
        let routes: Vec<u16> = ports.iter().map(|ports| ports.amqp).collect();
        let account =
            NatsAccount { user: "ems".to_owned(), password: random_secret(), users: Vec::new() };
        let program = nats_server()?;
        let start = |(nth, ports): (usize, &ServerPorts)| {
            let name = format!("ems-{}", nth + 1);
            Nats::start(NatsSettings {
                program: program.clone(),
                folder: home.path().join(&name),
                run: home.path().join(&name),
                log: home.path().join(format!("{name}.log")),
                port: ports.nats,
                monitor_port: ports.nats_monitor,
                accounts: vec![account.clone()],
                tls: None,
                cluster: Some(ClusterMember { name, port: ports.amqp, routes: routes.clone() }),
            })
        };
        let [one, two, three] = [0, 1, 2].map(|nth| start((nth, &ports[nth])));
        let (one, two, three) = tokio::try_join!(one, two, three)?;
        Ok(Self { servers: vec![one, two, three], _home: home })
    }

    /// The addresses of all three, with commas between.
    pub fn url(&self) -> String {
        self.servers.iter().map(Nats::url).collect::<Vec<_>>().join(",")
    }

    pub fn monitor_url(&self) -> String {
        self.servers[0].monitor_url()
    }

    /// The server that calls itself by this name, such as the leader of a stream.
    pub fn server(&mut self, name: &str) -> Option<&mut Nats> {
        let nth: usize = name.strip_prefix("ems-")?.parse().ok()?;
        self.servers.get_mut(nth.checked_sub(1)?)
    }
}
