//! Where the server programs are, and what to do when one is missing.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

const INSTALL_HINT: &str =
    "run `./ems doctor` to see what is missing, or `./ems up`, which installs it";

/// The programs of the three servers.
#[derive(Clone, Debug)]
pub struct Programs {
    pub nats_server: PathBuf,
    pub postgres_bin: PathBuf,
    pub rabbitmq_server: PathBuf,
    pub epmd: PathBuf,
}

impl Programs {
    pub fn find() -> Result<Self> {
        Ok(Self {
            nats_server: nats_server()?,
            postgres_bin: postgres_bin(None)?,
            rabbitmq_server: rabbitmq_server()?,
            epmd: epmd()?,
        })
    }
}

/// `EMS_NATS_SERVER`, else the wheel's binary in the virtual environment of this checkout.
pub fn nats_server() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("EMS_NATS_SERVER").filter(|value| !value.is_empty()) {
        return existing(named.into(), "EMS_NATS_SERVER names");
    }
    in_virtual_environment("nats-server")
}

/// `EMS_TRAEFIK`, else the wheel's binary in the virtual environment of this checkout.
pub fn traefik() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("EMS_TRAEFIK").filter(|value| !value.is_empty()) {
        return existing(named.into(), "EMS_TRAEFIK names");
    }
    in_virtual_environment("traefik")
}

/// The folder of PostgreSQL's programs: of this major version, else the newest that is installed.
pub fn postgres_bin(version: Option<&str>) -> Result<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    found.sort();
    let Some(version) = version else {
        let newest = found.pop().map(|(_, bin)| bin);
        return newest.with_context(|| format!("PostgreSQL is not installed; {INSTALL_HINT}"));
    };
    let same = found.into_iter().find(|(major, _)| major.to_string() == version);
    same.map(|(_, bin)| bin).with_context(|| {
        format!("the data was made by PostgreSQL {version}, which is not installed any more")
    })
}

/// The package's own script: the wrapper in `/usr/sbin` would change user and folder.
pub fn rabbitmq_server() -> Result<PathBuf> {
    existing("/usr/lib/rabbitmq/bin/rabbitmq-server".into(), "RabbitMQ is looked for as")
}

/// Erlang's port mapper, which comes with RabbitMQ.
pub fn epmd() -> Result<PathBuf> {
    existing("/usr/bin/epmd".into(), "Erlang's port mapper is looked for as")
}

fn in_virtual_environment(program: &str) -> Result<PathBuf> {
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    here.ancestors()
        .map(|folder| folder.join(".ems/venv/bin").join(program))
        .find(|candidate| candidate.is_file())
        .with_context(|| format!("found no {program} in .ems/venv/bin; {INSTALL_HINT}"))
}

fn existing(path: PathBuf, what: &str) -> Result<PathBuf> {
    if Path::new(&path).is_file() {
        return Ok(path);
    }
    bail!("{what} {}, which is not there; {INSTALL_HINT}", path.display())
}
