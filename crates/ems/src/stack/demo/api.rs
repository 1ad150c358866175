//! The few REST calls that making the demo data takes.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use reqwest::header::LOCATION;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

use crate::stack::Login;

const PATIENCE: Duration = Duration::from_secs(15);

/// A signed-in caller.
pub struct Api {
    client: Client,
    base: String,
    token: String,
}

impl Api {
    /// None when user and password do not fit.
    pub async fn sign_in(base: &str, login: &Login) -> Result<Option<Self>> {
        let client = Client::builder().timeout(PATIENCE).build()?;
        let body = json!({ "username": login.username, "password": login.password });
        let answer = client.post(format!("{base}/auth/login")).json(&body).send().await?;
        if answer.status() == StatusCode::UNAUTHORIZED {
            return Ok(None);
        }
        let answer: Value = expect_success("POST /auth/login", answer).await?.json().await?;
        let token = answer["token"].as_str().context("the sign-in answered without a token")?;
        Ok(Some(Self { client, base: base.to_owned(), token: token.to_owned() }))
    }

    pub async fn list(&self, path: &str) -> Result<Vec<Value>> {
        let answer = self.request(Method::GET, path).send().await?;
        Ok(expect_success(path, answer).await?.json().await?)
    }

    /// Makes something and gives its id; None when its name is taken.
    pub async fn create(&self, path: &str, body: &Value) -> Result<Option<String>> {
        let answer = self.request(Method::POST, path).json(body).send().await?;
        if answer.status() == StatusCode::CONFLICT {
            return Ok(None);
        }
        let answer = expect_success(path, answer).await?;
        let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
        let id = location.and_then(|location| location.rsplit('/').next());
        let id = id.with_context(|| format!("POST {path} answered without a Location"))?;
        Ok(Some(id.to_owned()))
    }

    pub async fn post(&self, path: &str, body: &Value) -> Result<StatusCode> {
        Ok(self.request(Method::POST, path).json(body).send().await?.status())
    }

    /// `Null` sends no body.
    pub async fn put(&self, path: &str, body: &Value) -> Result<StatusCode> {
        let request = self.request(Method::PUT, path);
        let request = if body.is_null() { request } else { request.json(body) };
        Ok(request.send().await?.status())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }
}

async fn expect_success(what: &str, answer: Response) -> Result<Response> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    bail!("{what} answered {status}: {}", answer.text().await.unwrap_or_default())
}
