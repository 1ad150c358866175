//! Users of a NATS account who may do what the table of permissions says, each known by a key.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use domain::permissions::{LogUser, Permissions};
use nkeys::{KeyPair, KeyPairType};
use sha2::{Digest, Sha256};

use crate::files::write_once;

/// A user and the public half of their key; the other half is nothing that a server needs.
#[derive(Clone, Debug)]
pub struct NatsUser {
    pub user: LogUser,
    pub public_key: String,
}

/// A fresh seed: what its holder signs with.
pub fn new_nkey() -> Result<String> {
    let key = KeyPair::new_from_raw(KeyPairType::User, rand::random())?;
    Ok(key.seed()?)
}

impl NatsUser {
    /// The user who holds this seed.
    pub fn with_seed(user: LogUser, seed: &str) -> Result<Self> {
        let key = KeyPair::from_seed(seed).context("this is no seed of an nkey")?;
        Ok(Self { user, public_key: key.public_key() })
    }

    /// The user as the server's configuration has it.
    pub fn configuration(&self) -> String {
        let Self { user, public_key } = self;
        let Permissions { publish, never, subscribe, answers } = user.permissions(public_key);
        format!(
            "{{ nkey: {public_key}, permissions: {{ publish: {{ allow: {publish:?}, deny: {never:?} }}, \
             subscribe: {{ allow: {subscribe:?} }}, allow_responses: {answers} }} }}"
        )
    }
}

/// The keys of an account's users in tests: they follow from a secret, so that every process of a
/// run finds the same ones.
#[derive(Clone, Debug)]
pub struct TestKeys {
    pub(crate) folder: PathBuf,
    pub(crate) account: String,
    pub(crate) secret: String,
}

impl TestKeys {
    /// The file with a user's seed.
    pub fn file(&self, user: LogUser) -> Result<PathBuf> {
        let path = self.folder.join(format!("{}.{}.nk", self.account, user.name()));
        write_once(&path, &self.pair(user)?.seed()?)?;
        Ok(path)
    }

    pub(crate) fn users(&self) -> Result<Vec<NatsUser>> {
        let known = |user| Ok(NatsUser { user, public_key: self.pair(user)?.public_key() });
        LogUser::ALL.into_iter().map(known).collect()
    }

    pub(crate) fn of(folder: &Path, account: &str, secret: &str) -> Self {
        let (folder, account, secret) = (folder.to_owned(), account.to_owned(), secret.to_owned());
        Self { folder, account, secret }
    }

    fn pair(&self, user: LogUser) -> Result<KeyPair> {
        let seed = Sha256::digest(format!("{} {} {}", self.secret, self.account, user.name()));
        Ok(KeyPair::new_from_raw(KeyPairType::User, seed.into())?)
    }
}
