//! From which address a request comes, also through a proxy that is trusted to say so.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

use axum::http::{HeaderMap, HeaderName};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
/// What only proxies say. A client's own words of this kind reach nobody.
const OF_PROXIES: [HeaderName; 6] = [
    FORWARDED_FOR,
    FORWARDED_PROTO,
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("forwarded"),
];

/// Whoever is at the other end of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    pub address: IpAddr,
    /// Whether the way to the proxy in front was encrypted.
    pub secure: bool,
}

/// Addresses that one household or attacker has together: one of IPv4, a /64 of IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Neighbourhood(u128);

/// The proxies that are believed, as address ranges.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<Range>);

/// `10.0.0.0/8`, `::1`: an address and how many of its leading bits count.
#[derive(Clone, Copy, Debug)]
struct Range {
    bits: u128,
    length: u32,
}

/// A text that is not an address or a range of addresses.
#[derive(Debug)]
pub struct NotARange(String);

impl Peer {
    pub fn neighbourhood(self) -> Neighbourhood {
        match self.address {
            IpAddr::V4(_) => Neighbourhood(bits(self.address)),
            IpAddr::V6(address) => Neighbourhood(address.to_bits() >> 64 << 64),
        }
    }
}

impl Proxies {
    pub fn is_trusted(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(address))
    }

    /// The peer of a request that came in from `address`. The last address of the list is the one
    /// that the proxy next to us saw itself; what stands before it is a client's claim.
    pub fn peer(&self, address: IpAddr, headers: &mut HeaderMap) -> Peer {
        let mut peer = Peer { address, secure: false };
        if self.is_trusted(address) {
            let said =
                headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
            let said: Vec<IpAddr> = said
                .flat_map(|list| list.split(','))
                .map_while(|one| one.trim().parse().ok())
                .collect();
            let outermost = said.iter().rev().find(|one| !self.is_trusted(**one));
            peer.address = *outermost.or(said.first()).unwrap_or(&address);
            peer.secure = headers.get(FORWARDED_PROTO).is_some_and(|proto| proto == "https");
        }
        for name in OF_PROXIES {
            headers.remove(name);
        }
        peer
    }
}

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        let differing = bits(address) ^ self.bits;
        self.length == 0 || differing >> (128 - self.length) == 0
    }
}

/// IPv4 addresses as IPv6 has them, so that there is one kind.
fn bits(address: IpAddr) -> u128 {
    let address: Ipv6Addr = match address {
        IpAddr::V4(address) => address.to_ipv6_mapped(),
        IpAddr::V6(address) => address,
    };
    address.to_bits()
}

impl FromStr for Proxies {
    type Err = NotARange;

    fn from_str(list: &str) -> Result<Self, NotARange> {
        let ranges = list.split(',').map(str::trim).filter(|range| !range.is_empty());
        ranges.map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Range {
    type Err = NotARange;

    fn from_str(text: &str) -> Result<Self, NotARange> {
        let wrong = || NotARange(text.to_owned());
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let length: u32 = length.map_or(Ok(all), str::parse).map_err(|_| wrong())?;
        if length > all {
            return Err(wrong());
        }
        Ok(Self { bits: bits(address), length: 128 - all + length })
    }
}

impl fmt::Display for NotARange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not an address such as 127.0.0.1 or 10.0.0.0/8", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn seen(proxies: &str, from: &str, forwarded: &'static str) -> String {
        let proxies: Proxies = proxies.parse().expect("ranges");
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_static(forwarded));
        let peer = proxies.peer(from.parse().expect("an address"), &mut headers);
        assert!(headers.is_empty());
        peer.address.to_string()
    }

    #[test]
    fn only_a_trusted_proxy_says_who_is_behind_it() {
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", "198.51.100.7"), "198.51.100.7");
        assert_eq!(seen("10.0.0.0/8", "11.1.2.3", "198.51.100.7"), "11.1.2.3");
        assert_eq!(seen("", "10.1.2.3", "198.51.100.7"), "10.1.2.3");
    }

    #[test]
    fn what_a_client_claims_of_itself_stands_before_what_the_proxy_saw() {
        assert_eq!(
            seen("10.0.0.0/8", "10.1.2.3", "1.1.1.1, 198.51.100.7, 10.9.9.9"),
            "198.51.100.7"
        );
        assert_eq!(seen("10.0.0.0/8", "10.1.2.3", "nonsense"), "10.1.2.3");
    }

    #[test]
    fn ranges_are_read_or_refused() {
        let proxies: Proxies = "127.0.0.1, ::1,fd00::/8".parse().expect("ranges");
        let is_trusted = |text: &str| proxies.is_trusted(text.parse().expect("an address"));
        assert!(is_trusted("127.0.0.1") && is_trusted("::1") && is_trusted("fd12::1"));
        assert!(!is_trusted("127.0.0.2") && !is_trusted("fe80::1"));
        for wrong in ["traefik", "10.0.0.0/33", "10.0.0.0/x", "10.0.0"] {
            assert!(wrong.parse::<Proxies>().is_err(), "{wrong}");
        }
    }
}
