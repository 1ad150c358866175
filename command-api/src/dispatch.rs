//! Carrying out commands: in a task of their own, in bounded time, against the log.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use domain::alerts::{Alert, AlertCommand};
use domain::conversations::{Conversation, ConversationCommand};
use domain::devices::{Device, DeviceCommand};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::names::NameHasher;
use domain::provenance::Provenance;
use domain::users::{User, UserCommand};
use event_log::{EventLog, Executed, JetStreamEventStore, Loaded, NoReservations, Position};
use process::identity::IdentityVerifier;
use tokio_util::task::TaskTracker;

use crate::http::problem::Problem;
use crate::passwords::Passwords;
use crate::reservations::Held;

/// A browser waits longer than this, so it is told what to do next rather than left alone.
const WRITE_LIMIT: Duration = Duration::from_secs(10);

/// What every handler works with. Clones share one log and one queue of passwords.
#[derive(Clone)]
pub(crate) struct Api {
    pub gateway: IdentityVerifier,
    pub passwords: Passwords,
    pub names: NameHasher,
    /// Empty until the log has been reached for the first time.
    log: Arc<OnceLock<EventLog>>,
    writes: TaskTracker,
}

/// Carries out commands, one after the other, for one request.
#[derive(Clone)]
pub(crate) struct Writer {
    pub log: EventLog,
    pub names: NameHasher,
}

impl Api {
    pub fn new(gateway: IdentityVerifier, names: NameHasher) -> Self {
        Self {
            gateway,
            passwords: Passwords::default(),
            names,
            log: Arc::default(),
            writes: TaskTracker::new(),
        }
    }

    /// From now on commands are taken.
    pub fn open(&self, log: EventLog) {
        self.log.get_or_init(|| log);
    }

    /// Whether the log has been reached, so that commands are taken.
    pub fn is_open(&self) -> bool {
        self.log.get().is_some()
    }

    pub fn writer(&self, log: &EventLog) -> Writer {
        Writer { log: log.clone(), names: self.names.clone() }
    }

    /// One command to one user.
    pub async fn user(
        &self,
        user: UserId,
        command: UserCommand,
        provenance: Provenance,
    ) -> Result<Position, Problem> {
        self.write(move |writer| async move { writer.user(user, command, &provenance).await }).await
    }

    /// Commands to one device, in their order, if whom they name as its owner exists.
    pub async fn device(
        &self,
        device: DeviceId,
        commands: Vec<DeviceCommand>,
        provenance: Provenance,
    ) -> Result<Position, Problem> {
        let write = move |writer: Writer| async move {
            for owner in commands.iter().filter_map(named_owner) {
                writer.must_exist(owner).await?;
            }
            writer.device(device, commands, &provenance).await
        };
        self.write(write).await
    }

    /// One command to the alerts of a device-month, if the alert is known.
    pub async fn alert(
        &self,
        aggregate: String,
        command: AlertCommand,
        provenance: Provenance,
    ) -> Result<Position, Problem> {
        let write = move |writer: Writer| async move {
            let alerts =
                writer.log.execute::<Alert, _>(&aggregate, command, &provenance, &NoReservations);
            let executed = alerts.await?;
            log_write("alert", &aggregate, executed, &provenance);
            Ok(executed.position)
        };
        self.write(write).await
    }

    /// One command to the conversation of a customer who exists.
    pub async fn conversation(
        &self,
        customer: UserId,
        command: ConversationCommand,
        provenance: Provenance,
    ) -> Result<Position, Problem> {
        let write = move |writer: Writer| async move {
            writer.must_exist(customer).await?;
            let id = customer.to_string();
            let ordered =
                writer.log.execute::<Conversation, _>(&id, command, &provenance, &NoReservations);
            let executed = ordered.await?;
            log_write("conversation", &id, executed, &provenance);
            Ok(executed.position)
        };
        self.write(write).await
    }

    /// A user as the log has them; a refusal if there is no such user.
    pub async fn known_user(&self, user: UserId) -> Result<User, Problem> {
        let writer = self.writer(self.connected()?);
        let known = tokio::time::timeout(WRITE_LIMIT, writer.known_user(user));
        known.await.unwrap_or_else(|_| Err(Problem::unavailable("the log took too long")))
    }

