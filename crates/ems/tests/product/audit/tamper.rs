//! Whatever is done to a copy of the log is found, and named with its place.

use std::path::{Path, PathBuf};

use chrono::Utc;
use domain::devices::{Device, DeviceCommand, DeviceDescription};
use domain::ids::{CommandId, DeviceId, UserId};
use domain::metering::{Instant, Reading};
use domain::provenance::{Actor, Provenance};
use domain::quantity::MicroWattHours;
use domain::subjects;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{EncodePrivateKey, EncodePublicKey};
use event_log::{EventLog, LogSettings, NoReservations, ScanFrom, Stored};
use futures::TryStreamExt;
use local_stack::PrivateServers;
use serde_json::{Value, json};
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::Uuid;

use super::{code, ems_with};
use crate::support::{Place, scale};

/// A log with devices, some of their history and readings, and the keys of its checkpoints.
struct Sealed {
    place: Place,
    log: EventLog,
    devices: Vec<DeviceId>,
    folder: TempDir,
}

impl Sealed {
    async fn on(place: Place) -> Self {
        let pool = PgPool::connect(&place.database_url).await.expect("PostgreSQL answers");
        projections::create_tables(&pool).await.expect("the tables can be created");
        let log = open(&place).await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let key = SigningKey::from_bytes(&rand::random());
        let private = key.to_pkcs8_pem(LineEnding::LF).expect("a private key").to_string();
        let public = key.verifying_key().to_public_key_pem(LineEnding::LF).expect("a public key");
        std::fs::write(folder.path().join("private"), private).expect("a file");
        std::fs::write(folder.path().join("public"), public).expect("a file");
        let devices = (0..scale(8, 400)).map(|_| DeviceId(Uuid::now_v7())).collect();
        let sealed = Self { place, log, devices, folder };
        sealed.write(1).await;
        sealed.seal();
        sealed.write(2).await;
        sealed.seal();
        sealed
    }

