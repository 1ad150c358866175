//! Which tables of a replay are hashed and compared, and by which of their columns.

/// A table, and what of it follows from the log alone.
pub(super) struct Compared {
    pub schema: &'static str,
    pub name: &'static str,
    /// Columns, the key first: rows are sorted by them.
    pub columns: &'static str,
    /// Which rows count.
    pub rows: &'static str,
    pub has_device: bool,
}

const fn table(
    schema: &'static str,
    name: &'static str,
    columns: &'static str,
    rows: &'static str,
    has_device: bool,
) -> Compared {
    Compared { schema, name, columns, rows, has_device }
}

/// Left out is what tells how it came to be so, not what is so: revisions and what was published,
/// the clock's times of parking, an hour that was judged and is not above its limit; and the lists of
/// strangers and of parked readings, which depend on when a device was registered.
pub(super) const COMPARED: &[Compared] = &[
    table(
        "projections",
        "users",
        "user_id, username, username_key, email, name, city, date_of_birth, role, password_hash,
         time_zone, language, disabled",
        "true",
        false,
    ),
    table("projections", "erased_users", "user_id", "true", false),
    table(
        "projections",
        "devices",
        "device_id, name, description, max_energy, owner",
        "true",
        true,
    ),
    table(
        "projections",
        "alerts",
        "alert_id, device_id, hour, owner, total, max_energy, raised_at, retracted_at,
         times_raised, acknowledged_at, acknowledged_by, comment, position",
        "true",
        true,
    ),
    table(
        "projections",
        "conversations",
        "customer_id, number, open, person, person_seen_at, person_requested, waiting_since,
         messages, last_at, last_text",
        "true",
        false,
    ),
    table(
        "projections",
        "conversation_messages",
        "customer_id, number, conversation, message_id, author, person, text, at, source, based,
         delivered_at, read_at",
        "true",
        false,
    ),
    table("projections", "archive", "position, subject, event_id, hash", "true", false),
    table("metering", "readings", "device_id, measured_at, energy, stream_seq", "true", true),
    table(
        "metering",
        "reading_conflicts",
        "device_id, measured_at, energy, stream_seq",
        "true",
        true,
    ),
    table("metering", "held", "device_id, measured_at, energy, stream_seq", "true", true),
    table(
        "metering",
        "hourly_totals",
        "device_id, hour, energy_0, energy_1, energy_2, energy_3, count_0, count_1, count_2,
         count_3, slots, first_at, last_at",
        "count_0 + count_1 + count_2 + count_3 > 0",
        true,
    ),
    table("metering", "judgements", "device_id, hour, kind, owner", "over", true),
    table("metering", "devices", "device_id, position, in_use", "true", true),
    table("metering", "limits", "device_id, position, since, max_energy", "true", true),
    table("metering", "owners", "device_id, position, since, owner", "true", true),
    table(
        "metering",
        "plausible_ranges",
        "device_id, position, since, at_least, at_most",
        "true",
        true,
    ),
    table(
        "metering",
        "corrections",
        "device_id, measured_at, position, energy, author, reason, given_at",
        "true",
        true,
    ),
    table(
        "metering",
        "verdicts",
        "device_id, measured_at, energy, position, accepted, author, reason, given_at",
        "true",
        true,
    ),
];

impl Compared {
    /// `metering.readings`
    pub fn live(&self) -> String {
        format!("{}.{}", self.schema, self.name)
    }

    /// Where a replay into `schema` has it.
    pub fn replayed(&self, schema: &str) -> String {
        copied(schema, self.schema, self.name)
    }
}

/// Two live schemas have tables of one name, so a copy carries both: `replay.metering_devices`.
pub(super) fn copied(into: &str, schema: &str, name: &str) -> String {
    format!("{into}.{schema}_{name}")
}
