//! Every operation in words: one without them does not compile.

use serde_json::{Value, json};

use super::description::{Answer, Description, Tag};
use super::problem_kind::ProblemKind;
use super::{auditing, looking_after};
use crate::access::Operation;

const TOKEN_ONLY: &str = "Only a Bearer token counts here, the cookie does not.";
const ONCE: &str = "A refresh token is good once. One that is shown again ends the session, since \
                    somebody else may have it.";
const STAYS: &str = "What is missing stays as it is.";
const ALWAYS_A_CLIENT: &str = "Always makes a CLIENT, whatever `role` says.";
const EMPTY_STAYS: &str = "What is missing, null or empty stays as it is. For a user without \
                           credentials they are made, if a password is given.";
const ERASES: &str = "The person cannot sign in from then on, their devices are nobody's, their \
                      names are free, and what is personal in the log can be read by nobody.";
const FOR_ONESELF: &str = "For oneself; an administrator issues a reset instead.";
const TOLD_ONCE: &str = "The token is told once and is good for 24 hours.";
const ADOPTS: &str = "An `id` adopts a meter that is in the field already.";
const OWNER_STAYS: &str = "Without `userId` the owner stays. An `id` in the body is ignored.";
const REASON: &str = "A reading is its device and its millisecond. What is said of it stays in the \
                      log with its reason.";
const OUTSIDE_IS_HELD: &str = "Readings outside, both ends included, wait for a person.";
const WHO_WRITES: &str = "The customer writes in their own conversation, an administrator in one \
                          that they have joined.";
const BOT_IS_SILENT: &str = "From then on the bot says nothing, until the person leaves.";
const LATEST: &str = "The latest conversation with its newest 500 messages; number 0 before the \
                      first one. As text it is the transcript of all conversations.";
const UP_TO: &str = "All messages of the other side up to this one. The customer marks for \
                     themselves, an administrator for support.";
const WHO_WAITS: &str = "Those first who wait for a person, the longest first.";
const WALL_CLOCK: &str = "Exactly 24 hours as the clock on the wall counts them; 0 where nothing \
                          was measured. On a day of 25 hours the repeated one is summed.";

