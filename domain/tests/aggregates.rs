//! What holds for every aggregate, whatever is ordered and in whatever sequence.

use chrono::{DateTime, NaiveDate, Utc};
use cqrs_es::Aggregate;
use domain::alerts::{
    self, Alert, AlertCommand, AlertEvent, RaisedAlert, RetractedAlert, alert_id,
};
use domain::conversations::{
    self, AnswerSource, Conversation, ConversationCommand, ConversationEvent, OnDuty, Side,
};
use domain::devices::{self, Device, DeviceCommand, DeviceDescription, DeviceEvent};
use domain::event::{Personal, decode, encode};
use domain::ids::{DeviceId, UserId};
use domain::metering::{Hour, Instant, PlausibleRange};
use domain::quantity::MicroWattHours;
use domain::users::{
    self, Credentials, CredentialsChange, Profile, Role, User, UserCommand, UserEvent,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

const USER: UserId = UserId(Uuid::from_u128(1));
const DEVICE: DeviceId = DeviceId(Uuid::from_u128(2));

/// The state after the commands that were not refused, and the events that led there.
fn history<A: Aggregate, E>(
    commands: Vec<A::Command>,
    decide: impl Fn(&A, A::Command) -> Result<Vec<A::Event>, E>,
) -> (A, Vec<A::Event>) {
    let mut state = A::default();
    let mut events = Vec::new();
    for command in commands {
        for event in decide(&state, command).unwrap_or_default() {
            state.apply(event.clone());
            events.push(event);
        }
    }
    (state, events)
}

/// A command that was decided and is decided again gives no events: it is done, or it is refused.
fn twice_changes_nothing<A, E>(
    commands: Vec<A::Command>,
    last: A::Command,
    decide: impl Fn(&A, A::Command) -> Result<Vec<A::Event>, E>,
) -> Result<(), TestCaseError>
where
    A: Aggregate,
    A::Command: Clone,
{
    let (mut state, _) = history(commands, &decide);
    let Ok(events) = decide(&state, last.clone()) else { return Ok(()) };
    events.into_iter().for_each(|event| state.apply(event));
    prop_assert_eq!(decide(&state, last).unwrap_or_default(), vec![]);
    Ok(())
}

/// Events fold to the same state live, read back from the log, and on top of a stored state.
fn folds_the_same<A>(events: Vec<A::Event>, cut: usize) -> Result<(), TestCaseError>
where
    A: Aggregate + PartialEq + std::fmt::Debug + Serialize + DeserializeOwned,
    A::Event: Serialize + Personal + DeserializeOwned,
{
    let mut live = A::default();
    let mut replayed = A::default();
    for (nth, event) in events.into_iter().enumerate() {
        let stored = encode(&event);
        live.apply(event);
        replayed.apply(decode(&stored.kind, stored.version, stored.data).expect("it was encoded"));
        if nth == cut {
            let text = serde_json::to_string(&replayed).expect("a state serialises");
            replayed = serde_json::from_str(&text).expect("a state is read back");
        }
    }
    prop_assert_eq!(live, replayed);
    Ok(())
}

fn role() -> impl Strategy<Value = Role> {
    prop_oneof![Just(Role::Admin), Just(Role::Client)]
}

fn profile() -> impl Strategy<Value = Profile> {
    let birth = option::of(0_i32..20_000).prop_map(|days| days.map(NaiveDate::from_epoch_days));
    ("[ab]", option::of("[ab]@x"), option::of("[ab]"), birth).prop_map(
        |(username, email, name, birth)| Profile {
            username,
            email,
            city: name.clone(),
            name,
            date_of_birth: birth.flatten(),
            ..Profile::default()
        },
    )
}

fn sign_in() -> impl Strategy<Value = Credentials> {
    ("[xy]", role()).prop_map(|(password_hash, role)| Credentials { password_hash, role })
}

fn user_command() -> impl Strategy<Value = UserCommand> {
    let change = (option::of("[ab]"), option::of("[ab]@x"), option::of("[xy]"), option::of(role()));
    prop_oneof![
        3 => (profile(), option::of(sign_in())).prop_map(|(profile, credentials)| {
            UserCommand::RegisterUser { user: USER, profile, credentials }
        }),
        2 => profile().prop_map(|profile| UserCommand::ChangeProfile { profile }),
        2 => ("[ab]", option::of("[ab]@x"), sign_in()).prop_map(|(username, email, credentials)| {
            UserCommand::CreateCredentials { username, email, credentials }
        }),
        2 => change.prop_map(|(username, email, password_hash, role)| {
            let change = CredentialsChange { username, email, password_hash, role };
            UserCommand::ChangeCredentials(change)
        }),
        2 => role().prop_map(|role| UserCommand::ChangeRole { role }),
        1 => ("[xy]", time()).prop_map(|(token_hash, expires_at)| {
            UserCommand::IssuePasswordReset { token_hash, expires_at }
        }),
        1 => ("[xy]", "[xy]", time()).prop_map(|(token_hash, password_hash, at)| {
            UserCommand::ResetPassword { token_hash, password_hash, at }
        }),
        1 => "[ a]".prop_map(|reason| UserCommand::DisableUser { reason }),
        1 => Just(UserCommand::EnableUser),
        1 => Just(UserCommand::EraseUser),
    ]
}

fn user_event() -> impl Strategy<Value = UserEvent> {
    prop_oneof![
        profile().prop_map(|profile| UserEvent::UserRegistered { user: USER, profile }),
        profile().prop_map(|profile| UserEvent::ProfileChanged { profile }),
        sign_in().prop_map(|credentials| UserEvent::CredentialsCreated { credentials }),
        "[xy]".prop_map(|password_hash| UserEvent::PasswordChanged { password_hash }),
        (role(), role()).prop_map(|(role, previous)| UserEvent::RoleChanged { role, previous }),
        ("[xy]", time()).prop_map(|(token_hash, expires_at)| {
            UserEvent::PasswordResetIssued { token_hash, expires_at }
        }),
        "[a]".prop_map(|reason| UserEvent::UserDisabled { reason }),
        Just(UserEvent::UserEnabled { user: USER }),
        Just(UserEvent::UserErased { user: USER }),
    ]
}

fn time() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..3).prop_map(DateTime::from_timestamp_nanos)
}

