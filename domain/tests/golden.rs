//! The form of every event in the log, pinned: what is stored for years must stay readable.
//!
//! `golden/` holds one file for each event: its type, version and data. A test that fails here
//! means that a new release could not read an old log; give the event a version and an upcaster.

use std::fmt::Debug;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use domain::administrators::AdministratorsEvent;
use domain::alerts::{AlertEvent, RaisedAlert, RetractedAlert, alert_id};
use domain::conversations::{AnswerSource, Basis, ConversationEvent, DeviceFigures, Side};
use domain::devices::{DeviceDescription, DeviceEvent};
use domain::event::{Encoded, Personal, decode, encode};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant, PlausibleRange};
use domain::names::NameEvent;
use domain::quantity::MicroWattHours;
use domain::users::{Credentials, Language, Profile, Role, UserEvent};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

const USER: UserId = UserId(Uuid::from_u128(0x0192_7a3c_0000_7000_8000_0000_0000_0001));
const OTHER: UserId = UserId(Uuid::from_u128(0x0192_7a3c_0000_7000_8000_0000_0000_0002));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(0x0192_7a3c_0000_7000_8000_0000_0000_0003));

#[test]
fn events_of_users_keep_their_form() {
    let profile = Profile {
        username: "ana".to_owned(),
        email: Some("ana@example.org".to_owned()),
        name: Some("Ana Pop".to_owned()),
        city: Some("Cluj".to_owned()),
        date_of_birth: NaiveDate::from_ymd_opt(1990, 12, 31),
        time_zone: Some("Europe/Bucharest".to_owned()),
        language: Some(Language::Ro),
    };
    let credentials =
        Credentials { password_hash: "$argon2id$example".to_owned(), role: Role::Client };
    keeps_its_form(&UserEvent::UserRegistered { user: USER, profile: profile.clone() });
    keeps_its_form(&UserEvent::ProfileChanged { profile });
    keeps_its_form(&UserEvent::CredentialsCreated { credentials });
    keeps_its_form(&UserEvent::PasswordChanged { password_hash: "$argon2id$other".to_owned() });
    keeps_its_form(&UserEvent::RoleChanged { role: Role::Admin, previous: Role::Client });
    let (token_hash, expires_at) = ("9f86d081".to_owned(), time());
    keeps_its_form(&UserEvent::PasswordResetIssued { token_hash, expires_at });
    keeps_its_form(&UserEvent::UserDisabled { reason: "moved away".to_owned() });
    keeps_its_form(&UserEvent::UserEnabled { user: USER });
    keeps_its_form(&UserEvent::UserErased { user: USER });
}

#[test]
fn events_of_devices_keep_their_form() {
    let description = DeviceDescription {
        name: "Boiler".to_owned(),
        description: Some("In the cellar".to_owned()),
    };
    let limit = MicroWattHours(3_200_000_000);
    let previous = Some(MicroWattHours(3_000_000_000));
    keeps_its_form(&DeviceEvent::DeviceRegistered {
        device: DEVICE,
        description: description.clone(),
    });
    keeps_its_form(&DeviceEvent::DeviceDescribed { description });
    keeps_its_form(&DeviceEvent::LimitChanged { limit, previous });
    keeps_its_form(&DeviceEvent::DeviceAssigned { owner: USER, previous: Some(OTHER) });
    keeps_its_form(&DeviceEvent::DeviceUnassigned { previous: USER });
    keeps_its_form(&DeviceEvent::DeviceRetired { name: "Boiler".to_owned() });
}

