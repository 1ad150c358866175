//! How often passwords may be tried, without letting a stranger lock anybody out.
//!
//! Three allowances count at once: what one address may try for one account, what strangers together
//! may try for one account, and what one address may try at all. Whoever signs in from an address at
//! which the account was signed in before does not meet the second, which is the only one that others
//! can use up. A success takes nothing.

use domain::names;
use sha2::{Digest, Sha256};

use crate::http::{Buckets, Empty, Neighbourhood};

type Account = [u8; 32];

/// One try. The account is a name as typed: whether somebody has it must not matter.
#[derive(Clone, Copy)]
pub struct Attempt {
    account: Account,
    from: Neighbourhood,
    /// Whether the account was signed in from there before.
    familiar: bool,
}

pub struct Throttle {
    of_pair: Buckets<(Account, Neighbourhood)>,
    of_account: Buckets<Account>,
    of_address: Buckets<Neighbourhood>,
}

impl Attempt {
    pub fn new(username: &str, from: Neighbourhood, familiar: bool) -> Self {
        Self { account: Sha256::digest(names::folded(username)).into(), from, familiar }
    }
}

impl Throttle {
    /// Of the tries that an account bears in its first minute a half may come at once.
    pub fn new(per_minute: u32) -> Self {
        Self {
            of_pair: Buckets::per_minute(per_minute / 4),
            of_account: Buckets::per_minute(per_minute / 2),
            of_address: Buckets::per_minute(per_minute * 3 / 2),
        }
    }

    /// Counts a try before its password is looked at: a crowd that comes at once is a crowd as well.
    pub async fn admit(&self, attempt: Attempt) -> Result<(), Empty> {
        let Attempt { account, from, familiar } = attempt;
        self.of_pair.take((account, from)).await?;
        if let Err(empty) = self.of_address.take(from).await {
            self.of_pair.give_back((account, from)).await;
            return Err(empty);
        }
        if !familiar && let Err(empty) = self.of_account.take(account).await {
            self.of_pair.give_back((account, from)).await;
            self.of_address.give_back(from).await;
            return Err(empty);
        }
        Ok(())
    }

    pub async fn succeeded(&self, attempt: Attempt) {
        let Attempt { account, from, familiar } = attempt;
        self.of_pair.give_back((account, from)).await;
        self.of_address.give_back(from).await;
        if !familiar {
            self.of_account.give_back(account).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Peer;
    use std::net::{IpAddr, Ipv4Addr};

    fn from(last: u8) -> Neighbourhood {
        Peer { address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, last)), secure: false }.neighbourhood()
    }

    #[tokio::test(start_paused = true)]
    async fn strangers_use_up_their_own_tries_and_not_those_of_the_owner() {
        let throttle = Throttle::new(20);
        let mut admitted = 0;
        for address in 0..200 {
            let guess = Attempt::new("ana", from(address), false);
            admitted += usize::from(throttle.admit(guess).await.is_ok());
        }
        assert_eq!(admitted, 10);
        assert!(throttle.admit(Attempt::new("ANA", from(201), false)).await.is_err());
        assert!(throttle.admit(Attempt::new("Ana", from(202), true)).await.is_ok());
        assert!(throttle.admit(Attempt::new("dan", from(201), false)).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_may_try_few_passwords_and_few_names() {
        let throttle = Throttle::new(20);
        let mut admitted = 0;
        for _ in 0..50 {
            admitted +=
                usize::from(throttle.admit(Attempt::new("ana", from(1), true)).await.is_ok());
        }
        assert_eq!(admitted, 5, "for one account");
        for name in 0..100 {
            let guess = Attempt::new(&name.to_string(), from(1), false);
            admitted += usize::from(throttle.admit(guess).await.is_ok());
        }
        assert_eq!(admitted, 30, "for all of them");
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_knows_the_password_may_sign_in_as_often_as_they_like() {
        let throttle = Throttle::new(20);
        for _ in 0..100 {
            let right = Attempt::new("ana", from(1), false);
            assert!(throttle.admit(right).await.is_ok());
            throttle.succeeded(right).await;
        }
    }
}