fn description() -> impl Strategy<Value = DeviceDescription> {
    ("[ab]", option::of("[xy]"))
        .prop_map(|(name, description)| DeviceDescription { name, description })
}

fn energy() -> impl Strategy<Value = MicroWattHours> {
    (-1_i64..4).prop_map(MicroWattHours)
}

fn owner() -> impl Strategy<Value = UserId> {
    (1_u128..4).prop_map(|id| UserId(Uuid::from_u128(id)))
}

fn device_command() -> impl Strategy<Value = DeviceCommand> {
    prop_oneof![
        3 => (description(), energy(), option::of(owner())).prop_map(
            |(description, limit, owner)| {
                DeviceCommand::RegisterDevice { device: DEVICE, description, limit, owner }
            },
        ),
        2 => description().prop_map(|description| DeviceCommand::DescribeDevice { description }),
        2 => energy().prop_map(|limit| DeviceCommand::ChangeLimit { limit }),
        2 => owner().prop_map(|owner| DeviceCommand::AssignDevice { owner }),
        1 => option::of(owner()).prop_map(|from| DeviceCommand::UnassignDevice { from }),
        1 => option::of(range()).prop_map(|range| DeviceCommand::ChangePlausibleRange { range }),
        4 => reading_command(),
        1 => Just(DeviceCommand::RetireDevice),
    ]
}

fn range() -> impl Strategy<Value = PlausibleRange> {
    (energy(), energy()).prop_map(|(at_least, at_most)| PlausibleRange { at_least, at_most })
}

fn reading_command() -> impl Strategy<Value = DeviceCommand> {
    let parts = (0_u8..4, 0_i64..3, energy(), "[ a]");
    parts.prop_map(|(which, millis, energy, reason)| {
        let measured_at = Instant::from_millis(millis);
        match which {
            0 => DeviceCommand::CorrectReading { measured_at, energy, reason },
            1 => DeviceCommand::VoidReading { measured_at, reason },
            2 => DeviceCommand::AcceptHeldReading { measured_at, energy, reason },
            _ => DeviceCommand::RejectHeldReading { measured_at, energy, reason },
        }
    })
}

fn reading_event() -> impl Strategy<Value = DeviceEvent> {
    let parts = (0_u8..4, 0_i64..3, energy(), "[ab]");
    parts.prop_map(|(which, millis, energy, reason)| {
        let measured_at = Instant::from_millis(millis);
        match which {
            0 => DeviceEvent::ReadingCorrected { measured_at, energy, reason },
            1 => DeviceEvent::ReadingVoided { measured_at, reason },
            2 => DeviceEvent::HeldReadingAccepted { measured_at, energy, reason },
            _ => DeviceEvent::HeldReadingRejected { measured_at, energy, reason },
        }
    })
}

