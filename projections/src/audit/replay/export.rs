//! All rows of a replay as a file of JSON objects, one a line.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use futures::TryStreamExt;
use sqlx::PgConnection;

use super::super::Progress;

/// Writes `{"table": "metering_readings", "row": {…}}` for each row of these tables.
pub(super) async fn write(
    live: &mut PgConnection,
    into: &str,
    tables: &[String],
    file: &Path,
    progress: &dyn Progress,
) -> anyhow::Result<()> {
    let shown = file.display();
    let made = File::create(file).with_context(|| format!("cannot write {shown}"))?;
    let mut lines = BufWriter::new(made);
    let mut written = 0;
    for relation in tables {
        let name = relation.strip_prefix(into).unwrap_or(relation).trim_start_matches('.');
        let sql = format!(
            "select json_build_object('table', '{name}', 'row', to_jsonb(t))::text
             from {relation} t order by t::text collate \"C\""
        );
        let mut rows = sqlx::query_scalar::<_, String>(&sql).fetch(&mut *live);
        while let Some(row) = rows.try_next().await? {
            writeln!(lines, "{row}").with_context(|| format!("cannot write {shown}"))?;
            written += 1;
            progress.at("exported rows", written, written);
        }
    }
    lines.flush().with_context(|| format!("cannot write {shown}"))
}
