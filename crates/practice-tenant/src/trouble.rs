//! How a request fares that is in for trouble.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Response, StatusCode, header};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::identity;
use crate::odata::Error;

/// Where a spoiled nextLink leads; a client must not follow it there.
const FOREIGN: &str = "https://graph.microsoft.com.evil.example";

/// How many pieces a slow answer comes in.
const PIECES: usize = 8;
/// How long the first half of a cut answer has to get away.
const FLUSH: Duration = Duration::from_millis(20);

/// What is still to happen to an answer that is ready. A service that knows of more, such as the
/// faults of a batch's calls, puts one among the extensions of its answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Aftermath {
    /// Hold it back for so long.
    pub(crate) delay: Duration,
    /// Spread it over so long a time.
    pub(crate) slow: Duration,
    /// Cut the connection in the middle of it.
    pub(crate) cut: bool,
}

impl Aftermath {
    /// Both of them.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            delay: self.delay + other.delay,
            slow: self.slow + other.slow,
            cut: self.cut || other.cut,
        }
    }
}

/// The error that the failing sign-in service answers.
pub(crate) fn status(status: u16, retry_after: Option<u64>) -> Response<Body> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let id = Uuid::new_v4();
    let body = json!({
        "error": "temporarily_unavailable",
        "error_description": format!(
            "AADSTS90033: A transient error has occurred. Please try again. Trace ID: {id}"
        ),
        "error_codes": [90033],
        "trace_id": id,
        "correlation_id": id,
    });
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static("application/json"),
    );
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    if let Ok(id) = id.to_string().parse() {
        headers.insert("request-id", id);
    }
    response
}

/// The error that a failing Graph answers, to a call alone or within a batch.
pub(crate) fn failure(status: u16, retry_after: Option<u64>) -> Error {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    if status == StatusCode::UNAUTHORIZED {
        return identity::expired().into();
    }
    let (code, message) = graph_words(status);
    let error = Error::new(status, code, message);
    match retry_after {
        Some(seconds) => error.header("Retry-After", seconds),
        None => error,
    }
}

/// The same where it is a 429: it names whose calls are too many, and that the service is loaded,
/// since no published limit is reached.
pub(crate) fn loaded(error: Error, app: Uuid, tenant_id: Uuid) -> Error {
    if error.status != StatusCode::TOO_MANY_REQUESTS {
        return error;
    }
    let scope = format!("Tenant_Application/ReadWrite/{app}/{tenant_id}");
    error
        .header("x-ms-throttle-scope", scope)
        .header("x-ms-throttle-information", "CPULimitExceeded")
}

fn graph_words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        403 => (
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        ),
        404 => ("Request_ResourceNotFound", "Resource does not exist."),
        410 => (
            "syncStateNotFound",
            "The sync state generation is not found.",
        ),
        429 => ("TooManyRequests", "Too many requests."),
        503 => (
            "ServiceUnavailable",
            "The service is temporarily unavailable.",
        ),
        504 => ("GatewayTimeout", "The service did not answer in time."),
        500..=599 => ("InternalServerError", "The service failed."),
        _ => ("BadRequest", "The request was refused."),
    }
}

