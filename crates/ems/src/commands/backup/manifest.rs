//! What a backup consists of: its files, each with size and digest.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use event_log::StreamShape;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const NAME: &str = "manifest.json";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    pub made_at: DateTime<Utc>,
    pub streams: Vec<StreamCopy>,
    pub tables: Vec<TableCopy>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct StreamCopy {
    pub stream: String,
    #[serde(flatten)]
    pub shape: StreamShape,
    #[serde(flatten)]
    pub file: FileOf,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct TableCopy {
    pub table: String,
    pub columns: String,
    #[serde(flatten)]
    pub file: FileOf,
}

/// A file of the backup.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct FileOf {
    #[serde(rename = "file")]
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

impl Manifest {
    pub fn write(&self, folder: &Path) -> Result<()> {
        let mut file = writing(&folder.join(NAME))?;
        file.write_all(serde_json::to_string_pretty(self)?.as_bytes())?;
        file.finish().map(drop)
    }

    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let text = std::fs::read_to_string(&path)
            .with_context(|| format!("cannot read {}; is it a backup?", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no manifest", path.display()))
    }
}

/// A file that is being written, with its size and digest so far.
pub struct Writing {
    file: BufWriter<File>,
    bytes: u64,
    digest: Sha256,
}

/// Starts a file that only its owner reads.
pub fn writing(path: &Path) -> Result<Writing> {
    let made = File::options().write(true).create_new(true).mode(0o600).open(path);
    let file = made.with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Writing { file: BufWriter::new(file), bytes: 0, digest: Sha256::new() })
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

impl Writing {
    /// Makes sure that the disk has it.
    pub fn finish(self) -> Result<FileOf> {
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let sha256 = hex::encode(self.digest.finalize());
        Ok(FileOf { name: String::new(), bytes: self.bytes, sha256 })
    }
}

impl FileOf {
    /// Opens the file, after it was read once to see that it is whole.
    pub fn open(&self, path: &Path) -> Result<BufReader<File>> {
        let shown = path.display();
        let open = || File::open(path).with_context(|| format!("cannot read {shown}"));
        let (mut file, mut digest, mut part) = (open()?, Sha256::new(), vec![0; 1 << 16]);
        loop {
            match file.read(&mut part)? {
                0 => break,
                read => digest.update(&part[..read]),
            }
        }
        let is_whole = hex::encode(digest.finalize()) == self.sha256;
        ensure!(is_whole, "{shown} is not the file that the manifest names");
        Ok(BufReader::new(open()?))
    }
}