    /// Runs what a request writes in a task of its own: axum drops a handler whose client has left,
    /// and a command must not stop half-way for that.
    async fn write<F>(&self, work: impl FnOnce(Writer) -> F) -> Result<Position, Problem>
    where
        F: Future<Output = Result<Position, Problem>> + Send + 'static,
    {
        let bounded = tokio::time::timeout(WRITE_LIMIT, work(self.writer(self.connected()?)));
        match self.writes.spawn(bounded).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(Problem::outcome_unknown("the log took too long")),
            Err(panic) => Err(Problem::internal(panic)),
        }
    }

    fn connected(&self) -> Result<&EventLog, Problem> {
        let connected = self.log.get().filter(|log| log.is_connected());
        connected.ok_or_else(|| Problem::unavailable("NATS is not connected"))
    }

    /// Waits for the writes that have begun; there must be no new ones.
    pub async fn finish_writes(&self) {
        self.writes.close();
        self.writes.wait().await;
    }
}

impl Writer {
    pub async fn user(
        &self,
        user: UserId,
        command: UserCommand,
        provenance: &Provenance,
    ) -> Result<Position, Problem> {
        let id = user.to_string();
        let erases = command == UserCommand::EraseUser;
        let executed = self.log.execute::<User, _>(&id, command, provenance, &self.held()).await?;
        log_write("user", &id, executed, provenance);
        if erases {
            self.destroy_key(user).await;
        } else if !executed.wrote && self.load_user(user).await?.aggregate.erased {
            return Err(Problem::gone());
        }
        Ok(executed.position)
    }

    /// The event stands, so a key that cannot be destroyed now is destroyed by the reaction to it.
    async fn destroy_key(&self, user: UserId) {
        if let Err(error) = self.log.destroy_key(user.0).await {
            tracing::warn!(user.id = %user, "the key of an erased user is destroyed later: {error}");
        }
    }

    /// The first command has the provenance's id, the others ids that follow from it.
    pub async fn device(
        &self,
        device: DeviceId,
        commands: Vec<DeviceCommand>,
        provenance: &Provenance,
    ) -> Result<Position, Problem> {
        let id = device.to_string();
        let mut provenance = provenance.clone();
        let mut position = 0;
        for command in commands {
            let executed =
                self.log.execute::<Device, _>(&id, command, &provenance, &self.held()).await?;
            log_write("device", &id, executed, &provenance);
            position = position.max(executed.position);
            provenance.command = CommandId::derived(provenance.command.0, "next");
        }
        Ok(position)
    }

    /// Refuses a user who is not registered, or not any more.
    async fn must_exist(&self, user: UserId) -> Result<(), Problem> {
        self.known_user(user).await.map(drop)
    }

    async fn known_user(&self, user: UserId) -> Result<User, Problem> {
        let mut loaded = self.load_user(user).await?;
        while !loaded.aggregate.exists() {
            let newest = self.log.last_position(&loaded.subject).await;
            if newest.map_err(Problem::unavailable)? == loaded.tail.position {
                return Err(Problem::no_such_user());
            }
            // A follower that lags has answered; the leader knows more.
            loaded = self.load_user(user).await?;
        }
        Ok(loaded.aggregate)
    }

    async fn load_user(&self, user: UserId) -> Result<Loaded<User>, Problem> {
        let users = JetStreamEventStore::<User>::new(self.log.clone());
        users.load(&user.to_string()).await.map_err(Problem::unavailable)
    }

    fn held(&self) -> Held<'_> {
        Held { log: &self.log, hasher: &self.names }
    }
}

fn named_owner(command: &DeviceCommand) -> Option<UserId> {
    match command {
        DeviceCommand::RegisterDevice { owner, .. } => *owner,
        DeviceCommand::AssignDevice { owner } => Some(*owner),
        _ => None,
    }
}

fn log_write(kind: &str, id: &str, executed: Executed, provenance: &Provenance) {
    if !executed.wrote {
        return;
    }
    let Executed { position, .. } = executed;
    let actor = &provenance.actor;
    tracing::info!(
        aggregate.kind = kind, aggregate.id = id, event.position = position,
        command.id = %provenance.command, correlation.id = %provenance.correlation,
        "{kind} {id} changed by {actor}, position {position}"
    );
}
