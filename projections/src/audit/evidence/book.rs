//! Where checkpoints are kept: in PostgreSQL, and as lines of a file that is meant for elsewhere.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use sqlx::{PgConnection, PgPool};

use super::checkpoint::{Checkpoint, SignedCheckpoint};
use super::keys::AuditPublicKey;

/// Checkpoints in both places.
#[derive(Clone)]
pub struct Book {
    pool: PgPool,
    file: Option<PathBuf>,
    /// Whether both places have been compared; afterwards whatever is added goes to both.
    compared: Arc<AtomicBool>,
}

impl Book {
    pub fn new(pool: PgPool, file: Option<PathBuf>) -> Self {
        Self { pool, file, compared: Arc::default() }
    }

    pub(super) fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// Every checkpoint that PostgreSQL has, in order.
    pub async fn all(&self) -> anyhow::Result<Vec<SignedCheckpoint>> {
        after(&mut *self.pool.acquire().await?, 0).await
    }

    /// The newest checkpoint, after both places have what only one of them had: the database may
    /// have been restored to an earlier time, and a file may be new.
    pub(super) async fn newest(
        &self,
        connection: &mut PgConnection,
        key: &AuditPublicKey,
    ) -> anyhow::Result<Option<(SignedCheckpoint, Checkpoint)>> {
        let mut newest = last(connection, key).await?;
        let Some(file) = self.file.as_ref().filter(|_| !self.compared.load(Ordering::SeqCst))
        else {
            return Ok(newest);
        };
        mend(file)?;
        let known = newest.as_ref().map_or(0, |(_, checkpoint)| checkpoint.number);
        let mut in_file = 0;
        for signed in read_file(file)? {
            let checkpoint = signed.open(key).context("the file of checkpoints")?;
            in_file = checkpoint.number;
            if checkpoint.number > known {
                keep(connection, &checkpoint, &signed).await?;
                newest = Some((signed, checkpoint));
            }
        }
        for signed in after(connection, in_file).await? {
            append(file, &signed)?;
        }
        self.compared.store(true, Ordering::SeqCst);
        Ok(newest)
    }

    /// Adds a checkpoint to both places.
    pub(super) async fn add(
        &self,
        connection: &mut PgConnection,
        checkpoint: &Checkpoint,
        signed: &SignedCheckpoint,
    ) -> anyhow::Result<()> {
        keep(connection, checkpoint, signed).await?;
        let Some(file) = &self.file else { return Ok(()) };
        let appended = append(file, signed);
        if appended.is_err() {
            self.compared.store(false, Ordering::SeqCst);
        }
        appended
    }
}

async fn last(
    connection: &mut PgConnection,
    key: &AuditPublicKey,
) -> anyhow::Result<Option<(SignedCheckpoint, Checkpoint)>> {
    let row: Option<(String, String)> = sqlx::query_as(
        "select body, signature from audit.checkpoints order by number desc limit 1",
    )
    .fetch_optional(connection)
    .await?;
    let Some((body, signature)) = row else { return Ok(None) };
    let signed = SignedCheckpoint { body, signature };
    let checkpoint = signed.open(key).context("the newest checkpoint")?;
    Ok(Some((signed, checkpoint)))
}

async fn after(
    connection: &mut PgConnection,
    number: u64,
) -> anyhow::Result<Vec<SignedCheckpoint>> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select body, signature from audit.checkpoints where number > $1 order by number",
    )
    .bind(number.cast_signed())
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(body, signature)| SignedCheckpoint { body, signature }).collect())
}

async fn keep(
    connection: &mut PgConnection,
    checkpoint: &Checkpoint,
    signed: &SignedCheckpoint,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "insert into audit.checkpoints (number, made_at, body, signature) values ($1, $2, $3, $4)",
    )
    .bind(checkpoint.number.cast_signed())
    .bind(checkpoint.made_at)
    .bind(&signed.body)
    .bind(&signed.signature)
    .execute(connection)
    .await
    .map(drop)
}

/// The checkpoints of a file; none if there is no file.
pub fn read_file(file: &Path) -> anyhow::Result<Vec<SignedCheckpoint>> {
    let shown = file.display();
    let opened = match File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        opened => opened.with_context(|| format!("cannot read {shown}"))?,
    };
    let lines = BufReader::new(opened).lines().enumerate();
    lines
        .map(|(nth, line)| {
            let line = line.with_context(|| format!("cannot read {shown}"))?;
            serde_json::from_str(&line)
                .with_context(|| format!("line {} of {shown} is no checkpoint", nth + 1))
        })
        .collect()
}

fn append(file: &Path, signed: &SignedCheckpoint) -> anyhow::Result<()> {
    let line = serde_json::to_string(signed).context("a checkpoint serialises")? + "\n";
    let written = OpenOptions::new().create(true).append(true).open(file).and_then(|mut file| {
        file.write_all(line.as_bytes())?;
        file.sync_data()
    });
    written.with_context(|| format!("cannot add a checkpoint to {}", file.display()))
}

/// Takes away a last line that a crash has cut off: PostgreSQL has the whole of it.
fn mend(path: &Path) -> anyhow::Result<()> {
    let Ok(mut file) = OpenOptions::new().read(true).write(true).open(path) else { return Ok(()) };
    let length = file.metadata()?.len();
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    if last != *b"\n" {
        let text = std::fs::read(path)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        file.set_len(whole as u64)?;
    }
    Ok(())
}