/// A page such as a gateway in front of the service answers.
pub(crate) fn html(status: u16, retry_after: Option<u64>) -> Response<Body> {
    let page = "<!DOCTYPE html><html><head><title>Service unavailable</title></head>\
                <body><h2>Our services aren't available right now</h2></body></html>";
    let mut response = Response::new(Body::from(page));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = header::HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    if let Some(seconds) = retry_after {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// The same answer, which promises its whole length and ends half-way; `None` where it has no body
/// to be cut in.
pub(crate) async fn cut(response: Response<Body>) -> Option<Response<Body>> {
    let (response, bytes) = whole(response).await;
    if bytes.is_empty() {
        return None;
    }
    let half = bytes.slice(..bytes.len() / 2);
    let pieces = stream::iter([Some(half), None]).then(|piece| async move {
        match piece {
            Some(half) => Ok(half),
            None => {
                tokio::time::sleep(FLUSH).await;
                Err(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
            }
        }
    });
    Some(response.map(|()| Body::from_stream(pieces)))
}

/// The same answer, piece by piece over this time.
pub(crate) async fn dribble(response: Response<Body>, length: Duration) -> Response<Body> {
    let (response, bytes) = whole(response).await;
    if bytes.is_empty() {
        tokio::time::sleep(length).await;
        return response.map(|()| Body::empty());
    }
    let size = bytes.len().div_ceil(PIECES).max(1);
    let starts = (0..bytes.len()).step_by(size);
    let pieces: Vec<Bytes> = starts
        .map(|start| bytes.slice(start..(start + size).min(bytes.len())))
        .collect();
    let pause = length / u32::try_from(pieces.len()).unwrap_or(1);
    let pieces = stream::iter(pieces).then(move |piece| async move {
        tokio::time::sleep(pause).await;
        Ok::<_, Infallible>(piece)
    });
    response.map(|()| Body::from_stream(pieces))
}

/// An answer and its whole body, with the length of that among the headers.
async fn whole(response: Response<Body>) -> (Response<()>, Bytes) {
    let (mut parts, body) = response.into_parts();
    // The bodies of the services lie in memory: they can always be read.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if !bytes.is_empty() {
        parts
            .headers
            .insert(header::CONTENT_LENGTH, bytes.len().into());
    }
    (Response::from_parts(parts, ()), bytes)
}

/// The same answer with a nextLink that leads astray; a list without one gets
/// one. What is not a list stays as it is.
pub(crate) async fn spoil_next_link(response: Response<Body>) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return html(StatusCode::INTERNAL_SERVER_ERROR.as_u16(), None);
    };
    let spoiled = serde_json::from_slice::<Value>(&bytes)
        .ok()
        .and_then(|mut list| spoil(&mut list).then(|| list.to_string()));
    match spoiled {
        Some(text) => {
            parts.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(text))
        }
        None => Response::from_parts(parts, Body::from(bytes)),
    }
}

/// Whether it was a list; then its nextLink leads astray now.
pub(crate) fn spoil(list: &mut Value) -> bool {
    let Some(members) = list
        .as_object_mut()
        .filter(|members| members.get("value").is_some_and(Value::is_array))
    else {
        return false;
    };
    let path = members
        .get("@odata.nextLink")
        .and_then(Value::as_str)
        .and_then(|link| link.parse::<axum::http::Uri>().ok())
        .and_then(|link| link.path_and_query().map(ToString::to_string))
        .unwrap_or_else(|| "/v1.0/users?$skiptoken=x".to_owned());
    members.insert(
        "@odata.nextLink".to_owned(),
        format!("{FOREIGN}{path}").into(),
    );
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn spoils_lists_only() {
        let answer = |body: &str| Response::new(Body::from(body.to_owned()));
        let text = async |response: Response<Body>| {
            let bytes = to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            String::from_utf8(bytes.to_vec()).expect("text")
        };
        let list = r#"{"value":[],"@odata.nextLink":"http://localhost:1/v1.0/users?$skiptoken=a"}"#;
        let spoiled = text(spoil_next_link(answer(list)).await).await;
        assert!(
            spoiled.contains(&format!("{FOREIGN}/v1.0/users?$skiptoken=a")),
            "{spoiled}"
        );
        let whole = text(spoil_next_link(answer(r#"{"value":[]}"#)).await).await;
        assert!(whole.contains(FOREIGN), "{whole}");
        let object = r#"{"id":"1"}"#;
        assert_eq!(text(spoil_next_link(answer(object)).await).await, object);
    }

    #[test]
    fn fails_in_the_words_of_the_service_asked() {
        let response = status(429, Some(3));
        assert_eq!(response.status(), 429);
        assert_eq!(response.headers()[header::RETRY_AFTER], "3");
        let page = html(502, Some(3));
        assert_eq!(page.status(), 502);
        assert_eq!(page.headers()[header::RETRY_AFTER], "3");
        let unauthorized = failure(401, None);
        assert_eq!(unauthorized.headers[0].0, "WWW-Authenticate");
    }
}
