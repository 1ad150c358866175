//! Forty forged tokens: each is refused, alone and beside a cookie that is good.

use anyhow::{Result, ensure};
use chrono::Utc;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{SignedIn, Stage};

const KEY: &str = include_str!("support/key.pem");
/// Ours is as good as this one to whoever does not look whose it is.
const FOREIGN_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
    -----END PRIVATE KEY-----\n";

fn header(kind: Option<&str>) -> Header {
    Header { typ: kind.map(str::to_owned), ..Header::new(Algorithm::EdDSA) }
}

fn signed(header: &Header, claims: &Value) -> Result<String> {
    Ok(jsonwebtoken::encode(header, claims, &EncodingKey::from_ed_pem(KEY.as_bytes())?)?)
}

fn shared(algorithm: Algorithm, secret: &[u8], claims: &Value) -> Result<String> {
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(algorithm) };
    Ok(jsonwebtoken::encode(&header, claims, &EncodingKey::from_secret(secret))?)
}

fn base64(text: &str) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        let digits = (0..=chunk.len()).map(|n| DIGITS[(bits >> (18 - 6 * n)) as usize & 63]);
        encoded.extend(digits.map(char::from));
    }
    encoded
}

/// The claims of a good token, with one changed; null takes it away.
fn but(good: &Value, name: &str, value: Value) -> Value {
    let mut claims = good.clone();
    claims[name] = value;
    if claims[name].is_null()
        && let Some(members) = claims.as_object_mut()
    {
        members.remove(name);
    }
    claims
}

fn forged(person: &SignedIn, good: &Value) -> Result<Vec<(String, String)>> {
    let ours = header(Some("at+jwt"));
    let now = Utc::now().timestamp();
    let mut tokens = Vec::new();
    let mut add = |what: &str, token: String| tokens.push((what.to_owned(), token));
    for missing in ["iss", "aud", "sub", "role", "sid", "iat", "nbf", "exp", "jti"] {
        add(&format!("without {missing}"), signed(&ours, &but(good, missing, Value::Null))?);
    }
    for (name, value) in [
        ("iss", json!("someone")),
        ("aud", json!("ems-command-api")),
        ("aud", json!(["else", "other"])),
        ("exp", json!("9999999999")),
        ("exp", json!("tomorrow")),
        ("exp", json!(now - 3_600)),
        ("nbf", json!("0")),
        ("nbf", json!(now + 3_600)),
        ("iat", json!("now")),
        ("role", json!("ROOT")),
        ("sub", json!("admin")),
        ("sub", json!(Uuid::from_u128(3))),
        ("sid", json!(Uuid::nil())),
    ] {
        add(&format!("{name} = {value}"), signed(&ours, &but(good, name, value.clone()))?);
    }
    for kind in [None, Some("JWT"), Some("ems-identity+jwt"), Some("AT+JWT")] {
        add(&format!("typ {kind:?}"), signed(&header(kind), good)?);
    }
    let claims = base64(&good.to_string());
    for algorithm in ["none", "None", "", "EdDSA"] {
        let header = base64(&json!({ "alg": algorithm, "typ": "at+jwt" }).to_string());
        add(&format!("alg {algorithm:?} without a signature"), format!("{header}.{claims}."));
    }
    add("an empty key", shared(Algorithm::HS256, b"", good)?);
    add("the key's text as a secret", shared(Algorithm::HS256, KEY.as_bytes(), good)?);
    add("the key's text as a longer secret", shared(Algorithm::HS512, KEY.as_bytes(), good)?);
    let foreign = EncodingKey::from_ed_pem(FOREIGN_KEY.as_bytes())?;
    add("another's key", jsonwebtoken::encode(&ours, good, &foreign)?);
    let tricky = Header { kid: Some("../../dev/null".to_owned()), ..ours.clone() };
    add("a kid that is a path", jsonwebtoken::encode(&tricky, good, &foreign)?);
    let elsewhere = Header { jku: Some("http://evil.example/keys".to_owned()), ..ours };
    add("keys from elsewhere", jsonwebtoken::encode(&elsewhere, good, &foreign)?);
    let refresh = person.answer["refreshToken"].as_str().unwrap_or_default();
    add("a refresh token", refresh.to_owned());
    let (unsigned, _) = person.token.rsplit_once('.').unwrap_or_default();
    add("a good token, cut", unsigned.to_owned());
    add("a good token and more", format!("{}A", person.token));
    add("nothing", String::new());
    Ok(tokens)
}

#[tokio::test(flavor = "multi_thread")]
async fn forty_forged_tokens_are_refused_alone_and_beside_a_good_cookie() -> Result<()> {
    let stage = Stage::set().await?;
    let (alice, bob) = (stage.sign_in("alice").await?, stage.sign_in("bob").await?);
    let good = crate::support::claims_of(&alice.token)?;
    let good_again = signed(&header(Some("at+jwt")), &good)?;
    let session = |token: &str| stage.get("/api/auth/session").bearer_auth(token);
    ensure!(session(&good_again).send().await?.status() == 200, "the forger's tools work");
    let forged = forged(&alice, &good)?;
    ensure!(forged.len() >= 40, "{}", forged.len());
    for (what, token) in &forged {
        let alone = session(token).send().await?;
        ensure!(alone.status() == 401, "{what}: {}", alone.status());
        // An expired token of one's own counts as the cookie; beside somebody else's it does not.
        let beside = bob.page(session(token)).send().await?;
        ensure!(beside.status() == 401, "{what}, beside a cookie: {}", beside.status());
        let write = bob.page(stage.request(Method::POST, "/api/devices")).bearer_auth(token);
        ensure!(write.send().await?.status() == 401, "{what}, writing");
    }
    Ok(())
}
