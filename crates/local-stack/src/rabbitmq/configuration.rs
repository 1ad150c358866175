//! What RabbitMQ is told: its files and its environment.

use std::ffi::OsString;

use anyhow::Result;
use serde_json::json;

use super::RabbitMqSettings;
use crate::files::{folder, write_private};

/// The name of the one user; there is no guest.
const USER: &str = "ems";

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
}

impl Broker {
    pub(super) fn first_host(&self) -> &str {
        self.hosts.first().map_or(DEFAULT_HOST, String::as_str)
    }

    fn definitions(&self) -> serde_json::Value {
        let hosts: Vec<_> = self.hosts.iter().map(|name| json!({ "name": name })).collect();
        let everything = |host: &String| json!({ "user": USER, "vhost": host, "configure": ".*", "write": ".*", "read": ".*" });
        json!({
            "users": [{ "name": USER, "password": self.password, "tags": "administrator" }],
            "vhosts": hosts,
            "permissions": self.hosts.iter().map(everything).collect::<Vec<_>>(),
        })
    }
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
        let users = if self.broker.hosts.is_empty() {
            format!("default_user = {USER}\ndefault_pass = {}\n", self.broker.password)
        } else {
            write_private(&definitions, &self.broker.definitions().to_string())?;
            format!("load_definitions = {}\n", definitions.display())
        };
        let log = "log.console = true\nlog.console.level = info\nlog.file = false\n";
        let listener = format!("listeners.tcp.1 = 127.0.0.1:{}\n", self.port);
        let limit = format!("max_message_size = {MAX_MESSAGE_BYTES}\n");
        let configuration = format!("{listener}{users}{limit}{log}");
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
