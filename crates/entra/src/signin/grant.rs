//! What a successful sign-in yields.

use std::collections::BTreeSet;
use std::time::Duration;

use oauth2::TokenResponse as _;

use super::account::Account;
use super::claims::IdTokenClaims;
use super::error::SignInError;
use super::exchange::TokenAnswer;
use crate::http::answer::LONGEST;
use crate::permissions::bare_name;
use crate::secret::Secret;

/// A signed-in account with its first tokens, for a
/// [`Session`](super::session::Session) to take over.
#[derive(Debug)]
pub struct Grant {
    pub(crate) account: Account,
    pub(crate) tokens: Tokens,
}

/// Tokens out of one answer.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) access: Secret,
    pub(crate) refresh: Option<Secret>,
    /// Bare names of what the service says it granted.
    pub(crate) granted: BTreeSet<String>,
    pub(crate) expires_in: Duration,
}

/// Taken when the answer does not say how long the token lives: the shortest life that Entra
/// gives (learn.microsoft.com, "Access tokens", 60 to 90 minutes), less a margin.
const UNSAID_LIFE: Duration = Duration::from_secs(50 * 60);

impl Grant {
    /// Who signed in.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The scopes that were granted, as the service says.
    #[must_use]
    pub fn granted(&self) -> &BTreeSet<String> {
        &self.tokens.granted
    }

    pub(crate) fn from_answer(answer: &TokenAnswer) -> Result<Self, SignInError> {
        let fields = answer.extra_fields();
        let id_token = fields
            .id_token
            .as_ref()
            .ok_or_else(|| SignInError::UnexpectedAnswer {
                status: 200,
                what: "there is no id token in the answer".to_owned(),
            })?;
        let account = IdTokenClaims::decode(id_token.expose())?
            .into_account(fields.client_info.as_deref())?;
        Ok(Self {
            account,
            tokens: Tokens::from_answer(answer),
        })
    }
}

impl Tokens {
    pub(crate) fn from_answer(answer: &TokenAnswer) -> Self {
        Self {
            access: Secret::new(answer.access_token().secret()),
            refresh: answer
                .refresh_token()
                .map(|token| Secret::new(token.secret())),
            granted: answer
                .scopes()
                .into_iter()
                .flatten()
                .map(|scope| bare_name(scope).to_owned())
                .collect(),
            expires_in: answer.expires_in().unwrap_or(UNSAID_LIFE).min(LONGEST),
        }
    }
}
