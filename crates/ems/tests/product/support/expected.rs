//! Numbers worked out by `independent.py`, which shares no code with the product.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::NaiveDate;
use domain::ids::DeviceId;
use uuid::Uuid;

/// What to make of the meter files.
pub struct Request {
    /// How often each message is sent.
    pub copies: u32,
    pub seed: u32,
    /// Hourly limit for the list of alerts, in micro-watt-hours.
    pub limit: i64,
    /// Rows of each file; all of them if none.
    pub rows: Option<u32>,
}

/// The messages to send and what they must come to.
pub struct Expected {
    pub devices: [DeviceId; 2],
    pub messages: Vec<String>,
    /// (device, hour in epoch seconds) → micro-watt-hours.
    pub totals: BTreeMap<(Uuid, i64), i64>,
    /// Device-hours above the limit.
    pub alerts: BTreeSet<(Uuid, i64)>,
    /// Of several zones, in order.
    pub days: Vec<Day>,
}

/// What a device used from midnight to midnight of a zone.
#[derive(Clone, Debug)]
pub struct Day {
    pub zone: String,
    pub device: Uuid,
    pub date: NaiveDate,
    pub minutes: i64,
    pub total: i64,
}

impl Expected {
    pub fn of(request: &Request) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let devices = [Uuid::now_v7(), Uuid::now_v7()];
        let crate_root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = |name: &str, device: Uuid| {
            format!("{}={device}", crate_root.join("data").join(name).display())
        };
        let status = Command::new("python3")
            .arg(crate_root.join("tests/product/independent.py"))
            .arg(folder.path())
            .args([request.copies, request.seed].map(|number| number.to_string()))
            .arg(request.limit.to_string())
            .arg(request.rows.unwrap_or(0).to_string())
            .arg(file("household-uk-hourly.csv.gz", devices[0]))
            .arg(file("household-us-hourly.csv.gz", devices[1]))
            .status()
            .expect("python3 runs");
        assert!(status.success(), "independent.py failed");
        let lines = |name: &str| read_lines(folder.path().join(name));
        Self {
            devices: devices.map(DeviceId),
            messages: lines("messages"),
            totals: lines("totals").iter().map(|line| total(line)).collect(),
            alerts: lines("alerts").iter().map(|line| key(line)).collect(),
            days: lines("days").iter().map(|line| day(line)).collect(),
        }
    }
}

fn read_lines(path: PathBuf) -> Vec<String> {
    let text = std::fs::read_to_string(path).expect("a file of independent.py");
    text.lines().map(str::to_owned).collect()
}

fn key(line: &str) -> (Uuid, i64) {
    let mut fields = line.split('\t');
    let mut field = || fields.next().expect("tab-separated fields");
    (field().parse().expect("a device"), field().parse().expect("an hour"))
}

fn total(line: &str) -> ((Uuid, i64), i64) {
    let (_, total) = line.rsplit_once('\t').expect("tab-separated fields");
    (key(line), total.parse().expect("a total"))
}

fn day(line: &str) -> Day {
    let mut fields = line.split('\t');
    let mut field = || fields.next().expect("tab-separated fields");
    Day {
        zone: field().to_owned(),
        device: field().parse().expect("a device"),
        date: field().parse().expect("a date"),
        minutes: field().parse().expect("minutes"),
        total: field().parse().expect("a total"),
    }
}
