//! The one table of destinations: what can be subscribed to, what can be sent to, and by whom.

use std::fmt;
use std::str::FromStr;

use domain::ids::UserId;

use crate::identity::Caller;

/// Where messages come from. There is no other place, and nothing can be sent to these by clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Destination {
    /// Alerts of a user's devices.
    Notifications(UserId),
    /// Fresh totals of a user's devices.
    Live(UserId),
    /// What support writes to a user.
    Messages(UserId),
    /// Somebody is writing to a user at this moment.
    Typing(UserId),
    /// Which messages of a user have arrived and were read.
    Receipts(UserId),
    /// What customers write.
    AdminMessages,
    /// A customer is writing at this moment.
    AdminTyping,
    /// How the roles are, and what waits for a person.
    AdminSystem,
}

/// Where clients send to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inbox {
    /// A customer writes to support.
    Chat,
    /// An administrator writes to a customer.
    AdminChat,
    /// Either of them is writing at this moment.
    Typing,
}

/// Not a destination of ours.
#[derive(Debug)]
pub struct Unknown;

/// Those that end with the id of the user whose they are.
type OfUser = fn(UserId) -> Destination;
const OF_USERS: [(&str, OfUser); 5] = [
    ("/topic/notifications/", Destination::Notifications),
    ("/topic/live/", Destination::Live),
    ("/topic/messages/", Destination::Messages),
    ("/topic/typing/", Destination::Typing),
    ("/topic/receipts/", Destination::Receipts),
];
const OF_ADMINISTRATORS: [(&str, Destination); 3] = [
    ("/topic/admin/messages", Destination::AdminMessages),
    ("/topic/admin/typing", Destination::AdminTyping),
    ("/topic/admin/system", Destination::AdminSystem),
];

impl Destination {
    pub fn is_open_to(self, caller: &Caller) -> bool {
        caller.is_admin() || self.owner() == Some(caller.user)
    }

    /// The user whose it is; none for those of administrators.
    pub fn owner(self) -> Option<UserId> {
        match self {
            Self::Notifications(user)
            | Self::Live(user)
            | Self::Messages(user)
            | Self::Typing(user)
            | Self::Receipts(user) => Some(user),
            Self::AdminMessages | Self::AdminTyping | Self::AdminSystem => None,
        }
    }
}

impl FromStr for Destination {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let of_user = OF_USERS.iter().find_map(|(prefix, of)| {
            text.strip_prefix(prefix).and_then(|id| id.parse().ok()).map(of)
        });
        let of_all = OF_ADMINISTRATORS.iter().find(|(name, _)| *name == text);
        of_user.or(of_all.map(|(_, destination)| *destination)).ok_or(Unknown)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let own = OF_ADMINISTRATORS.iter().find(|(_, destination)| destination == self);
        if let Some((name, _)) = own {
            return f.write_str(name);
        }
        let Some(owner) = self.owner() else { return Ok(()) };
        let prefix = OF_USERS.iter().find(|(_, of)| of(owner) == *self);
        write!(f, "{}{owner}", prefix.map_or("", |(prefix, _)| *prefix))
    }
}

impl Inbox {
    pub fn is_open_to(self, caller: &Caller) -> bool {
        match self {
            Self::Chat => !caller.is_admin(),
            Self::AdminChat => caller.is_admin(),
            Self::Typing => true,
        }
    }
}

impl FromStr for Inbox {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        match text {
            "/app/chat" => Ok(Self::Chat),
            "/app/chat/admin" => Ok(Self::AdminChat),
            "/app/chat/typing" => Ok(Self::Typing),
            _ => Err(Unknown),
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
        for (_, of) in OF_USERS {
            let destination = of(UserId(Uuid::from_u128(1)));
            assert!(destination.is_open_to(&caller(1, Role::Client)));
            assert!(destination.is_open_to(&caller(2, Role::Admin)));
            assert!(!destination.is_open_to(&caller(2, Role::Client)));
        }
        for (_, destination) in OF_ADMINISTRATORS {
            assert!(destination.is_open_to(&caller(2, Role::Admin)));
            assert!(!destination.is_open_to(&caller(2, Role::Client)));
        }
    }

    #[test]
    fn clients_and_administrators_write_where_the_contract_has_them() {
        let may = |inbox: Inbox| {
            [Role::Client, Role::Admin].map(|role| inbox.is_open_to(&caller(1, role)))
        };
        assert_eq!(may(Inbox::Chat), [true, false]);
        assert_eq!(may(Inbox::AdminChat), [false, true]);
        assert_eq!(may(Inbox::Typing), [true, true]);
    }

    #[test]
    fn what_is_written_is_read_and_nothing_else() {
        let of_user = OF_USERS.map(|(_, of)| of(UserId(Uuid::from_u128(1))));
        for destination in of_user.into_iter().chain(OF_ADMINISTRATORS.map(|(_, of_all)| of_all)) {
            let text = destination.to_string();
            assert_eq!(text.parse::<Destination>().ok(), Some(destination), "{text}");
            assert!(text.parse::<Inbox>().is_err());
        }
        for unknown in [
            "",
            "/topic/live/",
            "/topic/live/*",
            "/topic/live/1",
            "/topic/admin/",
            "/topic/admin/messages/",
            "/queue/x",
            "/app/chat",
        ] {
            assert!(unknown.parse::<Destination>().is_err(), "{unknown}");
        }
    }
}
