//! PostgreSQL refuses to run as root: whom it runs as then, and a folder which that user can reach.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::files::folder;

/// A user without rights, from `/etc/passwd`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unprivileged {
    pub uid: u32,
    pub gid: u32,
}

/// Where a server keeps its state, and why that is not where it was asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateFolder {
    pub path: PathBuf,
    pub moved_because: Option<String>,
}

impl Unprivileged {
    /// Nobody when this process is not root: then the server simply runs as the same user.
    pub fn needed() -> Result<Option<Self>> {
        if !rustix::process::geteuid().is_root() {
            return Ok(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").context("cannot read /etc/passwd")?;
        let user = named(&users, "postgres").or_else(|| named(&users, "nobody"));
        user.map(Some).context(
            "PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody",
        )
    }

    /// Hands a path to this user.
    pub fn own(self, path: &Path) -> Result<()> {
        chown(path, Some(self.uid), Some(self.gid))
            .with_context(|| format!("cannot hand {} to the user {}", path.display(), self.uid))
    }

    fn can_pass(self, folder: &Path) -> bool {
        let Ok(metadata) = folder.metadata() else { return true };
        let bit = match metadata {
            ref owned if owned.uid() == self.uid => 0o100,
            ref shared if shared.gid() == self.gid => 0o010,
            _ => 0o001,
        };
        metadata.mode() & bit != 0
    }
}

/// The folder wanted for PostgreSQL's state, or one under `/var/tmp` when a parent is closed to the
/// user that PostgreSQL runs as. The same wish always gives the same folder.
pub fn state_folder(wanted: &Path) -> Result<StateFolder> {
    let closed = Unprivileged::needed()?.and_then(|user| {
        wanted.ancestors().skip(1).find(|parent| !user.can_pass(parent)).map(Path::to_owned)
    });
    let Some(closed) = closed else {
        return Ok(StateFolder { path: wanted.to_owned(), moved_because: None });
    };
    let home = reachable_home(wanted)?;
    let why = format!("{} is closed to the user that PostgreSQL runs as", closed.display());
    Ok(StateFolder { path: home.join("postgres"), moved_because: Some(why) })
}

fn reachable_home(wanted: &Path) -> Result<PathBuf> {
    let digest = Sha256::digest(wanted.as_os_str().as_bytes());
    let home = Path::new("/var/tmp").join(format!("ems-{}", hex::encode(&digest[..8])));
    folder(&home, 0o711)?;
    // Anybody may make folders under /var/tmp: one that is not ours is a trap or an accident.
    let owner =
        home.metadata().with_context(|| format!("cannot look at {}", home.display()))?.uid();
    ensure!(
        owner == rustix::process::geteuid().as_raw(),
        "{} belongs to somebody else",
        home.display()
    );
    Ok(home)
}

fn named(users: &str, name: &str) -> Option<Unprivileged> {
    let user = users.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut fields = user.split(':').skip(2);
    Some(Unprivileged { uid: fields.next()?.parse().ok()?, gid: fields.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_below_a_closed_one_moves_to_the_same_place_every_time() {
        let parent = tempfile::tempdir().unwrap();
        folder(parent.path(), 0o700).unwrap();
        let wanted = parent.path().join("data/postgres");
        let first = state_folder(&wanted).unwrap();
        assert_eq!(first, state_folder(&wanted).unwrap());
        let root = Unprivileged::needed().unwrap().is_some();
        assert_eq!(first.path != wanted, root, "only root hands its data to somebody else");
        if let Some(home) = first.path.parent().filter(|_| root) {
            std::fs::remove_dir(home).unwrap();
        }
    }
}
