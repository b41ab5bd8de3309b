//! What can go wrong when Graph is called.

use std::time::Duration;

use uuid::Uuid;

use crate::signin::error::SignInError;

/// Why a call to Graph has no result.
///
/// The variants differ in what is known about the *effect*: see
/// [`Error::nothing_happened`].
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Graph understood the request and refused it. Nothing was changed.
    #[error(transparent)]
    Service(Box<ServiceError>),
    /// A change was sent and its outcome never became known. It may have taken effect, so it
    /// has to be looked up before it is sent again.
    #[error(
        "it is not known whether the request took effect ({cause}; client-request-id {client_request_id})"
    )]
    OutcomeUnknown {
        /// The id under which the request was sent.
        client_request_id: Uuid,
        /// What was seen instead of an outcome.
        cause: String,
        /// The error that the service answered, if it answered at all.
        service: Option<Box<ServiceError>>,
    },
    /// No connection could be made; nothing was sent.
    #[error("{host} could not be reached ({cause}); nothing was sent")]
    Unreachable {
        /// The host that was tried.
        host: String,
        /// Why, in the words of the network layer.
        cause: String,
    },
    /// A question was not answered in time, after all retries. Only for requests that change
    /// nothing.
    #[error("the service did not answer in time (client-request-id {client_request_id})")]
    TimedOut {
        /// The id under which the request was sent.
        client_request_id: Uuid,
    },
    /// The connection broke before the answer was whole, after all retries. Only for requests
    /// that change nothing.
    #[error("the connection was lost ({cause}; client-request-id {client_request_id})")]
    ConnectionLost {
        /// The id under which the request was sent.
        client_request_id: Uuid,
        /// Why, in the words of the network layer.
        cause: String,
    },
    /// The service named an address on another host to go on with. Nothing was sent there.
    #[error("the service pointed to {got}, which is not {expected}; it was not followed")]
    ForeignOrigin {
        /// The Graph origin of this cloud.
        expected: String,
        /// The origin that was refused.
        got: String,
    },
    /// No token could be had.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The service answered a question with something that cannot be read.
    #[error(
        "the service answered {status} with something unexpected: {what} (client-request-id {client_request_id})"
    )]
    UnexpectedAnswer {
        /// HTTP status of the answer.
        status: u16,
        /// What was wrong with it.
        what: String,
        /// The id under which the request was sent.
        client_request_id: Uuid,
    },
    /// Whoever had to write the request down before it left could not. Nothing was sent.
    #[error("the request could not be written down before it left; nothing was sent")]
    NotAnnounced,
    /// The caller asked to stop. Nothing is on its way.
    #[error("cancelled")]
    Cancelled,
    /// The connection cannot be set up at all, such as an unreadable certificate.
    #[error("the connection cannot be set up: {0}")]
    Setup(String),
}

impl Error {
    /// The error as the service put it, if it answered one.
    #[must_use]
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            Self::OutcomeUnknown { service, .. } => service.as_deref(),
            _ => None,
        }
    }

    /// Whether the directory says that the object is not there (yet).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Service(error) if error.is_not_found())
    }

    /// Whether a delta link can no longer be followed, so that everything has to be loaded
    /// afresh: `410 Gone`, or a token older than seven days (learn.microsoft.com, "Use delta
    /// query to track changes").
    #[must_use]
    pub fn is_sync_state_lost(&self) -> bool {
        matches!(self, Self::Service(error)
            if error.status == 410
                || ["syncStateNotFound", "syncStateInvalid", "resyncRequired"]
                    .iter()
                    .any(|code| error.code.eq_ignore_ascii_case(code)))
    }

    /// Whether it is certain that the request changed nothing. Always true for questions;
    /// for changes it is false exactly when the outcome has to be looked up.
    #[must_use]
    pub fn nothing_happened(&self) -> bool {
        !matches!(self, Self::OutcomeUnknown { .. })
    }
}

/// An error as Graph puts it, or what could be made of an answer that was not Graph's own
/// (a proxy's HTML page).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub struct ServiceError {
    /// HTTP status.
    pub status: u16,
    /// Graph's error code, such as `Authorization_RequestDenied`; empty when the answer was
    /// not an error of Graph.
    pub code: String,
    /// Graph's message, not localised, for people.
    pub message: String,
    /// The service's id of the request, to quote to support.
    pub request_id: Option<String>,
    /// Our id of the request.
    pub client_request_id: Option<String>,
    /// When it happened, as the service wrote it.
    pub date: Option<String>,
    /// How long the service asked to wait.
    pub retry_after: Option<Duration>,
}

impl ServiceError {
    /// Whether this is the directory's way to say that an object is not there (yet). A 404 of
    /// something in front of Graph is not.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        (self.status == 404 && !self.code.is_empty() && self.code != "UnknownError")
            || self.code == "Directory_ObjectNotFound"
    }

    /// Whether it is this request that is refused, for good: not a service that fails or asks to
    /// wait, nor a sign-in that is not accepted any more.
    #[must_use]
    pub fn is_of_request(&self) -> bool {
        self.status < 500 && !matches!(self.status, 401 | 408 | 429)
    }

    /// Whether the message holds this text, in any letter case. Some parts of Graph, the
    /// invitation service above all, tell their errors apart by the message alone.
    #[must_use]
    pub fn says(&self, fragment: &str) -> bool {
        self.message
            .to_ascii_lowercase()
            .contains(&fragment.to_ascii_lowercase())
    }
}
