//! A customer's conversations as one text: complete, page by page from the database to the socket.

use std::fmt::Write;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use domain::conversations::{Basis, DeviceFigures};
use domain::ids::UserId;
use domain::quantity::MicroWattHours;
use futures::stream;
use projections::{MessageView, Queries, QueryError};

use super::conversations::name;
use crate::http::Problem;

const PAGE: i64 = 500;

const HEADERS: [(axum::http::HeaderName, &str); 2] = [
    (CONTENT_TYPE, "text/plain; charset=utf-8"),
    (CONTENT_DISPOSITION, "attachment; filename=\"conversations.txt\""),
];

/// Where the next page begins, and which conversation the last line belonged to.
#[derive(Clone, Copy, Default)]
struct Place {
    number: u64,
    conversation: u32,
}

/// The first page is read before the answer begins, so that a database that is away is told as such.
pub async fn of(queries: Queries, customer: UserId) -> Result<Response, Problem> {
    let first = page(&queries, customer, Place::default()).await?;
    let rest = stream::try_unfold(Some(first), move |read| {
        let queries = queries.clone();
        async move {
            let Some((text, place)) = read else { return Ok::<_, QueryError>(None) };
            let next = match place {
                Some(place) => Some(page(&queries, customer, place).await?),
                None => None,
            };
            Ok(Some((Bytes::from(text), next)))
        }
    });
    Ok((HEADERS, Body::from_stream(rest)).into_response())
}

/// A page as text, and where the next one begins if there may be one.
async fn page(
    queries: &Queries,
    customer: UserId,
    from: Place,
) -> Result<(String, Option<Place>), QueryError> {
    let messages = queries.messages_after(customer, from.number, PAGE).await?;
    let mut conversation = from.conversation;
    let mut text = String::new();
    for message in &messages {
        if message.conversation != conversation {
            conversation = message.conversation;
            write(&mut text, format_args!("Conversation {conversation}\n"));
        }
        add(&mut text, message);
    }
    let is_full = messages.len() as i64 == PAGE;
    let last = messages.last().filter(|_| is_full);
    Ok((text, last.map(|last| Place { number: last.number, conversation })))
}

fn add(text: &mut String, message: &MessageView) {
    let at = message.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    let name = name(message).unwrap_or_else(|| "Customer".to_owned());
    write(text, format_args!("{at} {name}: "));
    // A line of a text cannot be taken for a message of its own.
    write(text, format_args!("{}\n", message.text.replace("\r\n", "\n").replace('\n', "\n    ")));
    if let Some(basis) = &message.based {
        add_basis(text, basis);
    }
}

fn add_basis(text: &mut String, basis: &Basis) {
    let Basis { position, zone, open_alerts, .. } = basis;
    let of =
        format_args!("    [position {position}, days of {zone}, open alerts: {open_alerts}]\n");
    write(text, of);
    for DeviceFigures { name, limit, today, yesterday, month, .. } in &basis.devices {
        let [limit, today, yesterday, month] = [limit, today, yesterday, month].map(energy);
        let line = format_args!(
            "    [{name}: limit {limit}, today {today}, yesterday {yesterday}, month {month}]\n"
        );
        write(text, line);
    }
}

fn energy(energy: &Option<MicroWattHours>) -> String {
    energy.map_or_else(|| "unknown".to_owned(), |energy| energy.to_string())
}

fn write(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).expect("a text takes everything");
}
