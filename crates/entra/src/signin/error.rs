//! What can go wrong when signing in or asking for a token.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::challenge::Claims;
use crate::permissions::Scope;

/// Why there is no token.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// These scopes are not consented to. The person, or an administrator, has to.
    #[error("consent is missing for {}", names(scopes))]
    ConsentRequired {
        /// The scopes that were asked for or left out of the answer.
        scopes: Vec<Scope>,
        /// The service's words; none when it just granted less than was asked.
        refusal: Option<Box<Refusal>>,
    },
    /// A person has to sign in again; this cannot be done silently.
    #[error("a new sign-in is needed{}", words(refusal.as_deref()))]
    InteractionRequired {
        /// What the next sign-in has to satisfy.
        claims: Option<Claims>,
        /// The service's words.
        refusal: Option<Box<Refusal>>,
    },
    /// Somebody pressed Cancel on the sign-in page.
    #[error("the sign-in was declined on the page")]
    Declined(Box<Refusal>),
    /// The device code was not used in time.
    #[error("the code has expired")]
    CodeExpired(Option<Box<Refusal>>),
    /// The service refused for a reason that another sign-in does not cure by itself.
    #[error("the sign-in was refused: {0}")]
    Refused(Box<Refusal>),
    /// Somebody else signed in than the account at work.
    #[error("{} signed in, but {} was expected", got.username, expected.username)]
    OtherAccount {
        /// The account at work.
        expected: Box<Account>,
        /// The account that signed in.
        got: Box<Account>,
    },
    /// A personal Microsoft account, which has no directory.
    #[error("this is a personal account; a work account is needed")]
    PersonalAccount,
    /// No connection to the sign-in service.
    #[error("{host} could not be reached ({cause})")]
    Unreachable {
        /// The host that was tried.
        host: String,
        /// Why, in the words of the network layer.
        cause: String,
    },
    /// The sign-in service did not answer in time.
    #[error("the sign-in service did not answer in time")]
    TimedOut,
    /// The sign-in service is overloaded or broken at the moment.
    #[error("the sign-in service answered {status}")]
    Unavailable {
        /// HTTP status, 429 or 5xx.
        status: u16,
        /// How long it asked to wait.
        retry_after: Option<Duration>,
    },
    /// An answer that cannot be read, such as a network's log-on page.
    #[error("the sign-in service answered {status} with something unexpected: {what}")]
    UnexpectedAnswer {
        /// HTTP status of the answer.
        status: u16,
        /// What was wrong with it.
        what: String,
    },
    /// This session was signed out.
    #[error("signed out")]
    SignedOut,
    /// The caller asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl SignInError {
    /// What the service said, for the ids that support asks for.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::ConsentRequired { refusal, .. }
            | Self::InteractionRequired { refusal, .. }
            | Self::CodeExpired(refusal) => refusal.as_deref(),
            Self::Declined(refusal) | Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Sorts a refused *refresh* by `error` and `suberror`. The AADSTS numbers may change and
    /// are for explaining only (learn.microsoft.com, "Microsoft Entra authentication and
    /// authorization error codes").
    pub(crate) fn from_refused_refresh(refusal: Refusal, asked: &[Scope]) -> Self {
        let claims = refusal.claims.as_deref().and_then(Claims::from_json);
        let refusal = Box::new(refusal);
        let suberror = refusal.suberror.as_deref().unwrap_or_default();
        match (refusal.error.as_str(), suberror) {
            ("consent_required", _) | (_, "consent_required") => Self::ConsentRequired {
                scopes: asked.to_vec(),
                refusal: Some(refusal),
            },
            // `message_only`: signing in again does not help, it can only be explained.
            (_, "message_only") => Self::Refused(refusal),
            ("invalid_grant" | "interaction_required" | "login_required" | "bad_token", _) => {
                Self::InteractionRequired {
                    claims,
                    refusal: Some(refusal),
                }
            }
            _ => Self::Refused(refusal),
        }
    }
}

fn names(scopes: &[Scope]) -> String {
    scopes
        .iter()
        .map(|scope| scope.name())
        .collect::<Vec<_>>()
        .join(", ")
}

