//! One request and its answer, as they were on the wire.

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One request and its answer. Tokens and hosts are not part of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// `GET`, `POST` ...
    pub method: String,
    /// Path with its version, such as `/v1.0/users`; no query.
    pub path: String,
    /// Query as it was sent; empty: none.
    #[serde(default)]
    pub query: String,
    /// The request said `ConsistencyLevel: eventual`.
    #[serde(default)]
    pub eventual: bool,
    /// The request accepted `odata.metadata=none`: no types stand in the answer.
    #[serde(default)]
    pub bare: bool,
    /// Scopes of the token.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Body of the request, where it was JSON.
    #[serde(default)]
    pub request: Option<Value>,
    /// Status of the answer.
    pub status: u16,
    /// Body of the answer, where it was JSON.
    #[serde(default)]
    pub answer: Option<Value>,
    /// True where the answer was deliberately broken by the test that asked for it.
    #[serde(default)]
    pub spoilt: bool,
}

impl Exchange {
    /// Version and path segments, cleaned of repeated slashes and percent-encoding.
    pub(crate) fn segments(&self) -> (String, Vec<String>) {
        let mut parts = self
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned());
        (parts.next().unwrap_or_default(), parts.collect())
    }

    /// Query options by lower-case name without `$`.
    pub(crate) fn options(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(self.query.as_bytes())
            .map(|(name, value)| {
                (
                    name.trim_start_matches('$').to_lowercase(),
                    value.into_owned(),
                )
            })
            .collect()
    }

    pub(crate) fn is_batch(&self) -> bool {
        self.segments()
            .1
            .first()
            .is_some_and(|first| first.eq_ignore_ascii_case("$batch"))
    }

    /// One call of a batch.
    pub(crate) fn inner(&self, request: &Value, answer: &Value) -> Option<Self> {
        let url = request.get("url")?.as_str()?;
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let (version, _) = self.segments();
        let headers = request.get("headers").and_then(Value::as_object);
        let eventual = headers.is_some_and(|headers| {
            headers.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case("ConsistencyLevel")
                    && value
                        .as_str()
                        .is_some_and(|value| value.eq_ignore_ascii_case("eventual"))
            })
        });
        Some(Self {
            method: request.get("method")?.as_str()?.to_uppercase(),
            path: format!("/{version}/{}", path.trim_start_matches('/')),
            query: query.to_owned(),
            eventual,
            scopes: self.scopes.clone(),
            request: request.get("body").cloned(),
            status: u16::try_from(answer.get("status")?.as_u64()?).ok()?,
            answer: answer.get("body").cloned(),
            bare: headers.is_some_and(|headers| {
                headers.iter().any(|(name, value)| {
                    name.eq_ignore_ascii_case("Accept")
                        && value
                            .as_str()
                            .is_some_and(|value| value.to_lowercase().contains("metadata=none"))
                })
            }),
            spoilt: self.spoilt,
        })
    }
}

/// The id of a batch item as the answer spells it: a number becomes a string.
pub(crate) fn id_of(item: &Value) -> String {
    match item.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
