//! Which web pages may talk to the gateway: a list, compared letter by letter, never reflected.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ORIGIN,
    VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

/// The listed origins.
pub struct Origins(HashSet<String>);

/// What a request says of the page that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// No page says that it sent this: a program, or a browser that left the header out.
    Unnamed,
    Listed,
    Foreign,
}

impl Origins {
    pub fn new(origins: impl IntoIterator<Item = String>) -> Self {
        Self(origins.into_iter().collect())
    }

    pub fn page(&self, headers: &HeaderMap) -> Page {
        let mut origins = headers.get_all(ORIGIN).iter();
        let Some(origin) = origins.next() else { return Page::Unnamed };
        let listed = origin.to_str().is_ok_and(|origin| self.0.contains(origin));
        if listed && origins.next().is_none() { Page::Listed } else { Page::Foreign }
    }

    /// Whether the session cookie may speak for this request. The browser adds the cookie by itself,
    /// so a change needs proof of the page; a read does with the browser's word that no other site
    /// asked for it, since no other site can see the answer.
    pub fn trust_cookie(&self, method: &Method, headers: &HeaderMap) -> bool {
        match self.page(headers) {
            Page::Listed => true,
            Page::Foreign => false,
            Page::Unnamed => method.is_safe() && !is_cross_site(headers),
        }
    }

    /// For sockets: a handshake is a GET, but what follows changes things and is readable.
    pub fn trust_cookie_of_socket(&self, headers: &HeaderMap) -> bool {
        self.page(headers) == Page::Listed
    }
}

fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
}

/// Refuses foreign pages, and answers CORS for the listed ones.
pub async fn refuse_foreign_origins(
    State(origins): State<Arc<Origins>>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = match origins.page(request.headers()) {
        Page::Foreign => return Problem::foreign_origin().into_response(),
        Page::Listed if request.method() == Method::OPTIONS => preflight(),
        Page::Listed | Page::Unnamed => next.run(request).await,
    };
    response.headers_mut().append(VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin);
    }
    response
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    let exposed = HeaderValue::from_static("location, retry-after, ems-position");
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}

fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, DELETE"),
        (ACCESS_CONTROL_ALLOW_HEADERS, "authorization, content-type, idempotency-key, prefer"),
        (ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "http://localhost";

    fn trusts(method: Method, pairs: &[(&'static str, &'static str)]) -> bool {
        let origins = Origins::new([OWN.to_owned()]);
        let headers = pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
            .collect();
        origins.trust_cookie(&method, &headers)
    }

    #[test]
    fn a_change_by_cookie_needs_a_listed_origin() {
        assert!(trusts(Method::POST, &[("origin", OWN)]));
        assert!(!trusts(Method::POST, &[]));
        assert!(!trusts(Method::POST, &[("sec-fetch-site", "same-origin")]));
        assert!(!trusts(Method::POST, &[("origin", "http://localhost.evil.example")]));
        assert!(!trusts(Method::POST, &[("origin", "null")]));
    }

    #[test]
    fn a_read_by_cookie_may_lack_an_origin_unless_another_site_asks() {
        assert!(trusts(Method::GET, &[]));
        assert!(trusts(Method::GET, &[("sec-fetch-site", "same-origin")]));
        assert!(!trusts(Method::GET, &[("sec-fetch-site", "cross-site")]));
        assert!(!trusts(Method::GET, &[("origin", "http://evil.example")]));
    }

    #[test]
    fn a_second_origin_header_makes_a_page_foreign() {
        let mut headers = HeaderMap::new();
        headers.append(ORIGIN, HeaderValue::from_static(OWN));
        headers.append(ORIGIN, HeaderValue::from_static("http://evil.example"));
        assert_eq!(Origins::new([OWN.to_owned()]).page(&headers), Page::Foreign);
    }
}
