//! The gateway against real servers: sign-in, access, reads, writes, sockets and the page.

mod support;

mod audits;
mod auth;
mod conversations;
mod cut;
mod erasure;
mod forged;
mod matrix;
mod outage;
mod security;
mod sessions;
mod throttling;

mod consumption;
mod devices;
mod monitoring;
mod owners;
mod system;
mod users;
mod waiting;

mod writes;

mod attacks;
mod chat;
mod clients;
mod crowds;
mod live;
mod old_page;
mod proxy;
mod sockjs;

mod page;
