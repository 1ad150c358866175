//! Watching a run to its end, with a bar that shows the rate and the time left.

use std::time::Duration;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use projections::{RunView, Runs};
use uuid::Uuid;

const LOOK_AGAIN: Duration = Duration::from_millis(150);
const BAR: &str =
    "{msg:<10} {bar:30} {percent:>3} %  {human_pos}/{human_len}  {per_sec}  {eta} left";

/// Returns when the run is over. Whoever stops watching does not stop the run.
pub async fn to_its_end(runs: &Runs, run: Uuid, quiet: bool) -> Result<RunView> {
    let bar = ProgressBar::new(0).with_style(ProgressStyle::with_template(BAR)?);
    if quiet {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    loop {
        let view = runs.run(run).await?.context("the run is gone")?;
        if view.is_over() {
            bar.finish_and_clear();
            return Ok(view);
        }
        bar.set_length(view.total.unsigned_abs());
        bar.set_position(view.done.unsigned_abs().min(view.total.unsigned_abs()));
        let message = match view.phase.as_str() {
            "waiting" => "waits for a replica".to_owned(),
            phase => phase.to_owned(),
        };
        bar.set_message(message);
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}
