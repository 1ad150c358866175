//! The gateway against real servers: sign-in, access, reads, writes, sockets and the page.

mod support;

mod auth;
mod conversations;
mod cut;
mod erasure;
mod outage;

mod devices;
mod monitoring;
mod users;

mod writes;

mod live;

mod page;
