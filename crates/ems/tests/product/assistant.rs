//! The assistant as a process of its own: killed while it answers, and held against the API's numbers.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveTime, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::conversations::{Conversation, ConversationCommand, ConversationEvent};
use domain::event::Event;
use domain::ids::{CommandId, UserId};
use domain::provenance::{Actor, Provenance};
use domain::subjects;
use event_log::{EventLog, LogSettings, MasterKey, NoReservations};
use local_stack::{FakeGemini, ModelManner};
use rand::RngExt;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{PASSWORD, Place, Role, Session, Site, eventually, publish, scale};

/// Far from UTC: yesterday is another day there for half of the time.
const ZONE: Tz = Tz::Pacific__Auckland;
const PATIENCE: Duration = Duration::from_secs(90);
const QUESTION: &str = "How much did my boiler use yesterday?";

/// A site with a fake model and assistants, whose log the test reads.
struct Office {
    site: Site,
    log: EventLog,
    model: FakeGemini,
    assistants: Vec<Role>,
}

impl Office {
    async fn open(assistants: usize) -> Self {
        // Days of the installation begin where the customers live. The assistants are not told.
        let zone = [("EMS_TIME_ZONE", ZONE.name())];
        let site = Site::start_with(Place::shared().await, &zone).await;
        let manner = ModelManner::SaysAfter(Duration::from_millis(200), "12.30 kWh.".to_owned());
        let model = FakeGemini::start(manner).await.expect("the model starts");
        let settings = [
            ("EMS_GEMINI_KEY", model.key().to_owned()),
            ("EMS_GEMINI_BASE_URL", model.url()),
            ("EMS_MODEL_CALLS_PER_USER", "100000".to_owned()),
            ("EMS_MODEL_CALLS_PER_DAY", "100000".to_owned()),
            ("EMS_MASTER_KEY_FILE", site.master_key().display().to_string()),
        ];
        let settings: Vec<_> = settings.iter().map(|(name, text)| (*name, &**text)).collect();
        let start = |n| {
            let (name, folder) = (format!("assistant-{n}"), site.folder.path());
            Role::start("assistant", &name, &site.place, folder, &settings)
        };
        let assistants: Vec<_> = (1..=assistants).map(start).collect();
        let key = std::fs::read_to_string(site.master_key()).expect("the master key");
        let master_key = Some(MasterKey::from_hex(key.trim()).expect("a key"));
        let at = LogSettings { master_key, ..LogSettings::at(site.place.nats_url.clone()) };
        let log = EventLog::connect(&at, "test").await.expect("NATS answers");
        for role in &assistants {
            eventually(PATIENCE, "every assistant is ready", || async {
                let (ready, out) = role.readiness().await?;
                if ready { Ok(()) } else { Err(format!("{} waits for {out:?}", role.name())) }
            })
            .await;
        }
        Self { site, log, model, assistants }
    }

    async fn customer(&self, name: &str) -> Session {
        let body = json!({ "username": name, "password": PASSWORD });
        self.site.ask(Method::POST, "auth/register", &body, None).await;
        self.site.sign_in(name).await
    }

    /// The customer writes as the command API would have it; the id of their message.
    async fn write(&self, customer: UserId, text: &str) -> Uuid {
        let (message, text, at) = (Uuid::now_v7(), text.to_owned(), Utc::now());
        let provenance = Provenance {
            command: CommandId(Uuid::now_v7()),
            actor: Actor::User(customer),
            correlation: Uuid::now_v7(),
            causation: None,
            request: None,
            at,
        };
        let (id, write) =
            (customer.to_string(), ConversationCommand::WriteAsCustomer { message, text, at });
        let written = self.log.execute::<Conversation, _>(&id, write, &provenance, &NoReservations);
        written.await.expect("the message is written");
        message
    }

