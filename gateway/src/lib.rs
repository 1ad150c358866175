//! The one door: sign-in, access rules, routes, live sockets and the web app.
//!
//! Reading order: `settings`, `limits` and `app` put it together around the shared `state`; `http` holds what
//! every request meets, `identity` says who is asking, `security` keeps what was tried, `access` who may do what, `routes` answers,
//! `openapi` describes it, `live` pushes, and `web` serves the page.

mod limits;
mod settings;

mod app;
mod server;
mod state;
mod upkeep;

mod access;
mod http;
mod identity;
mod security;

mod routes;

mod openapi;

mod live;

mod web;

pub use app::App;
pub use identity::create_tables;
pub use settings::Settings;
