//! Going through a stream once, beside what the checkpoints say of it.

use std::collections::BTreeMap;

use event_log::{EventLog, Extent, Position, ScanFrom, Stored};
use futures::TryStreamExt;

use super::super::Progress;
use super::checkpoint::Span;
use super::digest::{self, Digest, Running, Tag};
use super::locate::{Finding, Window};

/// A stream, and the spans that checkpoints have sealed of it.
pub(super) struct Walk<'w> {
    stream: &'static str,
    extent: Extent,
    spans: &'w [Span],
    /// The span that is read now.
    nth: usize,
    running: Running,
    found: BTreeMap<Position, (Tag, String)>,
    pub findings: Vec<Finding>,
    pub messages: u64,
    /// Sealed messages that are older than the stream keeps.
    pub expired: u64,
}

impl<'w> Walk<'w> {
    pub async fn of(
        log: &EventLog,
        stream: &'static str,
        spans: &'w [Span],
    ) -> anyhow::Result<Self> {
        let extent = log.extent(stream).await?;
        let mut walk = Self {
            stream,
            extent,
            spans,
            nth: 0,
            running: Running::default(),
            found: BTreeMap::new(),
            findings: vec![],
            messages: 0,
            expired: 0,
        };
        walk.pass_over_what_expired()?;
        Ok(walk)
    }

    /// Where the last checkpoint ends.
    pub fn sealed_to(&self) -> Position {
        self.spans.last().map_or(0, |span| span.to)
    }

    /// Reads all of it and hands each message on.
    pub async fn go(
        &mut self,
        log: &EventLog,
        filter: &str,
        progress: &dyn Progress,
        mut each: impl FnMut(&Stored, &Digest, &mut Vec<Finding>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut next = if self.extent.expires { self.extent.first.max(1) } else { 1 };
        let until = self.extent.last;
        let messages = log.scan(self.stream, filter, ScanFrom::Sequence(next), until).await?;
        let mut messages = std::pin::pin!(messages);
        while let Some(message) = messages.try_next().await? {
            self.lost(next, message.sequence);
            let digest = digest::of(&message);
            self.take(&message, &digest)?;
            each(&message, &digest, &mut self.findings)?;
            next = message.sequence + 1;
            self.messages += 1;
            progress.at(self.stream, message.sequence, until);
        }
        self.lost(next, until + 1);
        while self.nth < self.spans.len() {
            self.close()?;
        }
        Ok(())
    }

    fn lost(&mut self, next: Position, there: Position) {
        if there > next {
            let stream = self.stream.to_owned();
            self.findings.push(Finding::Lost { stream, position: next, messages: there - next });
        }
    }

    fn take(&mut self, message: &Stored, digest: &Digest) -> anyhow::Result<()> {
        while self.spans.get(self.nth).is_some_and(|span| message.sequence > span.to) {
            self.close()?;
        }
        if self.spans.get(self.nth).is_some_and(|span| message.sequence >= span.from) {
            let entry = (digest::tag(digest), message.subject.clone());
            self.found.insert(message.sequence, entry);
            self.running.add(digest);
        }
        Ok(())
    }

    /// Compares a span with what was found of it. After the first difference everything that follows
    /// differs as well, so nothing more is compared.
    fn close(&mut self) -> anyhow::Result<()> {
        let span = &self.spans[self.nth];
        let mut expected = span.tags()?;
        let sealed = expected.len();
        if let Some(following) = self.spans.get(self.nth + 1) {
            expected.extend(following.tags()?);
        }
        let found = std::mem::take(&mut self.found);
        let last = self.extent.last;
        let window = Window {
            stream: self.stream,
            from: span.from,
            sealed,
            expected: &expected,
            found: &found,
            until: span.to.min(last),
            last,
        };
        let stream = self.stream.to_owned();
        let differs = match window.first() {
            None if sealed > 0 && self.running.hex() != span.hash => {
                Some(Finding::HashDiffers { stream, position: span.to, from: span.from })
            }
            first => first,
        };
        self.nth += 1;
        if let Some(finding) = differs {
            self.nth = self.spans.len();
            let known = |other: &Finding| {
                matches!((other, &finding), (Finding::Lost { .. }, Finding::Lost { .. }))
                    && other.position() == finding.position()
            };
            if !self.findings.iter().any(known) {
                self.findings.push(finding);
            }
        }
        Ok(())
    }

    /// A stream that lets go of what is old begins later than its first checkpoints: those are not
    /// checked, and the running hash goes on after them.
    fn pass_over_what_expired(&mut self) -> anyhow::Result<()> {
        while let Some(span) = self.spans.get(self.nth)
            && self.extent.expires
            && span.from < self.extent.first
        {
            self.running = span.running()?;
            self.expired += (span.to + 1).saturating_sub(span.from);
            self.nth += 1;
        }
        Ok(())
    }
}