#[test]
fn events_of_readings_keep_their_form() {
    let range = PlausibleRange { at_least: MicroWattHours(0), at_most: MicroWattHours(5_000) };
    let previous = Some(PlausibleRange { at_most: MicroWattHours(7_000), ..range });
    keeps_its_form(&DeviceEvent::PlausibleRangeChanged { range: Some(range), previous });
    let (measured_at, energy) = (Instant::from_millis(1_795_429_200_123), MicroWattHours(83_000));
    let reason = "the meter was tested".to_owned();
    keeps_its_form(&DeviceEvent::ReadingVoided { measured_at, reason: reason.clone() });
    keeps_its_form(&DeviceEvent::ReadingCorrected { measured_at, energy, reason: reason.clone() });
    let accepted = DeviceEvent::HeldReadingAccepted { measured_at, energy, reason: reason.clone() };
    keeps_its_form(&accepted);
    keeps_its_form(&DeviceEvent::HeldReadingRejected { measured_at, energy, reason });
}

#[test]
fn events_of_alerts_keep_their_form() {
    let (hour, total, limit) =
        (Hour::from(time()), MicroWattHours(3_200_000_000), MicroWattHours(3_000_000_000));
    let (alert, device, owner) = (alert_id(DEVICE, hour), DEVICE, Some(USER));
    let raised = RaisedAlert { alert, device, hour, total, limit, owner, revision: 7 };
    let retracted = RetractedAlert { alert, device, hour, total, limit, owner, revision: 8 };
    keeps_its_form(&AlertEvent::AlertRaised(raised.clone()));
    keeps_its_form(&AlertEvent::AlertRestated(raised));
    keeps_its_form(&AlertEvent::AlertRetracted(retracted));
    let comment = Some("the sauna".to_owned());
    keeps_its_form(&AlertEvent::AlertAcknowledged { alert, by: USER, comment });
}

#[test]
fn events_of_conversations_keep_their_form() {
    let (message, to, person) = (DEVICE.0, OTHER.0, OTHER);
    let text = "Why is my bill so high?".to_owned();
    keeps_its_form(&ConversationEvent::ConversationOpened { number: 1 });
    keeps_its_form(&ConversationEvent::CustomerWrote { message, text: text.clone(), at: time() });
    let source = AnswerSource::Model;
    let answered = |based| {
        let text = text.clone();
        ConversationEvent::BotAnswered { message, to, text, source, based }
    };
    keeps_its_form(&answered(None));
    keeps_its_form_as("BotAnswered.v1.based", &answered(Some(basis())));
    keeps_its_form(&ConversationEvent::PersonRequested { number: 1 });
    keeps_its_form(&ConversationEvent::PersonJoined { person, at: None });
    let joined = ConversationEvent::PersonJoined { person, at: Some(time()) };
    keeps_its_form_as("PersonJoined.v1.timed", &joined);
    let wrote = |at| ConversationEvent::PersonWrote { message, person, text: text.clone(), at };
    keeps_its_form(&wrote(None));
    keeps_its_form_as("PersonWrote.v1.timed", &wrote(Some(time())));
    keeps_its_form(&ConversationEvent::PersonLeft { person });
    keeps_its_form(&ConversationEvent::BotReturned { person, at: time() });
    keeps_its_form(&ConversationEvent::MessagesDelivered { by: Side::Support, message });
    keeps_its_form(&ConversationEvent::MessagesRead { by: Side::Customer, message });
    keeps_its_form(&ConversationEvent::ConversationClosed { number: 1 });
}

fn basis() -> Basis {
    let boiler = DeviceFigures {
        device: DEVICE,
        name: "Boiler".to_owned(),
        limit: Some(MicroWattHours(3_000_000_000)),
        today: None,
        yesterday: Some(MicroWattHours(12_300_000_000)),
        month: Some(MicroWattHours(240_000_000_000)),
    };
    let zone = "Europe/Bucharest".to_owned();
    Basis { position: 812, at: time(), zone, open_alerts: 1, devices: vec![boiler] }
}

#[test]
fn events_of_names_and_of_the_administrators_keep_their_form() {
    keeps_its_form(&NameEvent::NameReserved { holder: USER.0 });
    keeps_its_form(&NameEvent::NameReleased { holder: USER.0 });
    keeps_its_form(&AdministratorsEvent::AdministratorAdded { user: USER });
    keeps_its_form(&AdministratorsEvent::AdministratorRemoved { user: USER });
}

