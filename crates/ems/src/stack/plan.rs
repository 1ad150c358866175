//! Which processes make up a stack, and with which environment each of them runs.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::{Context, Result};
use domain::permissions::LogUser;
use local_stack::{BusyPort, DEFAULT_PORT_BASE, PortBlock};

use super::{Addresses, Folders, Keys};
use crate::accounts::DatabaseRole;

pub const ADMINISTRATOR: &str = "admin";
pub const SIMULATOR: &str = "simulate";
/// The only role that is given the key of the language model.
const ASSISTANT: &str = "assistant";

/// The other roles answer questions about health on the ports before those of the replicas.
const FIRST_REPLICA: u16 = 4;

/// One process of the stack.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Unique: `gateway`, `projections-2`.
    pub name: String,
    pub role: String,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
    /// Where it says that it is ready.
    pub readiness: Option<String>,
}

/// What the plans of all roles are made from.
pub struct Outline<'a> {
    pub block: PortBlock,
    pub replicas: u16,
    pub addresses: &'a Addresses,
    pub keys: &'a Keys,
}

impl Outline<'_> {
    /// The roles, in the order in which they are started; they are stopped in the opposite one.
    pub fn roles(&self) -> Vec<Plan> {
        let mut plans = vec![self.command_api()];
        plans.extend((1..=self.replicas).map(|replica| self.projections(replica)));
        plans.push(self.ingest_bridge());
        plans.push(self.assistant());
        plans.push(self.gateway());
        plans
    }

    fn command_api(&self) -> Plan {
        let listen = format!("127.0.0.1:{}", self.block.command_api());
        let mut plan = self.role("command-api", "command-api", 0);
        plan.environment.extend([
            ("EMS_COMMAND_API_LISTEN", listen.into()),
            ("EMS_GATEWAY_PUBLIC_KEY_FILE", self.keys.gateway_public_key().into()),
            ("EMS_NAME_KEY_FILE", self.keys.name_key().into()),
            ("EMS_MASTER_KEY_FILE", self.keys.master_key().into()),
            ("EMS_FIRST_ADMIN_PASSWORD_FILE", self.keys.admin_password().into()),
        ]);
        plan
    }

    fn ingest_bridge(&self) -> Plan {
        let mut plan = self.role("ingest-bridge", "ingest-bridge", 1);
        plan.environment.push(("EMS_AMQP_URL", self.bridge().into()));
        // What is sent again goes in as a meter sends it.
        if let Some(meters) = &self.addresses.roles.meters {
            plan.environment.push(("EMS_AMQP_RETRY_URL", meters.into()));
        }
        plan
    }

    fn bridge(&self) -> String {
        let Addresses { amqp, roles, .. } = self.addresses;
        roles.bridge.as_ref().unwrap_or(amqp).clone()
    }

    /// Its language model is named by the environment that the stack is started with.
    fn assistant(&self) -> Plan {
        let mut plan = self.role(ASSISTANT, ASSISTANT, 3);
        plan.with_database(self.addresses, DatabaseRole::Assistant);
        plan.environment.push(("EMS_MASTER_KEY_FILE", self.keys.master_key().into()));
        plan
    }

    fn gateway(&self) -> Plan {
        let listen = format!("127.0.0.1:{}", self.block.gateway());
        let command_api = format!("http://127.0.0.1:{}", self.block.command_api());
        let mut plan = self.role("gateway", "gateway", 2);
        plan.with_database(self.addresses, DatabaseRole::Gateway);
        plan.environment.extend([
            ("EMS_GATEWAY_LISTEN", listen.into()),
            ("EMS_COMMAND_API_URL", command_api.into()),
            ("EMS_GATEWAY_KEY_FILE", self.keys.gateway_key().into()),
            // What people write to each other is sealed in the log, and pushed to them from there.
            ("EMS_MASTER_KEY_FILE", self.keys.master_key().into()),
            ("EMS_ORIGINS", self.origins().into()),
        ]);
        plan
    }

    fn projections(&self, replica: u16) -> Plan {
        let name = format!("projections-{replica}");
        let mut plan = self.role(&name, "projections", FIRST_REPLICA + replica - 1);
        plan.with_database(self.addresses, DatabaseRole::Projections);
        plan.environment.push(("EMS_MASTER_KEY_FILE", self.keys.master_key().into()));
        plan.environment.extend([
            ("EMS_AUDIT_KEY_FILE", self.keys.audit_key().into()),
            ("EMS_CHECKPOINTS_FILE", self.keys.checkpoints().into()),
        ]);
        plan
    }

    /// The pages that may talk to the gateway: those of clients in the field, and our own.
    fn origins(&self) -> String {
        let port = self.block.gateway();
        let own = format!("http://localhost:{port},http://127.0.0.1:{port}");
        let usual = "http://localhost,http://localhost:80,http://localhost:5173";
        match std::env::var("EMS_ORIGINS") {
            Ok(listed) if !listed.is_empty() => format!("{listed},{own}"),
            _ => format!("{usual},{own}"),
        }
    }

    fn role(&self, name: &str, role: &str, health: u16) -> Plan {
        let health = format!("127.0.0.1:{}", self.block.health(health));
        let Addresses { nats, roles, .. } = self.addresses;
        let mut environment: Vec<(&'static str, OsString)> = vec![
            ("EMS_NATS_URL", roles.nats.as_ref().unwrap_or(nats).into()),
            ("EMS_HEALTH_LISTEN", health.clone().into()),
            ("EMS_REPLICA", name.into()),
        ];
        if let Some(user) = LogUser::named(role).filter(|_| roles.nats.is_some()) {
            environment.push(("EMS_NATS_NKEY_FILE", self.keys.nkey(user).into()));
        }
        if let Some(monitor) = &self.addresses.nats_monitor {
            environment.push(("EMS_NATS_MONITOR_URL", monitor.clone().into()));
        }
        Plan {
            name: name.to_owned(),
            role: role.to_owned(),
            arguments: vec!["run".into(), role.into()],
            environment,
            readiness: Some(format!("http://{health}/readyz")),
        }
    }
}