fn device_event() -> impl Strategy<Value = DeviceEvent> {
    prop_oneof![
        description()
            .prop_map(|description| DeviceEvent::DeviceRegistered { device: DEVICE, description }),
        description().prop_map(|description| DeviceEvent::DeviceDescribed { description }),
        (energy(), option::of(energy()))
            .prop_map(|(limit, previous)| DeviceEvent::LimitChanged { limit, previous }),
        (owner(), option::of(owner()))
            .prop_map(|(owner, previous)| DeviceEvent::DeviceAssigned { owner, previous }),
        owner().prop_map(|previous| DeviceEvent::DeviceUnassigned { previous }),
        "[ab]".prop_map(|name| DeviceEvent::DeviceRetired { name }),
        (option::of(range()), option::of(range()))
            .prop_map(|(range, previous)| DeviceEvent::PlausibleRangeChanged { range, previous }),
        reading_event(),
    ]
}

fn raised() -> impl Strategy<Value = RaisedAlert> {
    (0_i64..3, energy(), option::of(owner()), 0_i64..5).prop_map(
        |(hour, total, owner, revision)| {
            let hour = Hour::from(DateTime::from_timestamp_nanos(hour * 3_600_000_000_000));
            let alert = alert_id(DEVICE, hour);
            RaisedAlert { alert, device: DEVICE, hour, total, limit: total, owner, revision }
        },
    )
}

fn retracted() -> impl Strategy<Value = RetractedAlert> {
    raised().prop_map(|RaisedAlert { alert, device, hour, total, limit, owner, revision }| {
        RetractedAlert { alert, device, hour, total, limit, owner, revision }
    })
}

fn alert_command() -> impl Strategy<Value = AlertCommand> {
    prop_oneof![
        raised().prop_map(AlertCommand::RaiseAlert),
        retracted().prop_map(AlertCommand::RetractAlert),
        (raised(), owner(), option::of("[ab]")).prop_map(|(of, by, comment)| {
            AlertCommand::AcknowledgeAlert { alert: of.alert, by, comment }
        }),
    ]
}

fn alert_event() -> impl Strategy<Value = AlertEvent> {
    prop_oneof![
        raised().prop_map(AlertEvent::AlertRaised),
        raised().prop_map(AlertEvent::AlertRestated),
        retracted().prop_map(AlertEvent::AlertRetracted),
        (raised(), owner(), option::of("[ab]")).prop_map(|(of, by, comment)| {
            AlertEvent::AlertAcknowledged { alert: of.alert, by, comment }
        }),
    ]
}

fn conversation_command() -> impl Strategy<Value = ConversationCommand> {
    let parts = (0_u8..11, 0_u128..3, 0_u128..3, "[ a]", owner(), 0_i64..4);
    parts.prop_map(|(which, message, to, text, person, days)| {
        let (message, to) = (Uuid::from_u128(message), Uuid::from_u128(to));
        let at = DateTime::from_timestamp_nanos(days * 50_000_000_000_000);
        let (source, based, by) = (AnswerSource::Rule, None, side(days));
        match which {
            0 | 1 => ConversationCommand::WriteAsCustomer { message, text, at },
            2 => ConversationCommand::AnswerAsBot { message, to, text, source, based },
            3 => ConversationCommand::AskForPerson,
            4 => ConversationCommand::Join { person, at },
            5 => ConversationCommand::Leave { person },
            6 => ConversationCommand::WriteAsPerson { message, person, text, at },
            7 => ConversationCommand::ReturnToBot { at },
            8 => ConversationCommand::MarkDelivered { by, message },
            9 => ConversationCommand::MarkRead { by, message },
            _ => ConversationCommand::Close,
        }
    })
}

fn side(number: i64) -> Side {
    if number % 2 == 0 { Side::Customer } else { Side::Support }
}

fn conversation_event() -> impl Strategy<Value = ConversationEvent> {
    let parts = (0_u8..11, 0_u128..3, 0_u128..3, "[ab]", owner(), 0_u32..4);
    parts.prop_map(|(which, message, to, text, person, number)| {
        let (message, to) = (Uuid::from_u128(message), Uuid::from_u128(to));
        let (source, at) = (AnswerSource::Rule, DateTime::from_timestamp_nanos(number.into()));
        let (by, timed) = (side(number.into()), Some(at).filter(|_| number > 1));
        match which {
            0 => ConversationEvent::ConversationOpened { number },
            1 => ConversationEvent::CustomerWrote { message, text, at },
            2 => ConversationEvent::BotAnswered { message, to, text, source, based: None },
            3 => ConversationEvent::PersonRequested { number },
            4 => ConversationEvent::PersonJoined { person, at: timed },
            5 => ConversationEvent::PersonWrote { message, person, text, at: timed },
            6 => ConversationEvent::PersonLeft { person },
            7 => ConversationEvent::BotReturned { person, at },
            8 => ConversationEvent::MessagesDelivered { by, message },
            9 => ConversationEvent::MessagesRead { by, message },
            _ => ConversationEvent::ConversationClosed { number },
        }
    })
}