/// What is said of an operation; its method, path and rule are in the access table.
pub fn describe(operation: Operation) -> Description {
    use Operation as O;
    use ProblemKind as P;
    use Tag::{Consumption, Credentials, Devices, Readings, SigningIn, Support, Users};
    let of_a_user = [P::NotFound, P::Erased];
    match operation {
        O::Login => Description::local(SigningIn, "Sign in", signed_in())
            .reads("Login")
            .refuses([P::WrongCredentials, P::Busy]),
        O::Logout => Description::local(SigningIn, "Sign out", signed_out()),
        O::Session => {
            Description::local(SigningIn, "Who am I?", Answer::ok("The caller.", "Session"))
        }
        O::Refresh => Description::local(
            SigningIn,
            "Renew a token",
            Answer::ok("The next ones.", "Refreshed"),
        )
        .noting(ONCE)
        .reads("Refresh")
        .refuses([P::NotSignedIn]),
        O::ListSessions => {
            let sessions = Answer::list("One's own, the one used last first.", "SessionRow");
            Description::local(SigningIn, "Where am I signed in?", sessions)
        }
        O::EndSession => Description::local(SigningIn, "Sign out elsewhere", Answer::no_content())
            .refuses([P::NotFound]),
        O::EndSessions => Description::local(SigningIn, "Sign out everywhere", signed_out()),
        O::Validate => Description::local(SigningIn, "Is this token good?", valid())
            .noting(TOKEN_ONLY)
            .or(not_valid()),
        O::Health => Description::local(SigningIn, "Is the gateway there?", healthy()),
        O::Register => Description::command(SigningIn, "Make oneself known", done(201))
            .noting(ALWAYS_A_CLIENT)
            .reads("Register")
            .refuses([P::NameTaken, P::Erased, P::Busy]),
        O::ResetPassword => {
            Description::command(SigningIn, "Set a new password by token", Answer::no_content())
                .reads("ResetPassword")
                .refuses(of_a_user)
                .refuses([P::LinkNotValid, P::Busy])
        }
        O::CreateCredentials => Description::command(Credentials, "Let a user sign in", done(201))
            .reads("CreateCredentials")
            .refuses(of_a_user)
            .refuses([P::HasCredentials, P::NameTaken, P::Busy]),
        O::ChangeCredentials => {
            Description::command(Credentials, "Change how a user signs in", done(200))
                .noting(EMPTY_STAYS)
                .reads("ChangeCredentials")
                .refuses(of_a_user)
                .refuses([P::NoCredentials, P::NameTaken, P::LastAdministrator, P::Busy])
        }
        O::ReadRole => {
            let role = Answer::ok("The role of a user with credentials.", "RoleOfUser");
            Description::local(Credentials, "What may a user do?", role)
        }
        O::ChangeRole => Description::command(Credentials, "Change a user's role", done(200))
            .reads("ChangeRole")
            .refuses(of_a_user)
            .refuses([P::NoCredentials, P::LastAdministrator]),
        O::ChangePassword => {
            Description::command(Credentials, "Change one's password", Answer::no_content())
                .noting(FOR_ONESELF)
                .reads("ChangePassword")
                .refuses(of_a_user)
                .refuses([P::WrongPassword, P::Busy])
        }
        O::IssuePasswordReset => {
            let link = Answer::ok("What the person proves themselves with.", "PasswordReset");
            let link = Answer { status: 201, ..link };
            Description::command(Credentials, "Let a user set a new password", link)
                .noting(TOLD_ONCE)
                .refuses(of_a_user)
                .refuses([P::NoCredentials])
        }
        O::DisableUser => {
            Description::command(Credentials, "Keep a user from signing in", Answer::no_content())
                .reads("Disable")
                .refuses(of_a_user)
                .refuses([P::LastAdministrator])
        }
        O::EnableUser => {
            Description::command(Credentials, "Let a user sign in again", Answer::no_content())
                .refuses(of_a_user)
        }
        O::ListUsers => {
            let users = Answer::list("All users, in the short form of old clients.", "ListedUser");
            Description::local(Users, "List users", users)
        }
        O::ListUserDetails => {
            let users = Answer::list("All users.", "User");
            Description::local(Users, "List users with all that is known", users)
        }
        O::CreateUser => {
            let created =
                Answer::created("The user is known, and cannot sign in yet.", "/api/users");
            Description::command(Users, "Make a user known", created)
                .reads("Profile")
                .refuses([P::NameTaken, P::Erased])
        }
        O::ReadUser => Description::local(Users, "Read a user", Answer::ok("The user.", "User")),
        O::ChangeUser => {
            Description::command(Users, "Change a user's profile", Answer::no_content())
                .reads("Profile")
                .refuses(of_a_user)
                .refuses([P::NameTaken])
        }
        O::ChangePreferences => {
            Description::command(Users, "Set one's time zone and language", Answer::no_content())
                .noting(STAYS)
                .reads("Preferences")
                .refuses(of_a_user)
        }
        O::EraseUser => Description::command(Users, "Erase a person", Answer::no_content())
            .noting(ERASES)
            .refuses([P::NotFound, P::LastAdministrator]),
        O::ListDevices => {
            let devices = Answer::list("All devices.", "Device");
            Description::local(Devices, "List devices", devices)
        }
        O::ListDevicesOfUser => {
            let devices = Answer::list("Their devices.", "Device");
            Description::local(Devices, "List a user's devices", devices)
        }
        O::ReadDevice => {
            Description::local(Devices, "Read a device", Answer::ok("The device.", "Device"))
        }
        O::CreateDevice => {
            let created = Answer::created("The device is known.", "/api/devices");
            Description::command(Devices, "Make a device known", created)
                .noting(ADOPTS)
                .reads("DeviceDescription")
                .refuses([P::NotFound, P::NameTaken, P::AlreadyRegistered])
        }
        O::ChangeDevice => Description::command(Devices, "Change a device", Answer::no_content())
            .noting(OWNER_STAYS)
            .reads("DeviceDescription")
            .refuses([P::NotFound, P::NameTaken]),
        O::RetireDevice => {
            Description::command(Devices, "Take a device out of use", Answer::no_content())
                .refuses([P::NotFound])
        }
        O::AssignDevice => {
            Description::command(Devices, "Give a device to a user", Answer::no_content())
                .refuses([P::NotFound])
        }
        O::UnassignDevice => {
            Description::command(Devices, "Take a device from its user", Answer::no_content())
                .refuses([P::NotFound])
        }
        O::CorrectReading => about_readings("Correct a reading", "ReadingWithValue"),
        O::VoidReading => about_readings("Void a reading", "ReadingWithoutValue"),
        O::AcceptHeldReading => about_readings("Accept a held reading", "ReadingWithValue"),
        O::RejectHeldReading => about_readings("Reject a held reading", "ReadingWithValue"),
        O::SetPlausibleRange => {
            Description::command(Readings, "Say which values are believed", Answer::no_content())
                .noting(OUTSIDE_IS_HELD)
                .reads("PlausibleRange")
                .refuses([P::NotFound])
        }
        O::ClearPlausibleRange => {
            Description::command(Readings, "Believe all values again", Answer::no_content())
                .refuses([P::NotFound])
        }
        O::WriteMessage => {
            Description::command(Support, "Write in a conversation", Answer::no_content())
                .noting(WHO_WRITES)
                .reads("Message")
                .refuses(of_a_user)
                .refuses([P::TakenOver, P::NotJoined])
        }
        O::AskForPerson => Description::command(Support, "Ask for a person", Answer::no_content())
            .refuses(of_a_user),
        O::JoinConversation => {
            Description::command(Support, "Take over a conversation", Answer::no_content())
                .noting(BOT_IS_SILENT)
                .refuses(of_a_user)
                .refuses([P::TakenOver])
        }
        O::LeaveConversation => {
            Description::command(Support, "Hand back a conversation", Answer::no_content())
                .refuses(of_a_user)
                .refuses([P::TakenOver])
        }
        O::CloseConversation => {
            Description::command(Support, "Close a conversation", Answer::no_content())
                .refuses(of_a_user)
        }
        O::ReadConversation => {
            let conversation = Answer::ok("The conversation.", "Conversation");
            Description::local(Support, "Read a conversation", conversation.or_as("text/plain"))
                .noting(LATEST)
                .asks(format())
        }
        O::MarkMessagesDelivered => {
            Description::command(Support, "Say that messages have arrived", Answer::no_content())
                .noting(UP_TO)
                .reads("MessageMark")
                .refuses(of_a_user)
        }
        O::MarkMessagesRead => {
            Description::command(Support, "Say that messages were read", Answer::no_content())
                .noting(UP_TO)
                .reads("MessageMark")
                .refuses(of_a_user)
        }
        O::ListConversations => {
            let open = Answer::list("The open ones, at most 200.", "OpenConversation");
            Description::local(Support, "List conversations", open).noting(WHO_WAITS)
        }
        O::ListAlerts => {
            let alerts = Answer::list("The newest 200, the latest hour first.", "Alert");
            Description::local(Consumption, "List a user's alerts", alerts)
        }
        O::AcknowledgeAlert => {
            Description::command(Consumption, "Acknowledge an alert", Answer::no_content())
                .reads("Acknowledgement")
                .refuses([P::NotFound])
        }
        O::ReadDay => Description::local(Consumption, "Read a device's day", day())
            .noting(WALL_CLOCK)
            .asks(date())
            .refuses([P::NotFound]),
        O::ReadConsumption => looking_after::consumption(),
        O::ReadSummary => looking_after::summary(),
        O::ListUnregistered
        | O::ListConflicts
        | O::ListHeld
        | O::ListQuarantined
        | O::DropQuarantined
        | O::RetryQuarantined
        | O::ListParked => looking_after::waiting(operation),
        O::ReadSystem
        | O::ListProjections
        | O::RebuildProjection
        | O::VerifyProjection
        | O::RollBackProjection => looking_after::system(operation),
        O::AuditHistory | O::AuditTotal | O::AuditAlert | O::PreviewLimit => {
            auditing::describe(operation)
        }
    }
}

