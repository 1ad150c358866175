//! The one table of destinations: what can be subscribed to, and by whom.

use std::fmt;
use std::str::FromStr;

use domain::ids::UserId;

use crate::identity::Caller;

/// Where messages go. There is no other place, and nothing can be sent to these by clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// Alerts of a user's devices.
    Notifications(UserId),
    /// Fresh totals of a user's devices.
    Live(UserId),
}

const NOTIFICATIONS: &str = "/topic/notifications/";
const LIVE: &str = "/topic/live/";

/// Not a destination of ours.
#[derive(Debug)]
pub struct Unknown;

impl Destination {
    pub fn is_open_to(self, caller: &Caller) -> bool {
        match self {
            Self::Notifications(user) | Self::Live(user) => {
                caller.user == user || caller.is_admin()
            }
        }
    }
}

impl FromStr for Destination {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let user = |prefix| text.strip_prefix(prefix).and_then(|id: &str| id.parse().ok());
        let notifications = user(NOTIFICATIONS).map(Self::Notifications);
        notifications.or_else(|| user(LIVE).map(Self::Live)).ok_or(Unknown)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Notifications(user) => write!(f, "{NOTIFICATIONS}{user}"),
            Self::Live(user) => write!(f, "{LIVE}{user}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::users::Role;
    use uuid::Uuid;

    fn caller(user: u128, role: Role) -> Caller {
        Caller {
            user: UserId(Uuid::from_u128(user)),
            username: "someone".to_owned(),
            role,
            session: Uuid::nil(),
            by_cookie: true,
        }
    }

    #[test]
    fn a_destination_is_open_to_its_user_and_to_administrators() {
        for of in [Destination::Notifications, Destination::Live] {
            let destination = of(UserId(Uuid::from_u128(1)));
            assert!(destination.is_open_to(&caller(1, Role::Client)));
            assert!(destination.is_open_to(&caller(2, Role::Admin)));
            assert!(!destination.is_open_to(&caller(2, Role::Client)));
        }
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let destination = Destination::Live(UserId(Uuid::from_u128(1)));
        assert_eq!(destination.to_string().parse::<Destination>().ok(), Some(destination));
        for unknown in
            ["", "/topic/live/", "/topic/live/*", "/topic/live/1", "/queue/x", "/app/chat"]
        {
            assert!(unknown.parse::<Destination>().is_err(), "{unknown}");
        }
    }
}
