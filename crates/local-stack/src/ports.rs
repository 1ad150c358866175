//! Which ports a set of servers listens on, and finding ones that are free.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

/// The base that is tried first.
pub const DEFAULT_PORT_BASE: u16 = 24_000;

/// How far apart two bases are.
pub const PORT_BLOCK: u16 = 1_000;

/// The ports of one set of servers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ServerPorts {
    pub nats: u16,
    pub nats_monitor: u16,
    pub postgres: u16,
    pub amqp: u16,
    pub amqp_distribution: u16,
    pub epmd: u16,
}

/// A thousand ports for one installation, with the last digits that people know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortBlock {
    pub base: u16,
}

/// A port that somebody else listens on, so the block that it belongs to was passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BusyPort(pub u16);

impl PortBlock {
    pub fn gateway(self) -> u16 {
        self.base + 81
    }

    pub fn command_api(self) -> u16 {
        self.base + 82
    }

    /// Where the process with this number (from 0) answers questions about its health.
    pub fn health(self, process: u16) -> u16 {
        self.base + 100 + process
    }

    pub fn servers(self) -> ServerPorts {
        ServerPorts {
            nats: self.base + 222,
            nats_monitor: self.base + 322,
            postgres: self.base + 432,
            amqp: self.base + 672,
            amqp_distribution: self.base + 674,
            epmd: self.base + 369,
        }
    }

    /// The first block from `base` on whose ports are free, and the busy ports met on the way.
    pub fn first_free(base: u16, health_ports: u16) -> Result<(Self, Vec<BusyPort>)> {
        let mut busy = Vec::new();
        let bases = (u32::from(base)..=u32::from(u16::MAX - PORT_BLOCK)).step_by(PORT_BLOCK.into());
        for base in bases.filter_map(|base| u16::try_from(base).ok()) {
            let block = Self { base };
            match block.all(health_ports).into_iter().find(|port| !is_free(*port)) {
                None => return Ok((block, busy)),
                Some(port) => busy.push(BusyPort(port)),
            }
        }
        bail!(
            "every block of ports from {base} on has a port in use; set EMS_PORT_BASE to another base"
        )
    }

    fn all(self, health_ports: u16) -> Vec<u16> {
        let mut ports = vec![self.gateway(), self.command_api()];
        ports.extend((0..health_ports).map(|process| self.health(process)));
        ports.extend(self.servers().all());
        ports
    }
}

impl ServerPorts {
    /// Six free neighbours below the range from which the kernel takes the ports of outgoing
    /// connections, so that no client of a neighbour can take one before the server is up.
    pub fn free() -> Result<Self> {
        for _ in 0..200 {
            let first = 10_000 + rand::random_range(0..1_390_u16) * 10;
            let ports = Self::from_first(first);
            if ports.all().into_iter().all(is_free) {
                return Ok(ports);
            }
        }
        bail!("found no six free neighbouring ports between 10000 and 23900 on 127.0.0.1")
    }

    fn from_first(first: u16) -> Self {
        Self {
            nats: first,
            nats_monitor: first + 1,
            postgres: first + 2,
            amqp: first + 3,
            amqp_distribution: first + 4,
            epmd: first + 5,
        }
    }

    fn all(self) -> [u16; 6] {
        let Self { nats, nats_monitor, postgres, amqp, amqp_distribution, epmd } = self;
        [nats, nats_monitor, postgres, amqp, amqp_distribution, epmd]
    }
}

/// An address that is free now and that this process gives out once. It lies above the servers of tests
/// and below the range from which the kernel takes the ports of outgoing connections, so that no
/// neighbour's connection takes it before its listener does.
pub fn free_address() -> Result<SocketAddr> {
    const FIRST: u16 = 24_000;
    const PORTS: u16 = 8_000;
    static GIVEN: LazyLock<AtomicU16> =
        LazyLock::new(|| AtomicU16::new(rand::random_range(0..PORTS)));
    for _ in 0..PORTS {
        let port = FIRST + GIVEN.fetch_add(1, Ordering::Relaxed) % PORTS;
        if is_free(port) {
            return Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
        }
    }
    bail!("every port from {FIRST} to {} is in use", FIRST + PORTS - 1)
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_port_moves_the_whole_block_and_is_reported() {
        let (first, _) = PortBlock::first_free(40_000, 4).unwrap();
        let _somebody = TcpListener::bind((Ipv4Addr::LOCALHOST, first.servers().amqp)).unwrap();
        let (second, busy) = PortBlock::first_free(first.base, 4).unwrap();
        assert!(second.base > first.base);
        assert_eq!(busy.first(), Some(&BusyPort(first.servers().amqp)));
    }

    #[test]
    fn no_two_ports_of_a_block_are_the_same() {
        let mut ports = PortBlock { base: 24_000 }.all(100);
        let count = ports.len();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), count);
    }
}
