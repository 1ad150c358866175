//! The rules of a conversation: from its state and an order to what happened.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    Conversation, ConversationCommand, ConversationError, ConversationEvent, OnDuty, Side,
};
use crate::ids::UserId;

/// After so long without a word of the customer the next one opens another conversation.
const SILENCE: TimeDelta = TimeDelta::days(1);
/// A person on duty who says nothing for so long has left: the old page cannot hand back.
pub const QUIET: TimeDelta = TimeDelta::minutes(10);

type Decided = Result<Vec<ConversationEvent>, ConversationError>;

/// Decides an order. What is already so gives no events; that is a success, not an error.
pub fn decide(conversation: &Conversation, command: ConversationCommand) -> Decided {
    match command {
        ConversationCommand::WriteAsCustomer { message, text, at } => {
            write(conversation, message, text, at)
        }
        ConversationCommand::AskForPerson => Ok(ask_for_person(conversation)),
        ConversationCommand::AnswerAsBot { message, to, text, source, based } => {
            must_be_open(conversation)?;
            not_empty(&text)?;
            if conversation.on_duty != OnDuty::Bot {
                return Err(ConversationError::TakenOver);
            }
            // Somebody has answered it before.
            if !conversation.waiting.contains(&to) {
                return Ok(vec![]);
            }
            Ok(vec![ConversationEvent::BotAnswered { message, to, text, source, based }])
        }
        ConversationCommand::Join { person, at } => join(conversation, person, at),
        ConversationCommand::WriteAsPerson { message, person, text, at } => {
            must_be_open(conversation)?;
            not_empty(&text)?;
            must_have_joined(conversation, person)?;
            let wrote = ConversationEvent::PersonWrote { message, person, text, at: Some(at) };
            let known = conversation.last_of_person == Some(message);
            Ok(if known { vec![] } else { vec![wrote] })
        }
        ConversationCommand::Leave { person } => match conversation.on_duty {
            OnDuty::Person(on_duty) if on_duty == person => {
                Ok(vec![ConversationEvent::PersonLeft { person }])
            }
            OnDuty::Person(_) => Err(ConversationError::TakenOverByAnother),
            OnDuty::Bot => Ok(vec![]),
        },
        ConversationCommand::ReturnToBot { at } => Ok(return_to_bot(conversation, at)),
        ConversationCommand::MarkDelivered { by, message } => {
            let number = number_of(conversation, message)?;
            let delivered = ConversationEvent::MessagesDelivered { by, message };
            let known = conversation.messages.is_delivered(by, number);
            Ok(if known { vec![] } else { vec![delivered] })
        }
        ConversationCommand::MarkRead { by, message } => mark_read(conversation, by, message),
        ConversationCommand::Close if !conversation.open => Ok(vec![]),
        ConversationCommand::Close => {
            Ok(vec![ConversationEvent::ConversationClosed { number: conversation.number }])
        }
    }
}

fn write(conversation: &Conversation, message: Uuid, text: String, at: DateTime<Utc>) -> Decided {
    not_empty(&text)?;
    let last = conversation.last.as_ref();
    if conversation.open && last.is_some_and(|last| last.message == message) {
        return Ok(vec![]);
    }
    let mut events = Vec::new();
    let silent = last.is_some_and(|last| at - last.at > SILENCE);
    // A person who has taken over is not left alone with an old conversation.
    let goes_on = conversation.open && (!silent || conversation.on_duty != OnDuty::Bot);
    if !goes_on {
        let number = conversation.number;
        events
            .extend(conversation.open.then_some(ConversationEvent::ConversationClosed { number }));
        events.push(ConversationEvent::ConversationOpened { number: number + 1 });
    }
    events.push(ConversationEvent::CustomerWrote { message, text, at });
    Ok(events)
}

fn ask_for_person(conversation: &Conversation) -> Vec<ConversationEvent> {
    if !conversation.open {
        let number = conversation.number + 1;
        return vec![
            ConversationEvent::ConversationOpened { number },
            ConversationEvent::PersonRequested { number },
        ];
    }
    let requested = ConversationEvent::PersonRequested { number: conversation.number };
    let known = conversation.person_requested || conversation.on_duty != OnDuty::Bot;
    if known { vec![] } else { vec![requested] }
}

fn join(conversation: &Conversation, person: UserId, at: DateTime<Utc>) -> Decided {
    must_be_open(conversation)?;
    match conversation.on_duty {
        OnDuty::Bot => Ok(vec![ConversationEvent::PersonJoined { person, at: Some(at) }]),
        OnDuty::Person(on_duty) if on_duty == person => Ok(vec![]),
        OnDuty::Person(_) => Err(ConversationError::TakenOverByAnother),
    }
}

/// Who joined before events told the time has been quiet for long.
fn return_to_bot(conversation: &Conversation, at: DateTime<Utc>) -> Vec<ConversationEvent> {
    let OnDuty::Person(person) = conversation.on_duty else { return vec![] };
    let quiet = conversation.person_seen.is_none_or(|seen| at - seen >= QUIET);
    if quiet { vec![ConversationEvent::BotReturned { person, at }] } else { vec![] }
}

fn mark_read(conversation: &Conversation, by: Side, message: Uuid) -> Decided {
    let number = number_of(conversation, message)?;
    let read = ConversationEvent::MessagesRead { by, message };
    Ok(if conversation.messages.is_read(by, number) { vec![] } else { vec![read] })
}

fn number_of(conversation: &Conversation, message: Uuid) -> Result<u64, ConversationError> {
    conversation.messages.number(message).ok_or(ConversationError::NoSuchMessage)
}

fn must_be_open(conversation: &Conversation) -> Result<(), ConversationError> {
    if conversation.open { Ok(()) } else { Err(ConversationError::NotOpen) }
}

fn must_have_joined(conversation: &Conversation, person: UserId) -> Result<(), ConversationError> {
    match conversation.on_duty {
        OnDuty::Person(on_duty) if on_duty == person => Ok(()),
        OnDuty::Person(_) => Err(ConversationError::TakenOverByAnother),
        OnDuty::Bot => Err(ConversationError::NotJoined),
    }
}

fn not_empty(text: &str) -> Result<(), ConversationError> {
    if text.trim().is_empty() { Err(ConversationError::Empty) } else { Ok(()) }
}
