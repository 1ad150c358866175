//! What `ems up` tells people and programs about a running stack.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Addresses;
use crate::terminal::strong;

/// One line for programs: `ems up --json` and `ems status --json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    pub web: String,
    pub api: String,
    pub live: String,
    pub amqp: String,
    pub nats: String,
    pub database: String,
    pub admin: Login,
    pub client: Option<Login>,
    /// Process ids by role, in the order of the replicas.
    pub pids: BTreeMap<String, Vec<u32>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Login {
    pub username: String,
    pub password: String,
}

impl Summary {
    pub fn new(gateway_port: u16, addresses: &Addresses, admin: Login) -> Self {
        let authority = format!("localhost:{gateway_port}");
        Self {
            web: format!("http://{authority}"),
            api: format!("http://{authority}/api"),
            live: format!("ws://{authority}/ws/websocket"),
            amqp: addresses.amqp.clone(),
            nats: addresses.nats.clone(),
            database: addresses.database.clone(),
            admin,
            client: None,
            pids: BTreeMap::new(),
        }
    }

    /// For people; the passwords are shown here and nowhere else.
    pub fn text(&self) -> String {
        let mut lines = vec![String::new(), format!("  Open      {}", strong(&self.web))];
        if let Some(client) = &self.client {
            lines.push(format!("  Customer  {} / {}", client.username, client.password));
        }
        lines.push(format!("  Admin     {} / {}", self.admin.username, self.admin.password));
        lines.push(String::new());
        lines.join("\n")
    }
}
