//! Passwords: which are acceptable, and turning them into argon2id hashes without being overrun.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;
use tokio::sync::Semaphore;

const SHORTEST: usize = 8;
/// Longer ones would only let a caller buy computing time.
const LONGEST: usize = 128;

/// Each hash takes 19 MiB and a core for some 20 ms; two at once leave the rest to other work.
const AT_ONCE: usize = 2;
const WAITING: usize = 128;
/// Memory in KiB, passes and lanes, as OWASP recommends for argon2id.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// The 3,000 most common ones that are long enough, by the ranking that the strength estimator zxcvbn
/// publishes (MIT licence), and some more: one a line, in lower case.
static COMMON: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// The rule that a password breaks; reads on after "the password".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum PasswordRule {
    #[error("must have 8 to 128 characters")]
    Length,
    #[error("is one of the most common ones; choose another")]
    Common,
}

/// Why there is no hash.
#[derive(Debug, Error)]
pub(crate) enum HashError {
    #[error("too many passwords are being set at the moment; try again in a few seconds")]
    Busy,
    #[error("the password cannot be hashed: {0}")]
    Failed(String),
}

/// Hashes passwords, two at a time, with a bounded queue. Clones share the queue.
#[derive(Clone)]
pub(crate) struct Passwords {
    places: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self {
            places: Arc::new(Semaphore::new(AT_ONCE + WAITING)),
            running: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Passwords {
    /// The PHC string of the password, which the caller has found acceptable.
    pub async fn hash(&self, password: SecretString) -> Result<String, HashError> {
        self.in_turn(move || phc(password.expose_secret())).await?
    }

    /// Whether it is the password that a PHC string was made of.
    pub async fn matches(&self, password: SecretString, phc: String) -> Result<bool, HashError> {
        self.in_turn(move || {
            let hash = PasswordHash::new(&phc);
            let password = password.expose_secret().as_bytes();
            hash.is_ok_and(|hash| Argon2::default().verify_password(password, &hash).is_ok())
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| HashError::Busy)?;
        let turn = self.running.clone().acquire_owned().await.map_err(|_| HashError::Busy)?;
        let working = tokio::task::spawn_blocking(move || {
            // Given back only when the work is done: a caller who leaves does not end it.
            let _held = (place, turn);
            work()
        });
        working.await.map_err(|error| HashError::Failed(error.to_string()))
    }
}

/// Checks a password against the rules that customers are told.
pub(crate) fn acceptable(password: &str) -> Result<(), PasswordRule> {
    if !(SHORTEST..=LONGEST).contains(&password.chars().count()) {
        return Err(PasswordRule::Length);
    }
    if COMMON.contains(password.to_lowercase().as_str()) {
        return Err(PasswordRule::Common);
    }
    Ok(())
}

fn phc(password: &str) -> Result<String, HashError> {
    let failed = |error: &dyn std::fmt::Display| HashError::Failed(error.to_string());
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| failed(&error))?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.as_bytes()).map_err(|error| failed(&error))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_and_not_bytes() {
        assert_eq!(acceptable("ăîșțâ12"), Err(PasswordRule::Length));
        assert_eq!(acceptable("ăîșțâ123"), Ok(()));
        assert_eq!(acceptable(&"x".repeat(129)), Err(PasswordRule::Length));
    }

    #[test]
    fn common_passwords_are_refused_in_any_case() {
        assert_eq!(acceptable("PassWord123"), Err(PasswordRule::Common));
    }

    #[test]
    fn the_list_of_common_passwords_is_long_and_holds_only_what_can_match() {
        assert!(COMMON.len() >= 3_000);
        for line in include_str!("common_passwords.txt").lines() {
            assert_eq!(line, line.trim().to_lowercase());
            assert!(line.chars().count() >= SHORTEST, "{line} is refused for its length anyway");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_full_queue_says_so_at_once_and_takes_more_later() {
        let passwords = Passwords::default();
        let hash = || passwords.hash(SecretString::from("correct horse".to_owned()));
        let all = futures::future::join_all((0..AT_ONCE + WAITING + 3).map(|_| hash())).await;
        let busy = all.iter().filter(|hash| matches!(hash, Err(HashError::Busy))).count();
        assert_eq!(busy, 3);
        let hash = hash().await.expect("the queue is empty again");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    }
}
