//! The tables that no log can make again, as PostgreSQL copies them.

use std::io::{Read, Write};
use std::path::Path;

use anyhow::Result;
use futures::TryStreamExt;
use sqlx::PgPool;
use sqlx::postgres::PgPoolCopyExt;

use super::manifest::{FileOf, TableCopy, writing};

/// Who is signed in, and what the log was sealed with.
pub const KEPT: [&str; 3] = ["gateway.sessions", "gateway.refresh_tokens", "audit.checkpoints"];

/// Copies a table into a file of the folder; none if there is no such table yet.
pub async fn save(pool: &PgPool, table: &str, folder: &Path) -> Result<Option<TableCopy>> {
    let columns: Option<String> = sqlx::query_scalar(
        "select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
         from information_schema.columns where table_schema || '.' || table_name = $1",
    )
    .bind(table)
    .fetch_one(pool)
    .await?;
    let Some(columns) = columns else { return Ok(None) };
    let name = format!("{table}.copy");
    let mut file = writing(&folder.join(&name))?;
    let mut rows = pool.copy_out_raw(&format!("copy {table} ({columns}) to stdout")).await?;
    while let Some(part) = rows.try_next().await? {
        file.write_all(&part)?;
    }
    let file = FileOf { name, ..file.finish()? };
    Ok(Some(TableCopy { table: table.to_owned(), columns, file }))
}

/// Copies a file back into its table, which is there and empty.
pub async fn load(pool: &PgPool, copy: &TableCopy, folder: &Path) -> Result<u64> {
    let TableCopy { table, columns, file } = copy;
    let mut source = file.open(&folder.join(&file.name))?;
    let mut sink = pool.copy_in_raw(&format!("copy {table} ({columns}) from stdin")).await?;
    loop {
        let mut part = Vec::with_capacity(1 << 16);
        source.by_ref().take(1 << 16).read_to_end(&mut part)?;
        if part.is_empty() {
            return Ok(sink.finish().await?);
        }
        sink.send(part).await?;
    }
}
