//! The local stack: which servers and processes run, where they keep things, who watches them.

mod children;
mod demo;
mod external;
mod folders;
mod keys;
mod lock;
mod ordered_stop;
mod plan;
mod servers;
mod state;
mod summary;
mod supervisor;

pub use children::{Children, answers};
pub use external::{External, reach_amqp, reach_database, reach_nats};
pub use folders::Folders;
pub use keys::Keys;
pub use lock::Lock;
pub use ordered_stop::end_leftovers;
pub use plan::{ADMINISTRATOR, Plan, free_ports, this_program};
pub use servers::{Addresses, Servers};
pub use state::{Phase, RunningProcess, State};
pub use summary::{Login, Summary};
pub use supervisor::{Options, Supervisor};
