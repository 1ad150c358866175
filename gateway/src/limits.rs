//! How much of everything one gateway bears, and how much of it one user or address may have.

use process::{Environment, SettingError};

/// Each has a default that people do not notice and that floods do.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// `EMS_MAX_CONNECTIONS`, default 10,000: open HTTP connections; further ones wait in the
    /// kernel's queue.
    pub connections: usize,
    /// `EMS_MAX_CONNECTIONS_PER_ADDRESS`, default 2,000. Trusted proxies may have all.
    pub connections_per_address: usize,
    /// `EMS_MAX_SOCKETS`, default 10,000: an upgraded connection no longer counts above.
    pub sockets: usize,
    /// `EMS_MAX_SOCKETS_PER_USER`, default 10.
    pub sockets_per_user: usize,
    /// `EMS_SIGN_INS_PER_MINUTE`, default 20: passwords tried for one account by strangers.
    pub sign_ins_per_minute: u32,
    /// `EMS_REQUESTS_PER_MINUTE`, default 6,000: of one user.
    pub requests_per_minute: u32,
    /// `EMS_ANONYMOUS_REQUESTS_PER_MINUTE`, default 1,200: without identity, from one address.
    pub anonymous_requests_per_minute: u32,
}

impl Limits {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        Ok(Self {
            connections: environment.or("EMS_MAX_CONNECTIONS", 10_000)?,
            connections_per_address: environment.or("EMS_MAX_CONNECTIONS_PER_ADDRESS", 2_000)?,
            sockets: environment.or("EMS_MAX_SOCKETS", 10_000)?,
            sockets_per_user: environment.or("EMS_MAX_SOCKETS_PER_USER", 10)?,
            sign_ins_per_minute: environment.or("EMS_SIGN_INS_PER_MINUTE", 20)?,
            requests_per_minute: environment.or("EMS_REQUESTS_PER_MINUTE", 6_000)?,
            anonymous_requests_per_minute: environment
                .or("EMS_ANONYMOUS_REQUESTS_PER_MINUTE", 1_200)?,
        })
    }
}
