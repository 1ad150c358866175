//! Who a request is from, as the gateway vouches for it: a short-lived token signed with Ed25519.
//!
//! The gateway signs one for each request that it passes on; the service behind it verifies it.
//! It lives here since the two never name each other.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::errors::Error as TokenError;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

const ISSUER: &str = "ems-gateway";
const AUDIENCE: &str = "ems-command-api";
/// Tells these tokens from the ones that browsers hold, should both ever share a key.
const TYPE: &str = "ems-identity+jwt";
const ANONYMOUS: &str = "anonymous";

/// A token accompanies one request; it need not live longer than that takes.
const LIFETIME: Duration = Duration::seconds(30);
/// How far the clocks of two machines may be apart.
const LEEWAY: Duration = Duration::seconds(5);

/// Whom a request is from, and the conversation that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub caller: Caller,
    /// Connects the log lines and events that one request causes, in all services.
    pub correlation: Uuid,
}

/// A person with what they may do, or nobody who signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Administrator(Uuid),
    Client(Uuid),
    Anonymous,
}

/// Why a token says nothing about the caller.
#[derive(Debug, Error)]
pub enum IdentityError {
    #[error("the key is not an Ed25519 key in PEM: {0}")]
    Key(TokenError),
    #[error("the identity cannot be signed: {0}")]
    Signing(TokenError),
    #[error("the identity cannot be trusted: {0}")]
    Token(#[from] TokenError),
    #[error("the identity cannot be trusted: {0}")]
    Claims(&'static str),
}

/// Signs identities with the gateway's private key.
#[derive(Clone)]
pub struct IdentitySigner {
    key: EncodingKey,
}

/// Verifies identities with the gateway's public key.
#[derive(Clone)]
pub struct IdentityVerifier {
    key: DecodingKey,
    validation: Validation,
}

impl IdentitySigner {
    /// From a private key as `openssl genpkey -algorithm ed25519` writes it (PKCS #8).
    pub fn from_pem(pem: &str) -> Result<Self, IdentityError> {
        let key = EncodingKey::from_ed_pem(pem.as_bytes()).map_err(IdentityError::Key)?;
        Ok(Self { key })
    }

    /// A token that says so for 30 seconds from `now` on.
    pub fn sign(&self, identity: &Identity, now: DateTime<Utc>) -> Result<String, IdentityError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        let claims = Claims::of(identity, now);
        encode(&header, &claims, &self.key).map_err(IdentityError::Signing)
    }
}

impl IdentityVerifier {
    /// From a public key as `openssl pkey -pubout` writes it (SubjectPublicKeyInfo).
    pub fn from_pem(pem: &str) -> Result<Self, IdentityError> {
        let key = DecodingKey::from_ed_pem(pem.as_bytes()).map_err(IdentityError::Key)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.leeway = LEEWAY.num_seconds().unsigned_abs();
        Ok(Self { key, validation })
    }

    /// Whom the token vouches for at this moment.
    pub fn verify(&self, token: &str) -> Result<Identity, IdentityError> {
        let token = decode::<Claims>(token, &self.key, &self.validation)?;
        if token.header.typ.as_deref() != Some(TYPE) {
            return Err(IdentityError::Claims("it is a token of another type"));
        }
        token.claims.identity(Utc::now())
    }
}

/// The claims on the wire; serde makes each of them required.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    role: Role,
    iat: i64,
    exp: i64,
    jti: Uuid,
    correlation: Uuid,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Role {
    Admin,
    Client,
    Anonymous,
}

impl Claims {
    fn of(identity: &Identity, now: DateTime<Utc>) -> Self {
        let (sub, role) = match identity.caller {
            Caller::Administrator(user) => (user.to_string(), Role::Admin),
            Caller::Client(user) => (user.to_string(), Role::Client),
            Caller::Anonymous => (ANONYMOUS.to_owned(), Role::Anonymous),
        };
        Self {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub,
            role,
            iat: now.timestamp(),
            exp: (now + LIFETIME).timestamp(),
            jti: Uuid::now_v7(),
            correlation: identity.correlation,
        }
    }

