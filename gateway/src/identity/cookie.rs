//! The session cookie, which scripts cannot read.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName};
use axum_extra::extract::CookieJar;

/// The absolute lifetime of a session, 30 days; an idle one ends earlier, on the server.
const MAX_AGE_SECONDS: u32 = 30 * 24 * 3600;

/// A header for an answer.
pub type SetCookie = [(HeaderName, String); 1];

/// How the session cookie is called and guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionCookie {
    /// `__Host-` binds it to this host. Browsers accept `Secure` over plain HTTP from loopback
    /// addresses, and only from those.
    Secure,
    /// For plain HTTP on a network: browsers would drop the other one there.
    Plain,
}

impl SessionCookie {
    /// Brings the secret to the browser.
    pub fn set(self, secret: &str) -> SetCookie {
        self.header(secret, MAX_AGE_SECONDS)
    }

    /// Removes the cookie from the browser.
    pub fn clear(self) -> SetCookie {
        self.header("", 0)
    }

    pub fn secret(self, headers: &HeaderMap) -> Option<String> {
        let cookie = CookieJar::from_headers(headers).get(self.name())?.value().to_owned();
        (!cookie.is_empty()).then_some(cookie)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-ems-session",
            Self::Plain => "ems-session",
        }
    }

    fn header(self, value: &str, max_age: u32) -> SetCookie {
        let name = self.name();
        let secure = if self == Self::Secure { "; Secure" } else { "" };
        let attributes = format!("Path=/; HttpOnly; SameSite=Strict{secure}");
        [(SET_COOKIE, format!("{name}={value}; Max-Age={max_age}; {attributes}"))]
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    use super::*;

    #[test]
    fn a_browser_on_a_plain_network_is_given_a_cookie_that_it_keeps() {
        let [(_, set)] = SessionCookie::Plain.set("secret");
        assert!(set.starts_with("ems-session=secret;") && !set.contains("Secure"), "{set}");
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("ems-session=s"))]);
        assert_eq!(SessionCookie::Plain.secret(&headers).as_deref(), Some("s"));
        assert_eq!(SessionCookie::Secure.secret(&headers), None);
    }
}
