//! The parts of the servers' configuration that hold secrets or follow from the table of permissions.

use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use local_stack::{BrokerUser, NatsUser, write_once, write_private};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::stack::Keys;

/// Written anew at every run: the rights of a new release differ, the keys do not.
pub fn write(folder: &Path, keys: &Keys) -> Result<()> {
    write_private(&folder.join("nats-accounts.conf"), &nats_accounts(&keys.log_users()?))?;
    let broker = folder.join("rabbitmq-definitions.json");
    write_once(&broker, &format!("{:#}", rabbitmq_definitions(keys)?))?;
    let cluster = nats_cluster(&keys.password("nats-cluster")?);
    write_private(&folder.join("nats-cluster.conf"), &cluster)
}

fn nats_accounts(users: &[NatsUser]) -> String {
    let users: Vec<_> = users.iter().map(NatsUser::configuration).collect();
    format!(
        "system_account: SYS\naccounts {{\n  SYS {{}}\n  EMS {{ jetstream: enabled, users: [\n    {}\n  ] }}\n}}\n",
        users.join("\n    ")
    )
}

/// Who may join a cluster, and where `deploy/stack.yaml` has its servers. Nobody else knows the
/// password.
fn nats_cluster(password: &str) -> String {
    let route = |nth: u8| format!("\"nats://cluster:{password}@nats-{nth}:6222\"");
    let routes = [1, 2, 3].map(route).join(", ");
    format!("authorization {{ user: cluster, password: {password:?} }}\nroutes: [{routes}]\n")
}

/// With hashes in place of passwords: whoever reads the file cannot sign in with it.
fn rabbitmq_definitions(keys: &Keys) -> Result<Value> {
    let mut definitions = BrokerUser::definitions(&keys.broker_users()?);
    for user in definitions["users"].as_array_mut().into_iter().flatten() {
        let password = user["password"].take();
        let hash = password_hash(password.as_str().unwrap_or_default());
        let name = user["name"].take();
        *user = json!({
            "name": name,
            "password_hash": hash,
            "hashing_algorithm": "rabbit_password_hashing_sha256",
            "tags": "",
        });
    }
    Ok(definitions)
}

/// As RabbitMQ stores it: the salt and SHA-256 of salt and password, in Base64.
fn password_hash(password: &str) -> String {
    let salt: [u8; 4] = rand::random();
    let digest = Sha256::new().chain_update(salt).chain_update(password).finalize();
    STANDARD.encode([&salt[..], &digest[..]].concat())
}
