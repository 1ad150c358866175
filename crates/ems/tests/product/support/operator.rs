//! The `ems` command as an operator types it, at the servers of a world.

use serde_json::Value;
use tokio::process::Command;

use super::{Place, World};

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    /// The JSON on its standard output; null if it is none.
    pub json: Value,
    pub text: String,
}

impl Place {
    pub async fn ems(&self, words: &[&str]) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_ems"))
            .args(words)
            .env("EMS_NATS_URL", &self.nats_url)
            .env("EMS_DATABASE_URL", &self.database_url)
            .env("EMS_AMQP_URL", &self.amqp_url)
            .kill_on_drop(true)
            .output()
            .await
            .expect("the command runs");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let json = serde_json::from_slice(&output.stdout).unwrap_or_default();
        Said { code: output.status.code().unwrap_or(-1), json, text }
    }
}

impl World {
    pub async fn ems(&self, words: &[&str]) -> Said {
        self.place.ems(words).await
    }

    pub async fn projections(&self, what: &str, name: &str) -> Value {
        self.place.projections(what, name).await
    }
}

impl Place {
    /// Carries a run out to its end, which must be a good one, and answers its report.
    pub async fn projections(&self, what: &str, name: &str) -> Value {
        let said = self.ems(&["projections", what, name, "--json"]).await;
        assert_eq!(said.code, 0, "{what} {name}: {said:?}");
        said.json["report"].clone()
    }
}