impl Plan {
    /// The live simulator, publishing for these devices.
    pub fn simulator(addresses: &Addresses, devices: &[String]) -> Self {
        let meters = addresses.roles.meters.as_ref().unwrap_or(&addresses.amqp);
        let mut arguments: Vec<OsString> = ["simulate", "--interval", "5s"].map(Into::into).into();
        arguments.extend(devices.iter().flat_map(|id| ["--device".into(), id.into()]));
        Self {
            name: SIMULATOR.to_owned(),
            role: SIMULATOR.to_owned(),
            arguments,
            environment: vec![("EMS_AMQP_URL", meters.into())],
            readiness: None,
        }
    }

    /// This very program, turned into the process. Secrets travel in the environment and in files,
    /// never on a command line, which every user of the machine can read.
    pub fn command(&self, folders: &Folders) -> Command {
        let mut command = this_program();
        command.args(&self.arguments).envs(self.environment.iter().cloned());
        command.env("EMS_DATA_DIR", folders.home());
        if self.role != ASSISTANT {
            command.env_remove("EMS_GEMINI_KEY");
        }
        command
    }

    fn with_database(&mut self, addresses: &Addresses, role: DatabaseRole) {
        self.environment.push(("EMS_DATABASE_URL", addresses.database_of(role).into()));
    }
}

/// The block of ports that `EMS_PORT_BASE` asks for or the next one that is free, and the busy ports
/// met on the way.
pub fn free_ports(replicas: u16) -> Result<(PortBlock, Vec<BusyPort>)> {
    let base = match std::env::var("EMS_PORT_BASE") {
        Ok(base) if !base.is_empty() => {
            base.parse().with_context(|| format!("EMS_PORT_BASE is {base:?}, which is no port"))?
        }
        _ => DEFAULT_PORT_BASE,
    };
    PortBlock::first_free(base, FIRST_REPLICA + replicas)
}

/// The program that runs now, even when a build has replaced its file meanwhile.
pub fn this_program() -> Command {
    let mut command = Command::new("/proc/self/exe");
    command.arg0("ems");
    command
}
