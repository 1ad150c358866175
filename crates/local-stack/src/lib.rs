//! Private NATS, PostgreSQL and RabbitMQ servers on 127.0.0.1, for a whole stack and for tests.
//!
//! Each server is a child process with a folder, ports and a random password of its own. Data
//! outlives a restart; nothing outlives the one who started it.

mod files;
mod nats;
mod nats_cluster;
mod nats_users;
mod ports;
mod postgres;
mod private_servers;
mod process;
mod programs;
mod rabbitmq;
mod secret;
mod testing;
mod tls;
mod traefik;
mod unprivileged;

pub use files::{write_once, write_private};
pub use nats::{ClusterMember, Nats, NatsAccount, NatsSettings};
pub use nats_cluster::NatsCluster;
pub use nats_users::{NatsUser, TestKeys, new_nkey};
pub use ports::{BusyPort, DEFAULT_PORT_BASE, PORT_BLOCK, PortBlock, ServerPorts, free_address};
pub use postgres::{Postgres, PostgresSettings};
pub use private_servers::PrivateServers;
pub use process::{ChildProcess, ProcessIdentity, log_tail, recorded};
pub use programs::{Programs, epmd, nats_server, postgres_bin, rabbitmq_server, traefik};
pub use rabbitmq::{Broker, BrokerUser, RabbitMq, RabbitMqSettings};
pub use secret::{random_secret, secret_in};
pub use testing::{
    FakeGemini, Lease, ModelManner, NatsFault, NatsProxy, TestServers, is_in_own_network, scale,
};
pub use tls::Tls;
pub use traefik::{Traefik, TraefikSettings};
pub use unprivileged::{StateFolder, state_folder};
