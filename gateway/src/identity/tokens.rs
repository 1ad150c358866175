//! Access tokens: short-lived JWTs (RFC 9068) that this product issues and that only it accepts.

use anyhow::anyhow;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use domain::users::Role;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ISSUER: &str = "ems-gateway";
const AUDIENCE: &str = "ems";
/// Keeps other tokens of the same key, such as the identity sent to the command API, from passing.
const TYPE: &str = "at+jwt";
pub const LIFETIME_SECONDS: i64 = 600;
/// How far the clocks of two gateways may differ.
const LEEWAY_SECONDS: i64 = 30;

/// What a token says. The role is the one at issue; what counts is the user's present one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    pub sub: UserId,
    pub role: Role,
    /// The session that the token belongs to, and ends with.
    pub sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

/// A token of ours. An expired one is worth nothing by itself.
pub enum Token {
    Valid(Claims),
    Expired(Claims),
}

pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Takes an Ed25519 private key, PKCS#8 in PEM.
    pub fn new(pem: &str) -> anyhow::Result<Self> {
        let signing = EncodingKey::from_ed_pem(pem.as_bytes())?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(signing.as_bytes())
            .map_err(|error| anyhow!("not an Ed25519 key in PKCS#8: {error}"))?;
        let verifying = DecodingKey::from_ed_der(pair.public_key().as_ref());
        Ok(Self { signing, verifying, validation: validation() })
    }

    pub fn issue(
        &self,
        user: UserId,
        role: Role,
        session: Uuid,
        now: DateTime<Utc>,
    ) -> jsonwebtoken::errors::Result<String> {
        let now = now.timestamp();
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: user,
            role,
            sid: session,
            iat: now,
            nbf: now,
            exp: now + LIFETIME_SECONDS,
            jti: Uuid::new_v4(),
        };
        let header = Header { typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::EdDSA) };
        jsonwebtoken::encode(&header, &claims, &self.signing)
    }

    /// Reads a token; none if anything but its age is wrong with it.
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Token> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.verifying, &self.validation).ok()?;
        if data.header.typ.as_deref() != Some(TYPE) {
            return None;
        }
        let expired = now.timestamp() >= data.claims.exp;
        Some(if expired { Token::Expired(data.claims) } else { Token::Valid(data.claims) })
    }
}

/// One algorithm, and every claim required: the library's own default asks for `exp` alone. Expiry
/// is compared in [`Tokens::read`], which must tell an expired token from a wrong one.
fn validation() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "nbf", "exp"]);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.validate_nbf = true;
    validation.validate_exp = false;
    validation.leeway = LEEWAY_SECONDS.unsigned_abs();
    validation
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use serde_json::{Value, json};

    /// Made for these tests alone.
    const KEY: &str = include_str!("../../tests/gateway/support/key.pem");

    fn tokens() -> Tokens {
        Tokens::new(KEY).expect("a key")
    }

    fn signed(header: Header, claims: &Value) -> String {
        jsonwebtoken::encode(&header, claims, &tokens().signing).expect("signs")
    }

    fn header(kind: &str) -> Header {
        Header { typ: Some(kind.to_owned()), ..Header::new(Algorithm::EdDSA) }
    }

    fn claims() -> Value {
        let now = Utc::now().timestamp();
        json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": Uuid::nil(), "role": "CLIENT",
            "sid": Uuid::nil(), "iat": now, "nbf": now, "exp": now + 60, "jti": Uuid::nil(),
        })
    }

    fn accepted(token: &str) -> bool {
        tokens().read(token, Utc::now()).is_some()
    }

    #[test]
    fn a_token_is_valid_for_ten_minutes_and_then_expired() {
        let (tokens, now) = (tokens(), Utc::now());
        let token =
            tokens.issue(UserId(Uuid::nil()), Role::Client, Uuid::nil(), now).expect("signs");
        let after = |minutes| tokens.read(&token, now + TimeDelta::minutes(minutes));
        assert!(matches!(after(9), Some(Token::Valid(_))));
        assert!(matches!(after(10), Some(Token::Expired(_))));
    }

    #[test]
    fn every_claim_is_required() {
        assert!(accepted(&signed(header(TYPE), &claims())));
        for name in ["iss", "aud", "sub", "role", "sid", "iat", "nbf", "exp", "jti"] {
            let mut without = claims();
            without.as_object_mut().expect("an object").remove(name);
            assert!(!accepted(&signed(header(TYPE), &without)), "without {name}");
        }
    }

    #[test]
    fn every_wrong_claim_is_refused() {
        let later = Utc::now().timestamp() + 3600;
        let wrong = [
            ("iss", json!("someone")),
            ("aud", json!("ems-command-api")),
            ("aud", json!(["else"])),
            ("exp", json!("9999999999")),
            ("nbf", json!("0")),
            ("nbf", json!(later)),
            ("role", json!("ROOT")),
            ("sub", json!("admin")),
        ];
        for (name, value) in wrong {
            let mut claims = claims();
            claims[name] = value.clone();
            assert!(!accepted(&signed(header(TYPE), &claims)), "{name} = {value}");
        }
    }

    #[test]
    fn other_types_and_algorithms_are_refused() {
        for kind in ["JWT", "ems-identity+jwt", "at+JWT "] {
            assert!(!accepted(&signed(header(kind), &claims())), "{kind}");
        }
        let secret = EncodingKey::from_secret(KEY.as_bytes());
        let swapped = Header { typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::HS256) };
        let token = jsonwebtoken::encode(&swapped, &claims(), &secret).expect("signs");
        assert!(!accepted(&token), "signed with the key's text as a shared secret");
        let good = signed(header(TYPE), &claims());
        let unsigned = good.rsplit_once('.').expect("three parts").0;
        for forged in
            ["", ".", "..", "a.b.c", unsigned, &format!("{unsigned}."), &format!("{good}A")]
        {
            assert!(!accepted(forged), "{forged:?}");
        }
    }
}
