//! What the commands of an audit read: the log, with people's keys where there are any, and tables.

use std::path::PathBuf;

use anyhow::{Context, Result};
use event_log::{Access, EventLog, LogSettings, MasterKey};
use indicatif::{ProgressBar, ProgressStyle};
use process::Environment;
use projections::audit::{Audit, Progress};
use sqlx::PgPool;

use crate::commands::waiting::Reach;
use crate::stack::{External, Folders};

/// The log and the database of the system that is looked at.
pub struct Sources {
    pub log: EventLog,
    pub pool: PgPool,
    pub database_url: String,
}

impl Sources {
    /// None, with a word to the operator, when there is nothing to look at.
    pub async fn find() -> Result<Option<Self>> {
        let Some(reach) = Reach::find()? else { return Ok(None) };
        let settings = LogSettings {
            access: Access::read(&Environment::of_process())?,
            master_key: master_key()?,
            ..LogSettings::at(reach.nats())
        };
        let log = EventLog::connect(&settings, "ems-audit").await?;
        let pool = reach.pool().await?;
        Ok(Some(Self { log, pool, database_url: reach.database().to_owned() }))
    }

    pub fn audit(&self) -> Audit {
        Audit::new(self.log.clone(), self.pool.clone())
    }
}

/// Of the file that the environment names, else of the stack that runs here. Without one what is
/// personal is shown as sealed.
fn master_key() -> Result<Option<MasterKey>> {
    let Some(path) = secret_file("EMS_MASTER_KEY_FILE", "master-key")? else { return Ok(None) };
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read the master key in {}", path.display()))?;
    let key = MasterKey::from_hex(text.trim());
    key.map(Some).with_context(|| format!("the file {}", path.display()))
}

/// A file that a variable names, else one of the stack's own secrets; none for servers of another
/// place whose secrets nobody named.
pub fn secret_file(variable: &str, name: &str) -> Result<Option<PathBuf>> {
    if let Some(named) = std::env::var_os(variable).filter(|value| !value.is_empty()) {
        return Ok(Some(named.into()));
    }
    if External::of_environment().nats.is_some() {
        return Ok(None);
    }
    let path = Folders::of_environment()?.secrets().join(name);
    Ok(path.exists().then_some(path))
}

/// A bar that is drawn on a terminal only.
pub struct Bar(ProgressBar);

impl Bar {
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        let style =
            ProgressStyle::with_template("{msg:18} {bar:40} {pos}/{len}, {per_sec}, {eta} left");
        Self(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())))
    }

    /// Takes it away; what was found out is printed next.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn at(&self, what: &'static str, done: u64, total: u64) {
        self.0.set_message(what);
        self.0.set_length(total);
        self.0.set_position(done);
    }
}
