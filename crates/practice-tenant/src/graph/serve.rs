//! From HTTP to a [`Request`] and back.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::any;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri, header};
use serde_json::Value as Json;
use uuid::Uuid;

use super::answer::{Answer, Content};
use super::dispatch::{self, Dispatched};
use super::request::{Request, Version, header as text_of};
use super::{batch, trial};
use crate::identity::{self, Caller};
use crate::odata::{Error, Query};
use crate::site::Asked;
use crate::tenant::Tenant;
use crate::trouble::Aftermath;

/// Everything under `/v1.0` and `/beta`.
pub(crate) fn router() -> Router<Arc<Tenant>> {
    Router::new()
        .route("/v1.0", any(serve))
        .route("/v1.0/{*path}", any(serve))
        .route("/beta", any(serve))
        .route("/beta/{*path}", any(serve))
}

/// The ids and preferences that frame an answer.
struct Frame {
    request_id: String,
    client_request_id: Option<String>,
    metadata: Metadata,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Metadata {
    Minimal,
    None,
}

async fn serve(
    State(tenant): State<Arc<Tenant>>,
    asked: Asked,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let frame = Frame::of(&headers);
    let caller = match identity::authenticate(&tenant, &headers) {
        Ok(caller) => caller,
        Err(refusal) => {
            return frame.respond(&tenant, Vec::new(), Err(refusal.into()));
        }
    };
    let mut aftermath = Aftermath::default();
    let Dispatched {
        headers: said,
        answer,
    } = handle(
        &tenant,
        &asked,
        &caller,
        &frame,
        method,
        &uri,
        &headers,
        &body,
        &mut aftermath,
    );
    let mut response = frame.respond(&tenant, said, answer);
    response.extensions_mut().insert(aftermath);
    response
}

/// Graph's refusal of a request that no handler saw.
pub(crate) fn refuse(tenant: &Tenant, headers: &HeaderMap, error: Error) -> Response {
    Frame::of(headers).respond(tenant, Vec::new(), Err(error))
}

/// Whether a path is Graph's; then what the count calls its route, if one answers.
pub(crate) fn pattern(method: &Method, path: &str) -> Option<Option<String>> {
    let lower = path.to_ascii_lowercase();
    ["/v1.0", "/beta"]
        .iter()
        .filter_map(|version| lower.strip_prefix(version))
        .any(|rest| rest.is_empty() || rest.starts_with('/'))
        .then(|| {
            let (version, rest) = split(path);
            dispatch::pattern(version, method, &rest)
        })
}

#[expect(clippy::too_many_arguments, reason = "the parts of one HTTP request")]
fn handle(
    tenant: &Tenant,
    asked: &Asked,
    caller: &Caller,
    frame: &Frame,
    method: Method,
    uri: &Uri,
    headers: &HeaderMap,
    body: &[u8],
    aftermath: &mut Aftermath,
) -> Dispatched {
    let (version, path) = split(uri.path());
    let body = match read_body(headers, body) {
        Ok(body) => body,
        Err(error) => return Dispatched::refused(error),
    };
    let eventual = text_of(headers, "consistencylevel")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("eventual"));
    let query = match Query::parse(uri.query().unwrap_or_default(), eventual) {
        Ok(query) => query,
        Err(error) => return Dispatched::refused(error),
    };
    let mut request = Request {
        tenant,
        asked,
        caller,
        version,
        method,
        path,
        query,
        body,
        minimal: prefers_minimal(headers),
        client_request_id: frame.client_request_id.clone(),
        params: Vec::new(),
    };
    request.query.url_length = request.url().len() + uri.query().map_or(0, |query| query.len() + 1);
    if let Err(error) = trial::stand(&request) {
        return Dispatched::refused(error);
    }
    if request.path.eq_ignore_ascii_case(batch::PATH) {
        return Dispatched {
            headers: Vec::new(),
            answer: batch::run(&request, aftermath),
        };
    }
    dispatch::dispatch(request)
}

