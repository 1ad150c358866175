//! The gateway against real servers: sign-in, access, reads, writes, sockets and the page.

mod support;

mod auth;
mod conversations;
mod cut;
mod erasure;
mod outage;

mod consumption;
mod devices;
mod monitoring;
mod users;
mod waiting;

mod writes;

mod live;

mod page;
