//! A customer with three devices, made through the public REST interface like anybody's would be.

mod api;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Folders, Keys, Login};
use crate::terminal::{say, warn};
use api::Api;

const CUSTOMER: &str = "demo";

/// Name and limit in kWh of one hour.
const DEVICES: [(&str, f64); 3] = [("Boiler", 3.0), ("Heat pump", 2.5), ("Washing machine", 1.2)];

pub struct Demo {
    pub client: Login,
    pub devices: Vec<String>,
    /// Made just now, so nothing was measured yet.
    pub fresh: bool,
}

/// What was made, so that the next start makes nothing twice.
#[derive(Serialize, Deserialize)]
struct Made {
    user: String,
    devices: Vec<String>,
}

/// The demo, made where it is missing. None when the administrator's password is not ours any more.
pub async fn seed(
    api: &str,
    admin: &Login,
    folders: &Folders,
    keys: &Keys,
) -> Result<Option<Demo>> {
    let client = Login { username: CUSTOMER.to_owned(), password: keys.password(CUSTOMER)? };
    if let Some(made) = made_before(folders)
        && Api::sign_in(api, &client).await?.is_some()
    {
        return Ok(Some(Demo { client, devices: made.devices, fresh: false }));
    }
    let Some(api) = Api::sign_in(api, admin).await? else {
        warn(
            "the administrator's password was changed, so no demo data is made; --no-demo skips it",
        );
        return Ok(None);
    };
    let user = ensure_customer(&api, &client).await?;
    let (devices, fresh) = ensure_devices(&api, &user).await?;
    let made = Made { user, devices: devices.clone() };
    local_stack::write_private(&folders.demo(), &serde_json::to_string_pretty(&made)?)?;
    say("made a demo customer with three devices");
    Ok(Some(Demo { client, devices, fresh }))
}

fn made_before(folders: &Folders) -> Option<Made> {
    serde_json::from_str(&std::fs::read_to_string(folders.demo()).ok()?).ok()
}

async fn ensure_customer(api: &Api, client: &Login) -> Result<String> {
    let person = json!({
        "name": "Demo Customer",
        "username": client.username,
        "email": "demo@example.org",
        "city": "Cluj-Napoca",
        "dateOfBirth": "1990-05-17",
    });
    let id = match find(&api.list("/users").await?, "username", CUSTOMER) {
        Some(id) => id,
        None => api
            .create("/users", &person)
            .await?
            .context("the name of the demo customer is taken")?,
    };
    let credentials = json!({
        "userId": id,
        "username": client.username,
        "email": "demo@example.org",
        "password": client.password,
        "role": "CLIENT",
    });
    if !api.post("/auth/credentials", &credentials).await?.is_success() {
        // There were some from before, with a password that we have lost.
        let path = format!("/auth/credentials/{id}");
        let status = api.put(&path, &credentials).await?;
        if !status.is_success() {
            bail!("the demo customer gets no password: PUT {path} answered {status}");
        }
    }
    Ok(id)
}

/// The ids of the devices, and whether one of them is new.
async fn ensure_devices(api: &Api, user: &str) -> Result<(Vec<String>, bool)> {
    let known = api.list("/devices").await?;
    let (mut ids, mut fresh) = (Vec::new(), false);
    for (name, limit) in DEVICES {
        let device = json!({ "name": name, "maxConsumption": limit, "description": "Demo device" });
        let id = match find(&known, "name", name) {
            Some(id) => id,
            None => {
                fresh = true;
                let made = api.create("/devices", &device).await?;
                made.with_context(|| format!("the device name {name:?} is taken"))?
            }
        };
        let path = format!("/devices/{id}/assign/{user}");
        let status = api.put(&path, &Value::Null).await?;
        if !status.is_success() {
            bail!("the demo device {name:?} cannot be assigned: PUT {path} answered {status}");
        }
        ids.push(id);
    }
    Ok((ids, fresh))
}

fn find(list: &[Value], member: &str, value: &str) -> Option<String> {
    let found = list.iter().find(|entry| entry[member] == value)?;
    Some(found["id"].as_str()?.to_owned())
}
