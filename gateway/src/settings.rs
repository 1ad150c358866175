//! The settings of a gateway.

use std::net::SocketAddr;

use chrono_tz::Tz;
use event_log::LogSettings;
use process::{Environment, SettingError};
use secrecy::SecretString;
use url::Url;

use crate::http::Proxies;
use crate::identity::SessionCookie;
use crate::limits::Limits;

const TLS_IN_FRONT: &str = "EMS_TLS_IN_FRONT";
/// Where the old page and the development server of the new one are served.
const USUAL_ORIGINS: [&str; 3] =
    ["http://localhost", "http://localhost:80", "http://localhost:5173"];

#[derive(Clone)]
pub struct Settings {
    /// `EMS_GATEWAY_LISTEN`, default 127.0.0.1:24081. Another address than loopback needs
    /// `EMS_TLS_IN_FRONT=yes` or `EMS_INSECURE_LAN=yes`.
    pub listen: SocketAddr,
    /// `EMS_REPLICA`: how operators see this process, default `gateway`.
    pub replica: String,
    /// `EMS_TLS_IN_FRONT=yes`: browsers reach the gateway through a proxy that speaks HTTPS, and in
    /// no other way.
    pub tls_in_front: bool,
    /// `EMS_HEALTH_LISTEN`, default a free port of 127.0.0.1.
    pub health_listen: SocketAddr,
    pub log: LogSettings,
    /// `EMS_DATABASE_URL`: `postgres://user:password@host:port/database`.
    pub database_url: String,
    /// `EMS_COMMAND_API_URL`: where writes go, `http://host:port`; several replicas with commas
    /// between.
    pub command_api_urls: Vec<Url>,
    /// `EMS_GATEWAY_KEY_FILE`: the file with the Ed25519 key that signs tokens, PKCS#8 in PEM.
    pub key: SecretString,
    /// `EMS_ORIGINS`: the web origins that may use the gateway, separated by commas. None stands for
    /// the usual ones and the gateway's own address, which is known once it listens.
    pub origins: Option<Vec<String>>,
    /// `EMS_TIME_ZONE`: IANA name of the zone in which days begin, default UTC.
    pub time_zone: Tz,
    /// `EMS_TRUSTED_PROXIES`: addresses and ranges of the proxies in front, separated by commas,
    /// which are believed when they say from where a request comes; default none.
    pub proxies: Proxies,
    pub limits: Limits,
}

impl Settings {
    pub fn read(environment: &Environment) -> Result<Self, SettingError> {
        let loopback = |port| SocketAddr::from(([127, 0, 0, 1], port));
        let listen = environment.or("EMS_GATEWAY_LISTEN", loopback(24081))?;
        refuse_plain_http_on_a_network(listen, environment)?;
        Ok(Self {
            listen,
            replica: environment.or("EMS_REPLICA", "gateway".to_owned())?,
            tls_in_front: environment.get(TLS_IN_FRONT) == Some("yes"),
            health_listen: environment.or("EMS_HEALTH_LISTEN", loopback(0))?,
            log: LogSettings::read(environment)?,
            database_url: environment
                .required("EMS_DATABASE_URL", "postgres://user:password@host:port/database")?,
            command_api_urls: read_command_api(environment)?,
            key: environment
                .secret_file("EMS_GATEWAY_KEY_FILE", "the path of an Ed25519 key, PKCS#8 in PEM")?,
            origins: environment.get("EMS_ORIGINS").map(split_list),
            time_zone: environment.or("EMS_TIME_ZONE", Tz::UTC)?,
            proxies: environment.or("EMS_TRUSTED_PROXIES", Proxies::default())?,
            limits: Limits::read(environment)?,
        })
    }

    /// Browsers keep secure cookies over HTTPS and on this machine; elsewhere plain HTTP was asked for
    /// in full knowledge of what it is.
    pub(crate) fn session_cookie(&self) -> SessionCookie {
        let secure = self.listen.ip().is_loopback() || self.tls_in_front;
        if secure { SessionCookie::Secure } else { SessionCookie::Plain }
    }

