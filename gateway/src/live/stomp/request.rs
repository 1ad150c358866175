//! What a client's frame asks for.

use super::frame::{Command, Frame, Version};
use super::heart_beat::HeartBeat;

/// The meaning of a client's frame, with what it must say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    Connect(Connect),
    Subscribe {
        id: String,
        destination: String,
        /// From where in the log the client goes on.
        last_position: Option<u64>,
    },
    Unsubscribe {
        id: String,
    },
    Send {
        destination: String,
    },
    Disconnect,
    /// Acknowledgements and transactions: nothing here needs them, and old clients may send them.
    Ignored,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    pub version: Version,
    pub heart_beat: HeartBeat,
    pub authorization: Option<String>,
}

/// Reads a frame. The error is a sentence for the client, who is cut off with it.
pub fn request(frame: &Frame) -> Result<Request, &'static str> {
    let required = |name: &str, missing| frame.header(name).map(str::to_owned).ok_or(missing);
    Ok(match frame.command {
        Command::Connect | Command::Stomp => Request::Connect(connect(frame)?),
        Command::Subscribe => {
            let destination = required("destination", "SUBSCRIBE needs a destination.")?;
            // STOMP 1.0 may leave the id out; the destination then stands for it.
            let id = frame.header("id").map_or_else(|| destination.clone(), str::to_owned);
            let last_position = match frame.header("last-position") {
                Some(text) => Some(text.parse().map_err(|_| "last-position should be a number.")?),
                None => None,
            };
            Request::Subscribe { id, destination, last_position }
        }
        Command::Unsubscribe => {
            let id = frame.header("id").or_else(|| frame.header("destination"));
            Request::Unsubscribe { id: id.ok_or("UNSUBSCRIBE needs an id.")?.to_owned() }
        }
        Command::Send => {
            Request::Send { destination: required("destination", "SEND needs a destination.")? }
        }
        Command::Disconnect => Request::Disconnect,
        Command::Ack | Command::Nack | Command::Begin | Command::Commit | Command::Abort => {
            Request::Ignored
        }
        Command::Connected | Command::Message | Command::Receipt | Command::Error => {
            return Err("Only servers send this.");
        }
    })
}

fn connect(frame: &Frame) -> Result<Connect, &'static str> {
    let accepted = frame.header("accept-version").unwrap_or("1.0");
    let version = accepted.split(',').filter_map(|text| Version::parse(text.trim())).max();
    let heart_beat = HeartBeat::negotiate(frame.header("heart-beat"));
    let authorization = frame.header("Authorization").or_else(|| frame.header("authorization"));
    Ok(Connect {
        version: version.ok_or("This server speaks STOMP 1.0, 1.1 and 1.2.")?,
        heart_beat: heart_beat.ok_or("The header heart-beat should read like 10000,10000.")?,
        authorization: authorization.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version_of(accepted: Option<&str>) -> Option<Version> {
        let frame = Frame::new(Command::Connect);
        let frame = match accepted {
            Some(versions) => frame.with("accept-version", versions),
            None => frame,
        };
        match request(&frame) {
            Ok(Request::Connect(connect)) => Some(connect.version),
            _ => None,
        }
    }

    #[test]
    fn the_highest_common_version_is_spoken() {
        assert_eq!(version_of(None), Some(Version::V1_0));
        assert_eq!(version_of(Some("1.0,1.1, 1.2,2.0")), Some(Version::V1_2));
        assert_eq!(version_of(Some("1.1")), Some(Version::V1_1));
        assert_eq!(version_of(Some("2.0")), None);
    }

    #[test]
    fn what_only_servers_send_is_refused() {
        for command in [Command::Message, Command::Connected, Command::Receipt, Command::Error] {
            assert!(request(&Frame::new(command)).is_err());
        }
    }
}
