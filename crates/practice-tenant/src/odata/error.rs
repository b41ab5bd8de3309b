//! The error envelope of the service.

use http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

/// A refusal, as the caller will read it: status, code, message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{status} {code}: {message}")]
pub(crate) struct Error {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What the answer says in headers of its own (`Retry-After`, `Location`, …).
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Error {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            headers: Vec::new(),
        }
    }

    /// The same, with a header.
    #[must_use]
    pub(crate) fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    /// 400 `Request_BadRequest`: the directory's word for a body or option it does not take.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_BadRequest", message)
    }

    /// 400 `BadRequest`: the gateway's word, before the directory saw anything.
    pub(crate) fn gateway(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// 400 `Request_UnsupportedQuery`.
    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "Request_UnsupportedQuery", message)
    }

    /// 400 for a path segment nobody knows.
    pub(crate) fn segment(name: &str) -> Self {
        Self::gateway(format!("Resource not found for the segment '{name}'."))
    }

    /// 403 with the one text that the directory has for nearly every missing right.
    pub(crate) fn denied() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// 404 for an object that is not there, or not there yet.
    pub(crate) fn missing(id: &str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "Request_ResourceNotFound",
            format!(
                "Resource '{id}' does not exist or one of its queried reference-property objects \
                 are not present."
            ),
        )
    }

    /// 405 for a verb that the resource does not know.
    pub(crate) fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    }

    /// The body. `date` carries no zone letter on the wire.
    pub(crate) fn body(&self, now: OffsetDateTime, request_id: &str, client_id: &str) -> Value {
        let date = now
            .format(format_description!(
                "[year]-[month]-[day]T[hour]:[minute]:[second]"
            ))
            .unwrap_or_default();
        json!({
            "error": {
                "code": self.code,
                "message": self.message,
                "innerError": {
                    "date": date,
                    "request-id": request_id,
                    "client-request-id": client_id,
                }
            }
        })
    }
}