/// Version and rest of a path; repeated slashes count as one, as clients send them.
fn split(path: &str) -> (Version, String) {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    let version = match segments.next() {
        Some(first) if first.eq_ignore_ascii_case("beta") => Version::Beta,
        _ => Version::V1,
    };
    let rest: String = segments.flat_map(|segment| ["/", segment]).collect();
    (version, rest)
}

fn read_body(headers: &HeaderMap, body: &[u8]) -> Result<Option<Json>, Error> {
    if body.is_empty() {
        return Ok(None);
    }
    let kind = text_of(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    if !kind
        .trim()
        .to_ascii_lowercase()
        .starts_with("application/json")
    {
        return Err(Error::bad_request(
            "Write requests (excluding DELETE) must contain the Content-Type header declaration.",
        ));
    }
    serde_json::from_slice(body)
        .map(Some)
        .map_err(|error| Error::gateway(format!("Unable to read JSON request payload. {error}")))
}

pub(super) fn prefers_minimal(headers: &HeaderMap) -> bool {
    text_of(headers, "prefer").is_some_and(|value| {
        value
            .split(',')
            .any(|preference| preference.trim().eq_ignore_ascii_case("return=minimal"))
    })
}

fn metadata(headers: &HeaderMap) -> Metadata {
    let accept = text_of(headers, header::ACCEPT.as_str()).unwrap_or_default();
    if accept.to_ascii_lowercase().contains("odata.metadata=none") {
        Metadata::None
    } else {
        Metadata::Minimal
    }
}

impl Frame {
    fn of(headers: &HeaderMap) -> Self {
        Self {
            request_id: Uuid::new_v4().to_string(),
            client_request_id: text_of(headers, "client-request-id").map(str::to_owned),
            metadata: metadata(headers),
        }
    }

    /// The answer as HTTP; `said` are headers that it has in any case.
    fn respond(
        &self,
        tenant: &Tenant,
        mut said: Vec<(&'static str, String)>,
        answer: Result<Answer, Error>,
    ) -> Response {
        let (status, content) = match answer {
            Ok(answer) => {
                let answer = match self.metadata {
                    Metadata::Minimal => answer,
                    Metadata::None => answer.without_metadata(),
                };
                (answer.status, answer.content)
            }
            Err(error) => {
                let client_id = self
                    .client_request_id
                    .as_deref()
                    .unwrap_or(&self.request_id);
                let body = error.body(tenant.clock.now(), &self.request_id, client_id);
                said.extend(error.headers);
                (error.status, Content::Json(body))
            }
        };
        let (kind, body) = match content {
            Content::None => (None, Body::empty()),
            Content::Text(text) => (Some("text/plain"), Body::from(text)),
            Content::Json(json) => (
                Some(self.metadata.content_type()),
                Body::from(json.to_string()),
            ),
        };
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        headers.insert("odata-version", HeaderValue::from_static("4.0"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        let date = httpdate(tenant);
        let client_id = self.client_request_id.as_ref();
        said.extend([
            ("request-id", self.request_id.clone()),
            (
                "client-request-id",
                client_id.unwrap_or(&self.request_id).clone(),
            ),
            ("date", date),
        ]);
        for (name, value) in said {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
                headers.insert(name, value);
            }
        }
        response
    }
}

impl Metadata {
    const fn content_type(self) -> &'static str {
        match self {
            Self::Minimal => {
                "application/json;odata.metadata=minimal;odata.streaming=true;\
                 IEEE754Compatible=false;charset=utf-8"
            }
            Self::None => {
                "application/json;odata.metadata=none;odata.streaming=true;\
                 IEEE754Compatible=false;charset=utf-8"
            }
        }
    }
}

/// The tenant's time as a `Date` header has it.
fn httpdate(tenant: &Tenant) -> String {
    use time::macros::format_description;
    let format = format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    tenant.clock.now().format(&format).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_collapse_and_the_version_is_cut_off() {
        assert_eq!(split("/v1.0//users/a%23b").1, "/users/a%23b");
        assert_eq!(
            split("/beta/policies/"),
            (Version::Beta, "/policies".to_owned())
        );
        assert_eq!(split("/V1.0"), (Version::V1, String::new()));
    }
}