    /// One more order and some readings of every device.
    async fn write(&self, round: i64) {
        for device in &self.devices {
            let limit = MicroWattHours(round);
            let description = DeviceDescription { name: device.to_string(), description: None };
            let register =
                DeviceCommand::RegisterDevice { device: *device, description, limit, owner: None };
            let owner = UserId(device.0);
            let order = if round == 1 { register } else { DeviceCommand::AssignDevice { owner } };
            order_to(&self.log, *device, order).await;
        }
        for nth in 0..scale(5, 50) {
            for device in &self.devices {
                let measured_at = Instant::from_millis(round * 100_000_000 + nth * 60_000);
                let energy = MicroWattHours(nth);
                let reading = Reading { device: *device, measured_at, energy };
                let payload = serde_json::to_vec(&reading).expect("a reading serialises");
                let subject = subjects::of_measurement(*device);
                let sent = self.log.jetstream().publish(subject, payload.into()).await;
                sent.expect("sent").await.expect("stored");
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn seal(&self) {
        let (key, file) = (self.path("private"), self.path("checkpoints"));
        let words = ["audit", "checkpoint", "--key", text(&key), "--file", text(&file)];
        let output = ems_with(&self.place, &words, &[]);
        assert_eq!(code(&output), 0, "{}", String::from_utf8_lossy(&output.stderr));
    }

    /// What the check of a place's log finds, with the file of checkpoints and the public key alone.
    fn verified(&self, place: &Place) -> (i32, Value) {
        let (file, key) = (self.path("checkpoints"), self.path("public"));
        let words = ["audit", "verify", "--json", "--checkpoints", text(&file)];
        let output = ems_with(place, &words, &[("EMS_AUDIT_PUBLIC_KEY_FILE", text(&key))]);
        let told = String::from_utf8_lossy(&output.stderr);
        let found = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{told}"));
        (code(&output), found)
    }

    async fn messages(&self, stream: &'static str) -> Vec<Stored> {
        let from = ScanFrom::Sequence(1);
        let messages = self.log.scan(stream, ">", from, u64::MAX).await.expect("a scan");
        messages.try_collect().await.expect("every message")
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

async fn open(place: &Place) -> EventLog {
    let settings = LogSettings::at(place.nats_url.clone());
    let log = EventLog::connect(&settings, "test").await.expect("NATS answers");
    log.ensure_streams(1).await.expect("the streams can be created");
    log
}

async fn order_to(log: &EventLog, device: DeviceId, command: DeviceCommand) {
    let provenance = Provenance {
        command: CommandId(Uuid::now_v7()),
        actor: Actor::System("test".to_owned()),
        correlation: Uuid::now_v7(),
        causation: None,
        request: None,
        at: Utc::now(),
    };
    let id = device.to_string();
    let ordered = log.execute::<Device, _>(&id, command, &provenance, &NoReservations).await;
    ordered.expect("the order is carried out");
}

/// Makes a stream anew with these messages: the log of record itself lets nobody change it.
async fn rewrite(log: &EventLog, stream: &str, messages: &[Stored]) {
    log.jetstream().delete_stream(stream).await.expect("the stream is deleted");
    log.ensure_streams(1).await.expect("the stream can be created");
    for message in messages {
        let mut headers = async_nats::HeaderMap::new();
        for (name, values) in message.headers.iter() {
            let name: &str = name.as_ref();
            if !name.starts_with("Nats-") {
                values.iter().for_each(|value| headers.insert(name, value.as_str()));
            }
        }
        let (subject, payload) = (message.subject.clone(), message.payload.clone());
        let sent = log.jetstream().publish_with_headers(subject, headers, payload).await;
        sent.expect("sent").await.expect("stored");
    }
}

/// One byte of a message's payload, other than it was.
fn altered(message: &Stored) -> Stored {
    let mut payload = message.payload.to_vec();
    let digit = payload.iter().rposition(u8::is_ascii_digit).expect("a digit");
    payload[digit] = if payload[digit] == b'1' { b'2' } else { b'1' };
    Stored { payload: payload.into(), ..message.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_copy_of_the_log_every_change_is_named_and_an_untouched_copy_verifies() {
    let sealed = Sealed::on(Place::shared().await).await;
    let (events, readings) =
        (sealed.messages(subjects::EVENTS).await, sealed.messages(subjects::MEASUREMENTS).await);
    let (code, found) = sealed.verified(&sealed.place);
    assert_eq!((code, &found["checkpoints"], &found["findings"]), (0, &json!(2), &json!([])));

    let copy = Place::shared().await;
    let log = open(&copy).await;
    rewrite(&log, subjects::EVENTS, &events).await;
    rewrite(&log, subjects::MEASUREMENTS, &readings).await;
    let (code, found) = sealed.verified(&copy);
    assert_eq!((code, &found["findings"]), (0, &json!([])), "the untouched copy verifies");

    for (stream, untouched) in [(subjects::EVENTS, &events), (subjects::MEASUREMENTS, &readings)] {
        let (count, third) = (untouched.len(), untouched.len() / 3);
        let (position, last) = (third as u64 + 1, count as u64);
        let check = async |messages: &[Stored], expected: Value| {
            rewrite(&log, stream, messages).await;
            let (code, found) = sealed.verified(&copy);
            let findings = found["findings"].as_array().expect("findings");
            let named = findings.iter().find(|finding| finding["kind"] == expected["kind"]);
            assert_eq!((code, named), (1, Some(&expected)), "{findings:?}");
            assert!(findings[0]["position"].as_u64() <= expected["position"].as_u64());
            findings.clone()
        };
        let subject = untouched[third].subject.as_str();
        let mut messages = untouched.clone();
        messages[third] = altered(&messages[third]);
        let expected = json!({ "kind": "altered", "stream": stream, "position": position,
            "subject": subject });
        check(&messages, expected).await;

        let mut messages = untouched.clone();
        messages.remove(third);
        let expected = json!({ "kind": "removed", "stream": stream, "position": position,
            "messages": 1 });
        check(&messages, expected).await;

        let mut messages = untouched.clone();
        messages.swap(third, third + 2);
        let expected = json!({ "kind": "swapped", "stream": stream, "position": position,
            "other": position + 2 });
        check(&messages, expected).await;

        let expected = json!({ "kind": "cutTail", "stream": stream, "position": last - 2,
            "messages": 3 });
        check(&untouched[..count - 3], expected).await;
        rewrite(&log, stream, untouched).await;
    }

    let dropped = events[0].subject.clone();
    let of_it = events.iter().filter(|event| event.subject == dropped).count();
    let left: Vec<_> = events.iter().filter(|event| event.subject != dropped).cloned().collect();
    rewrite(&log, subjects::EVENTS, &left).await;
    let (code, found) = sealed.verified(&copy);
    let findings = found["findings"].as_array().expect("findings");
    assert_eq!((code, &findings[0]["position"]), (1, &json!(1)), "{findings:?}");
    let named = findings.iter().find(|finding| finding["kind"] == "droppedAggregate");
    let named = named.expect("the aggregate is named");
    assert_eq!((&named["subject"], &named["events"]), (&json!(dropped), &json!(of_it)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bit_flipped_in_the_files_of_the_server_is_reported_as_a_loss() {
    let mut servers = PrivateServers::start().await.expect("the servers start");
    let sealed = Sealed::on(Place::on(&servers)).await;
    let name = sealed.devices[2].to_string();
    servers.nats.stop().await.expect("the server stops");
    let mark = format!("\"name\":\"{name}\"");
    let flipped = flip(&servers.home().join("nats"), mark.as_bytes());
    assert_eq!(flipped, 1, "the event is in one file");
    servers.nats.restart().await.expect("the server starts");
    let (code, found) = sealed.verified(&sealed.place);
    let findings = found["findings"].as_array().expect("findings");
    assert_eq!((code, &findings[0]["kind"]), (1, &json!("lost")), "{findings:?}");
    assert_eq!(findings[0]["stream"], "EVENTS");
}

/// Flips a bit where these bytes stand, in every file under a folder. Answers in how many.
fn flip(folder: &Path, mark: &[u8]) -> usize {
    let mut flipped = 0;
    for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            flipped += flip(&path, mark);
            continue;
        }
        let mut bytes = std::fs::read(&path).expect("a file");
        if let Some(at) = bytes.windows(mark.len()).position(|window| window == mark) {
            bytes[at + mark.len() / 2] ^= 1;
            std::fs::write(&path, bytes).expect("the file is written");
            flipped += 1;
        }
    }
    flipped
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkpoint_that_somebody_else_has_signed_or_left_out_is_refused() {
    let sealed = Sealed::on(Place::shared().await).await;
    let lines = std::fs::read_to_string(sealed.path("checkpoints")).expect("the checkpoints");
    let lines: Vec<_> = lines.lines().collect();
    let check = |lines: &[&str]| -> Value {
        std::fs::write(sealed.path("checkpoints"), lines.join("\n") + "\n").expect("a file");
        let (code, found) = sealed.verified(&sealed.place);
        assert_eq!(code, 1, "{found}");
        found["findings"][0]["kind"].clone()
    };
    assert_eq!(check(&lines[1..]), "checkpointsBroken");
    let forged = lines[1].replacen("\\\"number\\\":2", "\\\"number\\\":3", 1);
    assert_ne!(forged, lines[1], "something was forged");
    assert_eq!(check(&[lines[0], &forged]), "badSignature");
}