/// Does not compile when an event is added: pin its form above, then name it here.
#[test]
fn every_event_is_pinned() {
    const _: fn(&UserEvent) = |event| match event {
        UserEvent::UserRegistered { .. }
        | UserEvent::ProfileChanged { .. }
        | UserEvent::CredentialsCreated { .. }
        | UserEvent::PasswordChanged { .. }
        | UserEvent::RoleChanged { .. }
        | UserEvent::PasswordResetIssued { .. }
        | UserEvent::UserDisabled { .. }
        | UserEvent::UserEnabled { .. }
        | UserEvent::UserErased { .. } => {}
    };
    const _: fn(&DeviceEvent) = |event| match event {
        DeviceEvent::DeviceRegistered { .. }
        | DeviceEvent::DeviceDescribed { .. }
        | DeviceEvent::LimitChanged { .. }
        | DeviceEvent::DeviceAssigned { .. }
        | DeviceEvent::DeviceUnassigned { .. }
        | DeviceEvent::DeviceRetired { .. }
        | DeviceEvent::PlausibleRangeChanged { .. }
        | DeviceEvent::ReadingCorrected { .. }
        | DeviceEvent::ReadingVoided { .. }
        | DeviceEvent::HeldReadingAccepted { .. }
        | DeviceEvent::HeldReadingRejected { .. } => {}
    };
    const _: fn(&AlertEvent) = |event| match event {
        AlertEvent::AlertRaised(_)
        | AlertEvent::AlertRestated(_)
        | AlertEvent::AlertRetracted(_)
        | AlertEvent::AlertAcknowledged { .. } => {}
    };
    const _: fn(&ConversationEvent) = |event| match event {
        ConversationEvent::ConversationOpened { .. }
        | ConversationEvent::CustomerWrote { .. }
        | ConversationEvent::BotAnswered { .. }
        | ConversationEvent::PersonRequested { .. }
        | ConversationEvent::PersonJoined { .. }
        | ConversationEvent::PersonWrote { .. }
        | ConversationEvent::PersonLeft { .. }
        | ConversationEvent::BotReturned { .. }
        | ConversationEvent::MessagesDelivered { .. }
        | ConversationEvent::MessagesRead { .. }
        | ConversationEvent::ConversationClosed { .. } => {}
    };
    const _: fn(&NameEvent) = |event| match event {
        NameEvent::NameReserved { .. } | NameEvent::NameReleased { .. } => {}
    };
    const _: fn(&AdministratorsEvent) = |event| match event {
        AdministratorsEvent::AdministratorAdded { .. }
        | AdministratorsEvent::AdministratorRemoved { .. } => {}
    };
    let pinned = std::fs::read_dir(golden("")).expect("the golden files").count();
    // Three events have members that older ones lack: both forms are pinned.
    assert_eq!(pinned, 39 + 3, "one file for each event");
}

/// What is stored is what the golden file holds, and the file is read back as the same event.
fn keeps_its_form<E: Serialize + Personal + DeserializeOwned + PartialEq + Debug>(event: &E) {
    let Encoded { kind, version, .. } = encode(event);
    keeps_its_form_as(&format!("{kind}.v{version}"), event);
}

fn keeps_its_form_as<E>(file: &str, event: &E)
where
    E: Serialize + Personal + DeserializeOwned + PartialEq + Debug,
{
    let Encoded { kind, version, data, .. } = encode(event);
    let path = golden(&format!("{file}.json"));
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let stored: Value = serde_json::from_str(&text).expect("a golden file is JSON");
    assert_eq!(json!({ "type": kind, "version": version, "data": data }), stored);
    let read: E = decode(&kind, version, stored["data"].clone()).expect("an old event is read");
    assert_eq!(&read, event);
}

fn time() -> DateTime<Utc> {
    "2026-11-23T18:00:00Z".parse().expect("a time")
}

fn golden(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).join(file)
}