    /// How often the bot has answered each message.
    async fn answers(&self, customer: UserId) -> BTreeMap<Uuid, usize> {
        let subject = subjects::of_aggregate("conversation", &customer.to_string());
        let mut answers = BTreeMap::new();
        for recorded in self.log.load(&subject).await.expect("the conversation") {
            let event = self.log.decode(&recorded).await.expect("an event");
            if let Event::Conversation(_, ConversationEvent::BotAnswered { to, .. }) = event {
                *answers.entry(to).or_default() += 1;
            }
        }
        answers
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_assistants_give_each_message_exactly_one_answer() {
    let (kills, replicas) = (scale(4, 50), 2);
    let mut office = Office::open(replicas).await;
    let mut customers = Vec::new();
    for name in ["ana", "dan", "eva"] {
        let session = office.customer(name).await;
        customers.push(UserId(session.user.parse().expect("an id")));
    }
    let (mut written, mut interrupted) = (Vec::new(), 0);
    for kill in 0..kills {
        for customer in &customers {
            for text in [QUESTION, "Where is my contract?", QUESTION] {
                written.push((*customer, office.write(*customer, text).await));
            }
        }
        eventually(PATIENCE, "the model is asked", || async {
            if office.model.at_work() > 0 { Ok(()) } else { Err("nobody asks".to_owned()) }
        })
        .await;
        let pause = rand::rng().random_range(0..250);
        tokio::time::sleep(Duration::from_millis(pause)).await;
        interrupted += usize::from(office.model.at_work() > 0);
        office.assistants[kill % replicas].kill_and_start_again();
    }
    for (customer, message) in &written {
        eventually(PATIENCE, "every message is answered", || async {
            let answers = office.answers(*customer).await;
            if answers.contains_key(message) { Ok(()) } else { Err(format!("{message} waits")) }
        })
        .await;
    }
    settled(&office).await;
    println!("{interrupted} of {kills} kills came while somebody waited for the model");
    let enough = interrupted >= scale(1, kills / 3);
    assert!(enough, "only {interrupted} of {kills} kills interrupted anything");
    for customer in customers {
        let answers = office.answers(customer).await;
        let messages = written.iter().filter(|(of, _)| *of == customer).count();
        assert_eq!(answers.len(), messages);
        assert!(answers.values().all(|count| *count == 1), "answered twice: {answers:?}");
    }
}

/// What the killed ones held has been handed out again and was dealt with.
async fn settled(office: &Office) {
    let stream = office.log.jetstream().get_stream(subjects::EVENTS).await.expect("the stream");
    eventually(PATIENCE, "the assistants come to an end", || async {
        let info = stream.consumer_info(subjects::ASSISTANT_CONSUMER).await;
        let info = info.map_err(|error| error.to_string())?;
        let left = (info.num_pending, info.num_ack_pending);
        if left == (0, 0) { Ok(()) } else { Err(format!("{left:?} are left")) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_model_is_given_the_total_that_the_api_shows_for_the_customers_yesterday() {
    let office = Office::open(1).await;
    let ana = office.customer("ana").await;
    let own = format!("users/{}", ana.user);
    let profile = json!({
        "username": "ana", "name": "Ana Pop", "email": "ana@example.org", "city": "Cluj",
        "dateOfBirth": "1990-12-31", "timeZone": ZONE.name(),
    });
    office.site.ask(Method::PUT, &own, &profile, Some(&ana)).await;
    let admin = office.site.sign_in("admin").await;
    let boiler = json!({ "name": "Boiler", "maxConsumption": 3, "userId": ana.user });
    office.site.ask(Method::POST, "devices", &boiler, Some(&admin)).await;
    let path = format!("devices/user/{}", ana.user);
    let devices = office.site.ask(Method::GET, &path, &Value::Null, Some(&ana)).await;
    let device = devices[0]["id"].as_str().expect("a device").to_owned();

    // A reading in every half hour of three days: what is added depends on where days begin.
    let yesterday = Utc::now().with_timezone(&ZONE).date_naive().pred_opt().expect("a day");
    let midnight = yesterday.and_time(NaiveTime::MIN).and_local_timezone(ZONE).earliest();
    let begin = midnight.expect("days begin here").to_utc();
    let bodies: Vec<String> = (-48..96)
        .map(|half| {
            let at = begin + TimeDelta::minutes(30 * half + 7);
            (at, format!("0.{:03}", 100 + half.rem_euclid(97)))
        })
        .filter(|(at, _)| *at < Utc::now())
        .map(|(at, value)| {
            let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
            format!(r#"{{"deviceId":"{device}","measurementValue":{value},"timestamp":"{at}"}}"#)
        })
        .collect();
    let expected: u32 = (0..48).map(|half: i32| 100 + half.rem_euclid(97) as u32).sum();
    let bridge =
        Role::start("ingest-bridge", "bridge", &office.site.place, office.site.folder.path(), &[]);
    eventually(PATIENCE, "the bridge is ready", || async {
        let (ready, out) = bridge.readiness().await?;
        if ready { Ok(()) } else { Err(format!("it waits for {out:?}")) }
    })
    .await;
    publish(&office.site.place.amqp_url, &bodies).await;
    let by_api = eventually(PATIENCE, "the API shows all of yesterday", || async {
        let total = by_api(&office, &ana, &device, yesterday).await;
        if total == i64::from(expected) { Ok(total) } else { Err(format!("{total} Wh")) }
    })
    .await;

    let customer = UserId(ana.user.parse().expect("an id"));
    let message = office.write(customer, QUESTION).await;
    eventually(PATIENCE, "the question is answered", || async {
        let answers = office.answers(customer).await;
        if answers.contains_key(&message) { Ok(()) } else { Err("it waits".to_owned()) }
    })
    .await;
    let request = office.model.requests().pop().expect("the model was asked");
    let numbers = request["contents"][0]["parts"][0]["text"].as_str().expect("the numbers");
    let numbers: Value = serde_json::from_str(numbers).expect("JSON");
    assert_eq!(numbers["timeZone"], ZONE.name());
    let given = numbers["devices"][0]["yesterday"].as_str().expect("a total");
    assert_eq!((given.parse::<f64>().expect("a number") * 1e3).round() as i64, by_api);
}

/// What the API shows for a day of the customer, in watt-hours.
async fn by_api(office: &Office, ana: &Session, device: &str, date: chrono::NaiveDate) -> i64 {
    let path = format!("monitoring/{device}?date={date}");
    let day = office.site.ask(Method::GET, &path, &Value::Null, Some(ana)).await;
    let hours = day.as_array().expect("24 hours").iter();
    let total: f64 = hours.filter_map(|hour| hour["consumption"].as_f64()).sum();
    (total * 1e3).round() as i64
}
