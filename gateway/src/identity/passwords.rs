//! Checking passwords: the same work for users who exist and for users who do not, and never more
//! hashes at once than the machine can bear.

use std::sync::Arc;

use anyhow::anyhow;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// A hash takes about 19 MiB and a core for some tens of milliseconds.
const AT_ONCE: usize = 2;
const QUEUE: usize = 20;

/// Too many sign-ins are waiting; more would only time out.
#[derive(Debug)]
pub struct Busy;

pub struct Passwords {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
    /// What is checked for users who do not exist, so that the time does not tell.
    dummy: String,
}

impl Passwords {
    pub fn new() -> anyhow::Result<Self> {
        let dummy = Argon2::default()
            .hash_password(&rand::random::<[u8; 32]>())
            .map_err(|error| anyhow!("cannot hash with argon2id: {error}"))?;
        Ok(Self {
            admitted: Arc::new(Semaphore::new(AT_ONCE + QUEUE)),
            running: Arc::new(Semaphore::new(AT_ONCE)),
            dummy: dummy.to_string(),
        })
    }

    /// Whether the password belongs to the hash; without a hash never, after the same work.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Busy> {
        let admitted = self.admitted.clone().try_acquire_owned().map_err(|_| Busy)?;
        let running = self.running.clone().acquire_owned().await.map_err(|_| Busy)?;
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.dummy.clone());
        // The permits go along: when the client hangs up, the hash still runs and still counts.
        let checked = tokio::task::spawn_blocking(move || {
            let _permits = (admitted, running);
            matches(&password, &hash)
        });
        Ok(checked.await.unwrap_or(false) && exists)
    }
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash)
        .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(password: &str) -> String {
        Argon2::default().hash_password(password.as_bytes()).expect("hashes").to_string()
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_user_is_accepted() {
        let passwords = Passwords::new().expect("hashes");
        let right = hash("correct horse");
        let verify = |text: &str, hash| passwords.verify(text.to_owned(), hash);
        assert!(verify("correct horse", Some(right.clone())).await.expect("not busy"));
        assert!(!verify("wrong horse", Some(right)).await.expect("not busy"));
        assert!(!verify("correct horse", None).await.expect("not busy"));
        assert!(!verify("anything", Some("not a hash".to_owned())).await.expect("not busy"));
    }

    #[tokio::test]
    async fn a_crowd_is_turned_away_and_not_queued_for_ever() {
        let passwords = Passwords::new().expect("hashes");
        let crowd = (0..60).map(|_| passwords.verify("guess".to_owned(), None));
        let answers = futures::future::join_all(crowd).await;
        let turned_away = answers.iter().filter(|answer| answer.is_err()).count();
        assert_eq!(turned_away, 60 - AT_ONCE - QUEUE);
    }
}
