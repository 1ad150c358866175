//! The session cookie: `__Host-` binds it to this host, and scripts cannot read it.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName};
use axum_extra::extract::CookieJar;

const NAME: &str = "__Host-ems-session";
/// The absolute lifetime of a session, 30 days; an idle one ends earlier, on the server.
const MAX_AGE_SECONDS: u32 = 30 * 24 * 3600;

/// A header for an answer.
pub type SetCookie = [(HeaderName, String); 1];

/// Browsers accept `Secure` over plain HTTP from loopback addresses, and only from those.
pub fn session_cookie(secret: &str) -> SetCookie {
    set_cookie(secret, MAX_AGE_SECONDS)
}

/// Removes the cookie from the browser.
pub fn cleared_cookie() -> SetCookie {
    set_cookie("", 0)
}

fn set_cookie(value: &str, max_age: u32) -> SetCookie {
    let attributes = "Path=/; HttpOnly; Secure; SameSite=Strict";
    [(SET_COOKIE, format!("{NAME}={value}; Max-Age={max_age}; {attributes}"))]
}

pub fn session_secret(headers: &HeaderMap) -> Option<String> {
    let cookie = CookieJar::from_headers(headers).get(NAME)?.value().to_owned();
    (!cookie.is_empty()).then_some(cookie)
}
