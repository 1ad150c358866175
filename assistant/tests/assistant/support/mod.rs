//! An assistant on real NATS and PostgreSQL with read models, two customers, and a fake model.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use assistant::{App, Settings};
use chrono::Utc;
use cqrs_es::Aggregate;
use domain::conversations::{
    AnswerSource, Basis, Conversation, ConversationCommand, ConversationEvent,
};
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::event::Event;
use domain::ids::{CommandId, DeviceId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use domain::users::{Language, Profile, User, UserCommand};
use event_log::{EventLog, NoReservations, Position};
use local_stack::{FakeGemini, Lease, ModelManner, TestServers};
use process::{CancellationToken, Environment};
use projections::Queries;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use uuid::Uuid;

pub use local_stack::scale;

const MASTER_KEY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/assistant/support/master-key");
/// For a slow, busy machine; what is promised is asserted at the full scale.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that a test needs. Its tasks end when it is dropped.
pub struct Stage {
    pub log: EventLog,
    pub queries: Queries,
    pub model: FakeGemini,
    /// Speaks Romanian and lives in Bucharest.
    pub alice: UserId,
    pub bob: UserId,
    /// Owned by Alice.
    pub boiler: DeviceId,
    shutdown: CancellationToken,
    environment: Vec<(&'static str, String)>,
    _tasks: Vec<JoinHandle<Result<()>>>,
    _lease: Lease,
}

/// What the bot said to a message.
#[derive(Clone, Debug)]
pub struct Said {
    pub text: String,
    pub source: AnswerSource,
    pub based: Option<Basis>,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl Stage {
    /// With one assistant on duty.
    pub async fn set(more: &[(&'static str, &str)]) -> Result<Self> {
        let mut stage = Self::without_assistant(more).await?;
        stage.start_assistant().await?;
        Ok(stage)
    }

    pub async fn without_assistant(more: &[(&'static str, &str)]) -> Result<Self> {
        let lease = TestServers::acquire().await?.lease().await?;
        let model = FakeGemini::start(ModelManner::Says("It used 12.30 kWh.".to_owned())).await?;
        let mut environment = vec![
            ("EMS_NATS_URL", lease.nats_url.clone()),
            ("EMS_DATABASE_URL", lease.database_url.clone()),
            ("EMS_MASTER_KEY_FILE", MASTER_KEY.to_owned()),
            ("EMS_GEMINI_KEY", model.key().to_owned()),
            ("EMS_GEMINI_BASE_URL", model.url()),
            ("EMS_MODEL_CALLS_PER_USER", "1000".to_owned()),
        ];
        environment.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        let read: Environment = environment.iter().cloned().collect();
        let settings = projections::Settings::read(&read)?;
        let log = EventLog::connect(&settings.log, "test").await?;
        log.ensure_streams(settings.log.replicas).await?;
        let pool = projections::connect(&lease.database_url, 2).await?;
        projections::create_tables(&pool).await?;
        let shutdown = CancellationToken::new();
        let projections = projections::App::build(settings).await?;
        let mut stage = Self {
            queries: Queries::new(pool),
            log,
            model,
            alice: UserId(Uuid::from_u128(1)),
            bob: UserId(Uuid::from_u128(2)),
            boiler: DeviceId(Uuid::from_u128(4)),
            _tasks: vec![tokio::spawn(projections.run(shutdown.clone()))],
            shutdown,
            environment,
            _lease: lease,
        };
        stage.populate().await?;
        Ok(stage)
    }

    /// One more replica.
    pub async fn start_assistant(&mut self) -> Result<()> {
        let read: Environment = self.environment.iter().cloned().collect();
        let app = App::build(Settings::read(&read)?).await?;
        self._tasks.push(tokio::spawn(app.run(self.shutdown.clone())));
        Ok(())
    }

    async fn populate(&mut self) -> Result<()> {
        self.register(self.alice, "alice", Some(Language::Ro)).await?;
        self.register(self.bob, "bob", None).await?;
        let position = self.own_device(self.boiler, "Boiler", self.alice).await?;
        self.shown(position).await
    }

    pub async fn register(
        &self,
        user: UserId,
        name: &str,
        language: Option<Language>,
    ) -> Result<Position> {
        let time_zone = Some("Europe/Bucharest".to_owned());
        let profile =
            Profile { username: name.to_owned(), time_zone, language, ..Profile::default() };
        let register = UserCommand::RegisterUser { user, profile, credentials: None };
        self.execute::<User>(user.to_string(), register).await
    }

    pub async fn own_device(
        &self,
        device: DeviceId,
        name: &str,
        owner: UserId,
    ) -> Result<Position> {
        let description = DeviceDescription { name: name.to_owned(), description: None };
        let (limit, owner) = (MicroWattHours(3_000_000_000), Some(owner));
        let register = DeviceCommand::RegisterDevice { device, description, limit, owner };
        self.execute::<Device>(device.to_string(), register).await
    }

    /// Waits until the read models have come so far.
    pub async fn shown(&self, position: Position) -> Result<()> {
        let shown = self.queries.wait_until(position, PATIENCE).await?;
        ensure!(shown, "the read models do not reach position {position}");
        Ok(())
    }

    /// Writes to the log as the command API would.
    pub async fn execute<A>(&self, id: String, command: A::Command) -> Result<Position>
    where
        A: Aggregate<Services = (), Event: domain::event::Personal> + Clone + 'static,
        A::Command: Clone + Send,
        A::Error: Send + Sync + 'static,
    {
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::System("test".to_owned()),
            correlation: Uuid::now_v7(),
            causation: None,
            request: None,
            at: Utc::now(),
        };
        let executed = self.log.execute::<A, _>(&id, command, &provenance, &NoReservations).await?;
        Ok(executed.position)
    }

    pub async fn order(&self, customer: UserId, command: ConversationCommand) -> Result<Position> {
        self.execute::<Conversation>(customer.to_string(), command).await
    }

    /// The customer writes; the id of their message.
    pub async fn write(&self, customer: UserId, text: &str) -> Result<Uuid> {
        let (message, text) = (Uuid::now_v7(), text.to_owned());
        let write = ConversationCommand::WriteAsCustomer { message, text, at: Utc::now() };
        self.order(customer, write).await?;
        Ok(message)
    }

    /// Everything that happened in a customer's conversations.
    pub async fn events(&self, customer: UserId) -> Result<Vec<ConversationEvent>> {
        let subject = subjects::of_aggregate("conversation", &customer.to_string());
        let mut events = Vec::new();
        for recorded in self.log.load(&subject).await? {
            if let Event::Conversation(_, event) = self.log.decode(&recorded).await? {
                events.push(event);
            }
        }
        Ok(events)
    }

    /// What the bot has said to a message.
    pub async fn said_to(&self, customer: UserId, message: Uuid) -> Result<Vec<Said>> {
        let said = |event| match event {
            ConversationEvent::BotAnswered { to, text, source, based, .. } if to == message => {
                Some(Said { text, source, based })
            }
            _ => None,
        };
        Ok(self.events(customer).await?.into_iter().filter_map(said).collect())
    }

    /// The customer writes, and the bot's answer to it.
    pub async fn ask(&self, customer: UserId, text: &str) -> Result<Said> {
        let message = self.write(customer, text).await?;
        self.answer_to(customer, message).await
    }

    pub async fn answer_to(&self, customer: UserId, message: Uuid) -> Result<Said> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            if let Some(said) = self.said_to(customer, message).await?.pop() {
                return Ok(said);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        anyhow::bail!("nobody has answered {message}")
    }

    /// Waits until the assistants have dealt with everything that has happened.
    pub async fn settled(&self) -> Result<()> {
        let stream = self.log.jetstream().get_stream(subjects::EVENTS).await?;
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            let consumer = stream.consumer_info(subjects::ASSISTANT_CONSUMER).await;
            let idle =
                consumer.is_ok_and(|info| info.num_pending == 0 && info.num_ack_pending == 0);
            if idle {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        anyhow::bail!("the assistants do not come to an end")
    }

    /// The two parts that the model was given last: the customer's numbers and their text.
    pub fn last_question(&self) -> Result<(serde_json::Value, String)> {
        let request = self.model.requests().pop().context("a request")?;
        let part = |nth: usize| request["contents"][0]["parts"][nth]["text"].as_str();
        let numbers = serde_json::from_str(part(0).context("the numbers")?)?;
        Ok((numbers, part(1).context("the text")?.to_owned()))
    }
}