fn words(refusal: Option<&Refusal>) -> String {
    refusal
        .map(|refusal| format!(": {refusal}"))
        .unwrap_or_default()
}

/// The error body of the sign-in service, kept as data: the texts are for people, the ids for
/// support.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The OAuth error, such as `invalid_grant`. The only thing to branch on, with `suberror`.
    pub error: String,
    /// The AADSTS numbers, for looking up an explanation.
    #[serde(default, rename = "error_codes")]
    pub codes: Vec<u32>,
    /// A finer distinction, such as `consent_required` or `message_only`.
    #[serde(default)]
    pub suberror: Option<String>,
    /// The text, which begins with the AADSTS number.
    #[serde(default, rename = "error_description")]
    pub description: String,
    /// The service's trace id.
    #[serde(default)]
    pub trace_id: Option<String>,
    /// The id that joins all requests of one sign-in.
    #[serde(default)]
    pub correlation_id: Option<String>,
    /// When it happened, as the service wrote it.
    #[serde(default)]
    pub timestamp: Option<String>,
    /// JSON of claims that the next sign-in has to satisfy.
    #[serde(default)]
    pub(crate) claims: Option<String>,
}

impl Refusal {
    /// The first line of the description: the text without the ids behind it.
    #[must_use]
    pub fn text(&self) -> &str {
        self.description.lines().next().unwrap_or_default().trim()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text();
        f.write_str(if text.is_empty() { &self.error } else { text })
    }
}

impl oauth2::ErrorResponse for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(error: &str, suberror: Option<&str>) -> Refusal {
        let body = serde_json::json!({
            "error": error,
            "suberror": suberror,
            "error_description": "AADSTS65001: The user or administrator has not consented.\r\nTrace ID: t\r\nCorrelation ID: c",
            "error_codes": [65001],
            "timestamp": "2026-11-24 01:02:03Z",
            "trace_id": "t",
            "correlation_id": "c",
            "claims": r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#,
            "error_uri": "https://login.microsoftonline.com/error?code=65001",
        });
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn a_refused_refresh_is_sorted_by_error_and_suberror() {
        let asked = [Scope::UserInviteAll];
        let kind = |error, suberror| match SignInError::from_refused_refresh(
            refusal(error, suberror),
            &asked,
        ) {
            SignInError::ConsentRequired { scopes, .. } => {
                assert_eq!(scopes, asked);
                "consent"
            }
            SignInError::InteractionRequired { claims, .. } => {
                assert!(claims.is_some());
                "interaction"
            }
            SignInError::Refused(_) => "refused",
            other => panic!("{other}"),
        };
        assert_eq!(kind("invalid_grant", Some("consent_required")), "consent");
        assert_eq!(kind("consent_required", None), "consent");
        assert_eq!(kind("invalid_grant", None), "interaction");
        assert_eq!(kind("invalid_grant", Some("bad_token")), "interaction");
        assert_eq!(kind("invalid_grant", Some("basic_action")), "interaction");
        assert_eq!(kind("interaction_required", None), "interaction");
        assert_eq!(kind("invalid_grant", Some("message_only")), "refused");
        assert_eq!(kind("invalid_client", None), "refused");
    }

    #[test]
    fn a_refusal_keeps_the_ids_and_shows_the_text_only() {
        let refusal = refusal("invalid_grant", None);
        assert_eq!(refusal.codes, [65001]);
        assert_eq!(refusal.trace_id.as_deref(), Some("t"));
        assert_eq!(refusal.timestamp.as_deref(), Some("2026-11-24 01:02:03Z"));
        assert_eq!(
            refusal.to_string(),
            "AADSTS65001: The user or administrator has not consented."
        );
    }

    #[test]
    fn a_bare_error_is_a_refusal_too() {
        let refusal: Refusal = serde_json::from_str(r#"{"error":"slow_down"}"#).unwrap();
        assert_eq!(refusal.to_string(), "slow_down");
        assert!(refusal.codes.is_empty());
    }
}
