//! The SockJS sessions of one gateway, by the name that their client gave them.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::conversation::converse;
use super::super::session::Origin;
use super::session::{ABANDONED_AFTER, SockJsSession};
use crate::state::Gateway;

/// All open sessions.
#[derive(Default)]
pub struct SockJsSessions(Mutex<HashMap<String, Arc<SockJsSession>>>);

/// Why a request has no session to work with.
#[derive(Debug, PartialEq, Eq)]
pub enum NoSession {
    /// There is none, or it is somebody else's.
    Unknown,
    /// As many sockets are open as this gateway bears.
    Full,
}

impl SockJsSessions {
    /// The session of this name, if it was opened by the same identity.
    pub fn find(&self, name: &str, origin: &Origin) -> Result<Arc<SockJsSession>, NoSession> {
        let session = self.open().get(name).cloned().ok_or(NoSession::Unknown)?;
        if session.origin.is_same(origin) { Ok(session) } else { Err(NoSession::Unknown) }
    }

    /// The same, or a new one if there is none of this name.
    pub fn find_or_open(
        &self,
        gateway: &Arc<Gateway>,
        name: &str,
        origin: Origin,
    ) -> Result<Arc<SockJsSession>, NoSession> {
        let mut open = self.open();
        let vacant = match open.entry(name.to_owned()) {
            Entry::Occupied(found) if found.get().origin.is_same(&origin) => {
                return Ok(found.get().clone());
            }
            Entry::Occupied(_) => return Err(NoSession::Unknown),
            Entry::Vacant(vacant) => vacant,
        };
        let place = gateway.socket_places.clone().try_acquire_owned();
        let place = place.map_err(|_| NoSession::Full)?;
        let (session, link) = SockJsSession::new(origin.clone());
        vacant.insert(session.clone());
        let (gateway, name) = (gateway.clone(), name.to_owned());
        gateway.sockets.clone().spawn(async move {
            converse(gateway.clone(), link, origin).await;
            // Its end is told again to whoever asks within the time that a session lives on.
            tokio::select! {
                () = tokio::time::sleep(ABANDONED_AFTER) => {}
                () = gateway.shutdown.cancelled() => {}
            }
            gateway.sockjs.open().remove(&name);
            drop(place);
        });
        Ok(session)
    }

    fn open(&self) -> MutexGuard<'_, HashMap<String, Arc<SockJsSession>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
