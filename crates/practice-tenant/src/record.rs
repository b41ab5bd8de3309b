//! Writes down what Graph was asked and what it answered, for whoever wants to judge it.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Request, Response, header};
use axum::middleware::Next;
use axum::response::IntoResponse as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// Bodies beyond this many bytes are cut off; nothing of ours comes near.
const LARGEST: usize = 64 << 20;

/// One JSON object a line, one line an exchange. Tokens and hosts are left out.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    file: Arc<Mutex<File>>,
}

impl Recorder {
    /// Appends to a file of its own in this folder.
    pub(crate) fn open(folder: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let name = format!("{}.jsonl", uuid::Uuid::new_v4());
        let file = OpenOptions::new()
            .create_new(true)
            .append(true)
            .open(folder.join(name))?;
        Ok(Self {
            file: Arc::new(Mutex::new(file)),
        })
    }

    fn write(&self, line: &Value) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writeln!(file, "{line}") {
            tracing::warn!(%error, "an exchange was not recorded");
        }
    }
}

/// Middleware: lets the request through and writes the exchange down. What is no call of Graph is
/// not written.
pub(crate) async fn record(
    State(recorder): State<Recorder>,
    request: Request<Body>,
    next: Next,
) -> Response<Body> {
    let path = request.uri().path();
    if !path.starts_with("/v1.0/") && !path.starts_with("/beta/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(asked) = axum::body::to_bytes(body, LARGEST).await else {
        return axum::http::StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let scopes = scopes(&parts.headers);
    let eventual = parts
        .headers
        .get("consistencylevel")
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"eventual"));
    let bare = parts
        .headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.to_ascii_lowercase().contains("odata.metadata=none"));
    let (method, uri) = (parts.method.clone(), parts.uri.clone());

    let answer = next
        .run(Request::from_parts(parts, Body::from(asked.clone())))
        .await;

    let (parts, body) = answer.into_parts();
    let Ok(answered) = axum::body::to_bytes(body, LARGEST).await else {
        return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    recorder.write(&json!({
        "method": method.as_str(),
        "path": uri.path(),
        "query": uri.query().unwrap_or_default(),
        "eventual": eventual,
        "bare": bare,
        "scopes": scopes,
        "request": parsed(&asked),
        "status": parts.status.as_u16(),
        "answer": parsed(&answered),
    }));
    let mut answer = Response::from_parts(parts, Body::from(answered));
    // The length is that of the bytes just read; a stale one would be wrong after compression.
    answer.headers_mut().remove(header::CONTENT_LENGTH);
    answer
}

fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

/// The `scp` claim of the bearer, as far as it can be read.
fn scopes(headers: &HeaderMap) -> Vec<String> {
    let claims = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split('.').nth(1))
        .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok())
        .and_then(|payload| serde_json::from_slice::<Value>(&payload).ok());
    claims
        .as_ref()
        .and_then(|claims| claims.get("scp"))
        .and_then(Value::as_str)
        .map(|scopes| scopes.split(' ').map(str::to_owned).collect())
        .unwrap_or_default()
}
