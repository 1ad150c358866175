//! What RabbitMQ is told: its files and its environment.

use std::ffi::OsString;

use anyhow::Result;
use serde_json::{Value, json};

use super::RabbitMqSettings;
use crate::files::{folder, write_private};
use crate::tls::Tls;

/// The name of the one user; there is no guest.
const USER: &str = "ems";

/// Where meters publish to.
const QUEUE: &str = "device.measurements";

/// The default virtual host as a URL spells it.
const DEFAULT_HOST: &str = "%2f";

/// So large a message is refused: a hostile one cannot exhaust the memory of who reads it.
const MAX_MESSAGE_BYTES: u32 = 16 * 1024 * 1024;

/// Leaves nothing on another address than loopback, starts no port mapper beside ours, and lets an
/// idle broker leave the cores alone.
const ERLANG_ARGUMENTS: &str = "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false \
     +sbwt none +sbwtdcpu none +sbwtdio none";

/// Who may sign in, and where to.
#[derive(Clone, Debug)]
pub struct Broker {
    pub password: String,
    /// Virtual hosts made at the start; the default one when there are none.
    pub hosts: Vec<String>,
    /// Who may do little, in every virtual host.
    pub users: Vec<BrokerUser>,
}

/// A user with the rights that are listed; each is a pattern of names.
#[derive(Clone, Debug)]
pub struct BrokerUser {
    pub name: &'static str,
    pub password: String,
    read: &'static str,
    write: &'static str,
}

impl BrokerUser {
    pub const BRIDGE: &str = "bridge";
    pub const METERS: &str = "meters";

    /// The bridge, which only reads the queue, and the meters, which only write to it. They reach it
    /// through the default exchange, by the queue's name.
    pub fn of_queue(bridge: &str, meters: &str) -> Vec<Self> {
        let (bridge, meters) = (bridge.to_owned(), meters.to_owned());
        vec![
            Self {
                name: Self::BRIDGE,
                password: bridge,
                read: r"^device\.measurements$",
                write: "^$",
            },
            Self { name: Self::METERS, password: meters, read: "^$", write: r"^amq\.default$" },
        ]
    }

    /// The users with the queue, as a broker of their own loads them.
    pub fn definitions(users: &[Self]) -> Value {
        Self::in_hosts(users, &[])
    }

    fn in_hosts(users: &[Self], hosts: &[String]) -> Value {
        let hosts = hosts_or_default(hosts);
        let user =
            |user: &Self| json!({ "name": user.name, "password": user.password, "tags": "" });
        let rights = |host: &&str| -> Vec<_> {
            users.iter().map(|user| may(user.name, host, ["^$", user.write, user.read])).collect()
        };
        json!({
            "users": users.iter().map(user).collect::<Vec<_>>(),
            "vhosts": hosts.iter().map(|name| json!({ "name": name })).collect::<Vec<_>>(),
            "permissions": hosts.iter().flat_map(rights).collect::<Vec<_>>(),
            "queues": hosts.iter().map(|host| queue(host)).collect::<Vec<_>>(),
        })
    }
}

impl Broker {
    pub(super) fn first_host(&self) -> &str {
        self.hosts.first().map_or(DEFAULT_HOST, String::as_str)
    }

    fn definitions(&self) -> Value {
        let mut definitions = BrokerUser::in_hosts(&self.users, &self.hosts);
        let mut add = |list: &str, entry| {
            if let Some(list) = definitions[list].as_array_mut() {
                list.push(entry);
            }
        };
        add("users", json!({ "name": USER, "password": self.password, "tags": "administrator" }));
        for host in hosts_or_default(&self.hosts) {
            add("permissions", may(USER, host, [".*"; 3]));
        }
        definitions
    }
}

fn encrypted_listener((port, tls): &(u16, Tls)) -> String {
    let Tls { certificate, key, authority } = tls;
    format!(
        "listeners.ssl.1 = 127.0.0.1:{port}\nssl_options.cacertfile = {}\n\
         ssl_options.certfile = {}\nssl_options.keyfile = {}\nssl_options.verify = verify_none\n",
        authority.display(),
        certificate.display(),
        key.display()
    )
}

fn hosts_or_default(hosts: &[String]) -> Vec<&str> {
    if hosts.is_empty() { vec!["/"] } else { hosts.iter().map(String::as_str).collect() }
}

fn may(user: &str, host: &str, [configure, write, read]: [&str; 3]) -> Value {
    json!({ "user": user, "vhost": host, "configure": configure, "write": write, "read": read })
}

/// As meters in the field declare it: durable, classic, without arguments.
fn queue(host: &str) -> Value {
    json!({ "name": QUEUE, "vhost": host, "durable": true, "auto_delete": false, "arguments": {} })
}

impl RabbitMqSettings {
    pub(crate) fn url(&self, host: &str) -> String {
        format!("amqp://{USER}:{}@127.0.0.1:{}/{host}", self.broker.password, self.port)
    }

    pub(super) fn write_configuration(&self) -> Result<()> {
        for part in ["", "home", "mnesia", "log"] {
            folder(&self.folder.join(part), 0o700)?;
        }
        let definitions = self.folder.join("definitions.json");
        write_private(&definitions, &self.broker.definitions().to_string())?;
        let users = format!("load_definitions = {}\n", definitions.display());
        let log = "log.console = true\nlog.console.level = info\nlog.file = false\n";
        let listener = format!("listeners.tcp.1 = 127.0.0.1:{}\n", self.port);
        let limit = format!("max_message_size = {MAX_MESSAGE_BYTES}\n");
        let encrypted = self.tls.as_ref().map(encrypted_listener).unwrap_or_default();
        let configuration = format!("{listener}{encrypted}{users}{limit}{log}");
        write_private(&self.folder.join("rabbitmq.conf"), &configuration)?;
        write_private(&self.folder.join("plugins"), "[].\n")?;
        write_private(&self.folder.join("environment.conf"), "")
    }

    /// The whole environment: nothing that the host says of another broker leaks in.
    pub(super) fn environment(&self) -> Vec<(&'static str, OsString)> {
        let within = |name: &str| self.folder.join(name).into_os_string();
        vec![
            ("PATH", std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into())),
            ("LANG", "C.UTF-8".into()),
            ("HOME", within("home")),
            ("RABBITMQ_NODENAME", "ems@localhost".into()),
            ("RABBITMQ_MNESIA_BASE", within("mnesia")),
            ("RABBITMQ_LOG_BASE", within("log")),
            ("RABBITMQ_CONFIG_FILE", within("rabbitmq.conf")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", within("plugins")),
            ("RABBITMQ_CONF_ENV_FILE", within("environment.conf")),
            ("RABBITMQ_DIST_PORT", self.distribution_port.to_string().into()),
            ("ERL_EPMD_PORT", self.epmd_port.to_string().into()),
            ("ERL_EPMD_ADDRESS", "127.0.0.1".into()),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", ERLANG_ARGUMENTS.into()),
            // The script then becomes the broker, instead of staying as its parent: one process
            // id to record, and a kill that reaches the broker itself.
            ("RUNNING_UNDER_SYSTEMD", "1".into()),
        ]
    }
}