    fn identity(&self, now: DateTime<Utc>) -> Result<Identity, IdentityError> {
        if self.iat > (now + LEEWAY).timestamp() {
            return Err(IdentityError::Claims("it was issued in the future"));
        }
        if self.exp - self.iat > LIFETIME.num_seconds() {
            return Err(IdentityError::Claims("it lives too long"));
        }
        Ok(Identity { caller: self.caller()?, correlation: self.correlation })
    }

    fn caller(&self) -> Result<Caller, IdentityError> {
        let user = || self.sub.parse().map_err(|_| IdentityError::Claims("it names no user"));
        match self.role {
            Role::Admin => user().map(Caller::Administrator),
            Role::Client => user().map(Caller::Client),
            Role::Anonymous if self.sub == ANONYMOUS => Ok(Caller::Anonymous),
            Role::Anonymous => Err(IdentityError::Claims("it names a user without a role")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRIVATE: &str = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEIB7fQ7DymlQ9UT1bFolmg/kJz4pGOC1fz8Kwk0wImcOX\n\
        -----END PRIVATE KEY-----\n";
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAO7D2TWuztxSeF8ZYHpFk011APoIQkqY47Xc40NU4uJw=\n\
        -----END PUBLIC KEY-----\n";
    const OTHER_PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAVDs7ugshhyH4NY9WXVxXh+6YxGB0Z5hpzicdrlUu3G8=\n\
        -----END PUBLIC KEY-----\n";

    fn client() -> Identity {
        Identity { caller: Caller::Client(Uuid::from_u128(7)), correlation: Uuid::from_u128(8) }
    }

    fn verified_after(elapsed: Duration) -> Result<Identity, IdentityError> {
        let signer = IdentitySigner::from_pem(PRIVATE).expect("a key");
        let token = signer.sign(&client(), Utc::now() - elapsed).expect("a token");
        IdentityVerifier::from_pem(PUBLIC).expect("a key").verify(&token)
    }

    fn verified_claims(change: impl FnOnce(&mut Claims)) -> Result<Identity, IdentityError> {
        let mut claims = Claims::of(&client(), Utc::now());
        change(&mut claims);
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        let key = EncodingKey::from_ed_pem(PRIVATE.as_bytes()).expect("a key");
        let token = encode(&header, &claims, &key).expect("a token");
        IdentityVerifier::from_pem(PUBLIC).expect("a key").verify(&token)
    }

    #[test]
    fn what_is_signed_is_verified_for_half_a_minute() {
        assert_eq!(verified_after(Duration::zero()).ok(), Some(client()));
        assert_eq!(verified_after(Duration::seconds(29)).ok(), Some(client()));
        assert!(verified_after(Duration::seconds(37)).is_err());
    }

    #[test]
    fn a_token_from_the_future_is_refused() {
        assert!(verified_after(Duration::seconds(-4)).is_ok());
        assert!(verified_after(Duration::seconds(-10)).is_err());
    }

    #[test]
    fn a_token_of_another_key_is_refused() {
        let signer = IdentitySigner::from_pem(PRIVATE).expect("a key");
        let token = signer.sign(&client(), Utc::now()).expect("a token");
        let other = IdentityVerifier::from_pem(OTHER_PUBLIC).expect("a key");
        assert!(other.verify(&token).is_err());
    }

    #[test]
    fn a_token_for_somebody_else_is_refused() {
        assert!(verified_claims(|claims| claims.aud = "ems-assistant".to_owned()).is_err());
        assert!(verified_claims(|claims| claims.iss = "ems-assistant".to_owned()).is_err());
    }

    #[test]
    fn a_token_that_lives_longer_than_a_request_is_refused() {
        assert!(verified_claims(|claims| claims.exp += 60).is_err());
    }

    #[test]
    fn a_role_needs_a_user_and_a_user_needs_a_role() {
        assert!(verified_claims(|claims| claims.sub = ANONYMOUS.to_owned()).is_err());
        assert!(verified_claims(|claims| claims.role = Role::Anonymous).is_err());
    }

    #[test]
    fn nobody_who_signed_in_is_anonymous() {
        let signer = IdentitySigner::from_pem(PRIVATE).expect("a key");
        let identity = Identity { caller: Caller::Anonymous, correlation: Uuid::from_u128(8) };
        let token = signer.sign(&identity, Utc::now()).expect("a token");
        let verifier = IdentityVerifier::from_pem(PUBLIC).expect("a key");
        assert_eq!(verifier.verify(&token).ok(), Some(identity));
    }
}