fn about_readings(summary: &'static str, body: &'static str) -> Description {
    Description::command(Tag::Readings, summary, Answer::no_content())
        .noting(REASON)
        .reads(body)
        .refuses([ProblemKind::NotFound])
}

/// As the routes answer that old clients read a sentence from.
fn done(status: u16) -> Answer {
    Answer { status, ..Answer::ok("It is so.", "Done") }
}

fn signed_in() -> Answer {
    Answer::ok("A token, and a session in a cookie.", "SignedIn")
        .with_header("Set-Cookie", cookie("The session."))
}

fn signed_out() -> Answer {
    Answer::no_content().with_header("Set-Cookie", cookie("Removes the session."))
}

fn cookie(what: &str) -> Value {
    json!({ "description": what, "required": true, "schema": { "type": "string" } })
}

fn valid() -> Answer {
    Answer::ok("It is good.", "ValidToken")
}

fn not_valid() -> Answer {
    Answer { status: 401, ..Answer::ok("It is missing, wrong or expired.", "InvalidToken") }
}

fn healthy() -> Answer {
    Answer::ok("It is there.", "Health")
}

fn day() -> Answer {
    let hours = json!({
        "type": "array",
        "items": super::schemas::reference("Hour"),
        "minItems": 24,
        "maxItems": 24,
    });
    Answer::new(200, "The hours of the day.", hours)
}

fn format() -> Value {
    json!({
        "name": "format",
        "in": "query",
        "required": false,
        "schema": { "type": "string", "enum": ["json", "text"], "default": "json" },
    })
}

fn date() -> Value {
    json!({
        "name": "date",
        "in": "query",
        "required": true,
        "description": "A day in the time zone of the installation.",
        "schema": { "type": "string", "format": "date" },
        "example": "2026-11-23",
    })
}