    /// The listed origins of a gateway that listens on `port`.
    pub(crate) fn origins_at(&self, port: u16) -> Vec<String> {
        let own = ["localhost", "127.0.0.1"].map(|host| format!("http://{host}:{port}"));
        let usual = USUAL_ORIGINS.map(str::to_owned);
        self.origins.clone().unwrap_or_else(|| usual.into_iter().chain(own).collect())
    }
}

fn read_command_api(environment: &Environment) -> Result<Vec<Url>, SettingError> {
    let name = "EMS_COMMAND_API_URL";
    let value = environment.required(name, "http://host:port of the command API")?;
    let invalid =
        |why: String| SettingError::Invalid { name: name.into(), value: value.clone(), why };
    let urls = split_list(&value).into_iter().map(|address| {
        let url: Url =
            address.parse().map_err(|error: url::ParseError| invalid(error.to_string()))?;
        if url.cannot_be_a_base() {
            return Err(invalid("it should read http://host:port".to_owned()));
        }
        Ok(url)
    });
    urls.collect()
}

/// Plain HTTP shows passwords and cookies to everyone on the way, so it stays on this machine
/// unless somebody says that they know.
fn refuse_plain_http_on_a_network(
    listen: SocketAddr,
    environment: &Environment,
) -> Result<(), SettingError> {
    let says = |name| environment.get(name) == Some("yes");
    let allowed = says(TLS_IN_FRONT) || says("EMS_INSECURE_LAN");
    if listen.ip().is_loopback() || allowed {
        return Ok(());
    }
    Err(SettingError::Invalid {
        name: "EMS_GATEWAY_LISTEN".to_owned(),
        value: listen.to_string(),
        why:
            "the gateway speaks plain HTTP, so anyone on that network could read passwords; listen \
              on 127.0.0.1, set EMS_TLS_IN_FRONT=yes behind a proxy with TLS, or \
              EMS_INSECURE_LAN=yes if plain HTTP is meant"
                .to_owned(),
    })
}

fn split_list(list: &str) -> Vec<String> {
    let trimmed = list.split(',').map(|item| item.trim().trim_end_matches('/').to_owned());
    trimmed.filter(|item| !item.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(pairs: &[(&str, &str)]) -> String {
        let environment = pairs.iter().copied().collect();
        Settings::read(&environment).err().expect("refused").to_string()
    }

    #[test]
    fn plain_http_on_a_network_is_refused_in_words() {
        let why = refused(&[("EMS_GATEWAY_LISTEN", "0.0.0.0:80")]);
        assert!(why.contains("EMS_INSECURE_LAN=yes"), "{why}");
    }

    #[test]
    fn whoever_asks_for_plain_http_on_a_network_gets_it() {
        let why = refused(&[("EMS_GATEWAY_LISTEN", "0.0.0.0:80"), ("EMS_INSECURE_LAN", "yes")]);
        assert!(why.starts_with("EMS_NATS_URL is not set"), "{why}");
    }

    #[test]
    fn behind_tls_the_cookie_is_secure_on_every_address() {
        let of = |pairs: &[(&str, &str)]| {
            let usual = [
                ("EMS_GATEWAY_LISTEN", "0.0.0.0:80"),
                ("EMS_NATS_URL", "nats://localhost"),
                ("EMS_DATABASE_URL", "postgres://localhost"),
                ("EMS_COMMAND_API_URL", "http://localhost"),
                ("EMS_GATEWAY_KEY_FILE", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
            ];
            let environment = usual.into_iter().chain(pairs.iter().copied()).collect();
            Settings::read(&environment).expect("settings").session_cookie()
        };
        assert_eq!(of(&[("EMS_TLS_IN_FRONT", "yes")]), SessionCookie::Secure);
        assert_eq!(of(&[("EMS_INSECURE_LAN", "yes")]), SessionCookie::Plain);
    }

    #[test]
    fn origins_are_listed_without_a_slash_at_the_end() {
        let origins = split_list("https://ems.example/, http://localhost:3000,");
        assert_eq!(origins, ["https://ems.example", "http://localhost:3000"]);
    }
}
