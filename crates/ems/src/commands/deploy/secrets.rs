//! `ems deploy secrets`: keys, passwords, certificates and the configuration that holds them.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use local_stack::write_once;

use super::{certificates, configuration};
use crate::accounts::DatabaseRole;
use crate::stack::Keys;
use crate::terminal::say;

/// Make all secrets of an installation: keys, passwords, TLS certificates
///
/// What is there already stays as it is, so it can be run again after an upgrade. Each file appears
/// whole, only its owner can read it, and no secret is printed.
#[derive(Args)]
#[command(after_help = "Example:\n  ems deploy secrets --into deploy/secrets")]
pub struct Secrets {
    /// The folder to fill
    #[arg(long, value_name = "FOLDER")]
    into: PathBuf,
    /// Make the servers' certificates anew, by the same authority
    #[arg(long)]
    renew_certificates: bool,
}

/// The file that a process reads an address from, and the address.
type Address = (&'static str, String);

impl Secrets {
    pub fn run(self) -> Result<ExitCode> {
        let folder = &self.into;
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        let keys = Keys::in_folder(folder)?;
        certificates::make(folder, self.renew_certificates)?;
        for (file, address) in addresses(&keys)? {
            write_once(&folder.join(file), &address)?;
        }
        configuration::write(folder, &keys)?;
        say(&format!("{} files are in {}", count(folder)?, folder.display()));
        say("keep a copy of master-key and name-key apart from the data: without them the log");
        say("cannot be read, and nothing can make them anew");
        Ok(ExitCode::SUCCESS)
    }
}

/// Under the names that `deploy/` gives the servers.
fn addresses(keys: &Keys) -> Result<Vec<Address>> {
    let database = |user: &str, password: &str| {
        format!(
            "postgres://{user}:{password}@postgres:5432/ems\
             ?sslmode=verify-full&sslrootcert=/run/secrets/ca.pem"
        )
    };
    let of = |role: DatabaseRole| anyhow::Ok(database(role.user(), &keys.password(role.secret())?));
    let amqp = |user: &str| {
        let password = keys.password(&format!("rabbitmq-{user}"))?;
        anyhow::Ok(format!("amqps://{user}:{password}@rabbitmq:5671/%2f"))
    };
    Ok(vec![
        ("database-url-owner", database("ems", &keys.password("postgres")?)),
        ("database-url-projections", of(DatabaseRole::Projections)?),
        ("database-url-gateway", of(DatabaseRole::Gateway)?),
        ("database-url-assistant", of(DatabaseRole::Assistant)?),
        ("database-url-audit", of(DatabaseRole::Audit)?),
        ("amqp-url-bridge", amqp("bridge")?),
        ("amqp-url-meters", amqp("meters")?),
    ])
}

fn count(folder: &Path) -> Result<usize> {
    Ok(std::fs::read_dir(folder)?.count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn made(folder: &Path, renew_certificates: bool) -> BTreeMap<String, Vec<u8>> {
        Secrets { into: folder.to_owned(), renew_certificates }.run().unwrap();
        let files = std::fs::read_dir(folder).unwrap().map(|file| {
            let path = file.unwrap().path();
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{} is open to others", path.display());
            (path.file_name().unwrap().display().to_string(), std::fs::read(&path).unwrap())
        });
        files.collect()
    }

    #[test]
    fn secrets_are_made_once_and_only_their_owner_reads_them() {
        let folder = tempfile::tempdir().unwrap();
        let first = made(folder.path(), false);
        assert_eq!(first, made(folder.path(), false));
        for name in ["master-key", "nats-gateway.nk", "ca.pem", "rabbitmq-definitions.json"] {
            assert!(first.contains_key(name), "{name} is missing: {:?}", first.keys());
        }
    }

    #[test]
    fn new_certificates_are_of_the_same_authority() {
        let folder = tempfile::tempdir().unwrap();
        let first = made(folder.path(), false);
        let second = made(folder.path(), true);
        assert_eq!(first["ca.pem"], second["ca.pem"]);
        assert_ne!(first["nats.pem"], second["nats.pem"]);
        assert_eq!(first["master-key"], second["master-key"]);
    }
}