proptest! {
    #[test]
    fn deciding_an_order_to_a_conversation_twice_changes_nothing(
        commands in vec(conversation_command(), 0..12), last in conversation_command(),
    ) {
        twice_changes_nothing::<Conversation, _>(commands, last, conversations::decide)?;
    }

    #[test]
    fn any_events_of_a_conversation_fold_to_the_same_state(
        events in vec(conversation_event(), 0..20), cut in 0_usize..20,
    ) {
        folds_the_same::<Conversation>(events, cut)?;
    }

    #[test]
    fn the_bot_says_nothing_between_a_persons_coming_and_going(
        commands in vec(conversation_command(), 0..40),
    ) {
        let (_, events) = history::<Conversation, _>(commands, conversations::decide);
        let mut with_person = false;
        for event in events {
            match event {
                ConversationEvent::PersonJoined { .. } => with_person = true,
                ConversationEvent::PersonLeft { .. }
                | ConversationEvent::BotReturned { .. }
                | ConversationEvent::ConversationClosed { .. } => with_person = false,
                ConversationEvent::BotAnswered { .. } => prop_assert!(!with_person),
                _ => {}
            }
        }
    }

    #[test]
    fn a_message_is_answered_by_the_bot_once_and_only_after_it_was_written(
        commands in vec(conversation_command(), 0..40),
    ) {
        let (_, events) = history::<Conversation, _>(commands, conversations::decide);
        let mut waiting = Vec::new();
        for event in events {
            match event {
                ConversationEvent::CustomerWrote { message, .. } => waiting.push(message),
                ConversationEvent::BotAnswered { to, .. } => {
                    prop_assert!(waiting.contains(&to));
                    waiting.retain(|message| *message != to);
                }
                _ => {}
            }
        }
    }

    #[test]
    fn a_person_who_said_something_within_ten_minutes_stays_on_duty(minutes in 0_i64..20) {
        let person = UserId(Uuid::from_u128(1));
        let at = |minutes: i64| DateTime::from_timestamp_nanos(minutes * 60_000_000_000);
        let (message, text) = (Uuid::from_u128(7), "Hello".to_owned());
        let commands = vec![
            ConversationCommand::AskForPerson,
            ConversationCommand::Join { person, at: at(0) },
            ConversationCommand::WriteAsPerson { message, person, text, at: at(5) },
            ConversationCommand::ReturnToBot { at: at(5 + minutes) },
        ];
        let (conversation, _) = history::<Conversation, _>(commands, conversations::decide);
        prop_assert_eq!(conversation.on_duty == OnDuty::Bot, minutes >= 10);
    }

    #[test]
    fn deciding_an_order_to_a_user_twice_changes_nothing(
        commands in vec(user_command(), 0..12), last in user_command(),
    ) {
        twice_changes_nothing::<User, _>(commands, last, users::decide)?;
    }

    #[test]
    fn deciding_an_order_to_a_device_twice_changes_nothing(
        commands in vec(device_command(), 0..12), last in device_command(),
    ) {
        twice_changes_nothing::<Device, _>(commands, last, devices::decide)?;
    }

    #[test]
    fn deciding_an_order_to_an_alert_twice_changes_nothing(
        commands in vec(alert_command(), 0..12), last in alert_command(),
    ) {
        twice_changes_nothing::<Alert, _>(commands, last, alerts::decide)?;
    }

    #[test]
    fn any_events_of_a_user_fold_to_the_same_state(
        events in vec(user_event(), 0..20), cut in 0_usize..20,
    ) {
        folds_the_same::<User>(events, cut)?;
    }

    #[test]
    fn any_events_of_a_device_fold_to_the_same_state(
        events in vec(device_event(), 0..20), cut in 0_usize..20,
    ) {
        folds_the_same::<Device>(events, cut)?;
    }

    #[test]
    fn any_events_of_an_alert_fold_to_the_same_state(
        events in vec(alert_event(), 0..20), cut in 0_usize..20,
    ) {
        folds_the_same::<Alert>(events, cut)?;
    }

    #[test]
    fn nothing_that_identified_a_person_is_left_in_the_state_after_their_erasure(
        commands in vec(user_command(), 0..12),
    ) {
        let (user, _) = history::<User, _>(commands, users::decide);
        if user.erased {
            prop_assert_eq!(user.profile, Profile::default());
            prop_assert_eq!(user.credentials, None);
        }
    }

    #[test]
    fn a_device_out_of_use_has_no_owner(commands in vec(device_command(), 0..12)) {
        let (device, _) = history::<Device, _>(commands, devices::decide);
        prop_assert!(device.in_use() || device.owner.is_none());
    }
}
