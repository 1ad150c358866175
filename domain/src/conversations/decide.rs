//! The rules of a conversation: from its state and an order to what happened.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{Conversation, ConversationCommand, ConversationError, ConversationEvent, OnDuty};
use crate::ids::UserId;

/// After so long without a word of the customer the next one opens another conversation.
const SILENCE: TimeDelta = TimeDelta::days(1);

type Decided = Result<Vec<ConversationEvent>, ConversationError>;

/// Decides an order. What is already so gives no events; that is a success, not an error.
pub fn decide(conversation: &Conversation, command: ConversationCommand) -> Decided {
    match command {
        ConversationCommand::WriteAsCustomer { message, text, at } => {
            write(conversation, message, text, at)
        }
        ConversationCommand::AskForPerson => {
            must_be_open(conversation)?;
            let requested = ConversationEvent::PersonRequested { number: conversation.number };
            let known = conversation.person_requested || conversation.on_duty != OnDuty::Bot;
            Ok(if known { vec![] } else { vec![requested] })
        }
        ConversationCommand::AnswerAsBot { message, to, text, source } => {
            must_be_open(conversation)?;
            not_empty(&text)?;
            if conversation.on_duty != OnDuty::Bot {
                return Err(ConversationError::TakenOver);
            }
            // The customer has written again, or the answer was given: it would come too late.
            let waits = conversation.last.as_ref().filter(|last| last.message == to);
            let answered = ConversationEvent::BotAnswered { message, to, text, source };
            Ok(if waits.is_some_and(|last| !last.answered) { vec![answered] } else { vec![] })
        }
        ConversationCommand::Join { person } => join(conversation, person),
        ConversationCommand::WriteAsPerson { message, person, text } => {
            must_be_open(conversation)?;
            not_empty(&text)?;
            must_have_joined(conversation, person)?;
            let wrote = ConversationEvent::PersonWrote { message, person, text };
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

fn join(conversation: &Conversation, person: UserId) -> Decided {
    must_be_open(conversation)?;
    match conversation.on_duty {
        OnDuty::Bot => Ok(vec![ConversationEvent::PersonJoined { person }]),
        OnDuty::Person(on_duty) if on_duty == person => Ok(vec![]),
        OnDuty::Person(_) => Err(ConversationError::TakenOverByAnother),
    }
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
