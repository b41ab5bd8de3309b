//! An access token that somebody else got, for as long as it lasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Deserialize;
use time::OffsetDateTime;

use super::account::Account;
use super::challenge::Claims;
use super::claims::payload;
use super::error::SignInError;
use super::token_source::TokenSource;
use crate::clock::{BoxFuture, Clock};
use crate::permissions::Scope;
use crate::secret::Secret;

/// A token source of one token. It is neither renewed nor kept.
pub struct GivenToken {
    token: Secret,
    expires: Option<OffsetDateTime>,
    refused: AtomicBool,
    clock: Arc<dyn Clock>,
}

/// Why a token cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GivenTokenError {
    /// It does not say who it is of.
    #[error("it is no access token of Microsoft Graph: it names no tenant and no user")]
    NotReadable,
    /// It is of an application, not of a person.
    #[error("it is the token of an application, and Usher acts for a person")]
    OfApplication,
}

/// What is read out of an access token of Graph, which is not meant to be read by clients
/// (learn.microsoft.com, "Access tokens in the Microsoft identity platform"): only to tell
/// accounts apart and to name them. The service judges it.
#[derive(Deserialize)]
struct AccessClaims {
    tid: String,
    oid: String,
    name: Option<String>,
    upn: Option<String>,
    unique_name: Option<String>,
    preferred_username: Option<String>,
    idtyp: Option<String>,
    exp: Option<i64>,
}

impl GivenToken {
    /// Takes a token, and says whose it is.
    ///
    /// # Errors
    /// It does not say who it is of, or is of an application.
    pub fn new(token: Secret, clock: Arc<dyn Clock>) -> Result<(Self, Account), GivenTokenError> {
        let claims: AccessClaims = payload(token.expose())
            .and_then(|payload| serde_json::from_slice(&payload).ok())
            .ok_or(GivenTokenError::NotReadable)?;
        if claims.idtyp.as_deref() == Some("app") {
            return Err(GivenTokenError::OfApplication);
        }
        let named = claims.upn.or(claims.preferred_username);
        let username = named.or(claims.unique_name).unwrap_or_default();
        let account = Account {
            display_name: claims.name.unwrap_or_else(|| username.clone()),
            username,
            tenant_id: claims.tid,
            object_id: claims.oid,
            home_account_id: None,
        };
        let expires = claims.exp;
        let given = Self {
            token,
            expires: expires.and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok()),
            refused: AtomicBool::new(false),
            clock,
        };
        Ok((given, account))
    }
}

impl TokenSource for GivenToken {
    /// The token, whatever is asked for: wide permissions include narrow ones, and only the
    /// service knows which.
    fn token<'a>(
        &'a self,
        _scopes: &'a [Scope],
        claims: Option<&'a Claims>,
    ) -> BoxFuture<'a, Result<Secret, SignInError>> {
        let over = self.expires.is_some_and(|at| at <= self.clock.now());
        let answer = if over || claims.is_some() || self.refused.load(Ordering::Acquire) {
            Err(SignInError::InteractionRequired {
                claims: claims.cloned(),
                refusal: None,
            })
        } else {
            Ok(self.token.clone())
        };
        Box::pin(std::future::ready(answer))
    }

    fn refused(&self, _token: &Secret) {
        self.refused.store(true, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::clock::tests::TestClock;

    fn token(claims: &str) -> Secret {
        Secret::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)))
    }

    #[tokio::test]
    async fn it_names_its_account_and_serves_until_it_ends_or_is_refused() {
        let clock = Arc::new(TestClock::default());
        let expires = (clock.now() + Duration::from_secs(60)).unix_timestamp();
        let claims = format!(
            r#"{{"tid":"t","oid":"o","name":"Ada","upn":"ada@contoso.example","exp":{expires}}}"#
        );
        let take = || GivenToken::new(token(&claims), clock.clone()).unwrap();
        let (given, account) = take();
        assert_eq!(account.key().to_string(), "t.o");
        assert_eq!(account.username, "ada@contoso.example");
        let served = given.token(&[Scope::UserReadAll], None).await.unwrap();
        assert_eq!(served.expose(), token(&claims).expose());
        given.refused(&served);
        given.token(&[Scope::UserRead], None).await.unwrap_err();
        let (given, _) = take();
        clock.advance(Duration::from_secs(60));
        let over = given.token(&[Scope::UserRead], None).await.unwrap_err();
        assert!(matches!(over, SignInError::InteractionRequired { .. }));
    }

    #[test]
    fn what_names_nobody_is_not_taken() {
        let clock = || Arc::new(TestClock::default());
        for (text, why) in [
            (Secret::new("opaque"), GivenTokenError::NotReadable),
            (token(r#"{"tid":"t"}"#), GivenTokenError::NotReadable),
            (
                token(r#"{"tid":"t","oid":"o","idtyp":"app"}"#),
                GivenTokenError::OfApplication,
            ),
        ] {
            assert_eq!(GivenToken::new(text, clock()).err(), Some(why));
        }
    }
}
