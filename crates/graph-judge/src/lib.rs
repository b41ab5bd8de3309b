//! Holds requests and answers against Microsoft's published metadata. For tests only.
//!
//! Knows nothing of Usher's client and nothing of the practice tenant: what it is given is plain
//! HTTP, what it says rests on the metadata (types, properties) and the permissions file (scopes).
//! Where the metadata is silent it says nothing, except for the few shapes of beta that
//! [`model::Model`] adds by hand.

mod exchange;
mod filter;
mod folder;
mod model;
mod path;
mod recording;
mod rules;
mod scopes;
mod value;

pub use exchange::Exchange;
pub use folder::{FolderError, Verdict};
pub use model::{Model, ModelError};
pub use recording::Recording;
pub use scopes::{Permissions, PermissionsError};

use serde_json::Value;

/// Something in an exchange that the metadata does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// `GET /users`, for the reader.
    pub call: String,
    /// Where in it: `request`, `answer`, `query`, `path`, `scope`.
    pub place: &'static str,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}: {}", self.call, self.place, self.what)
    }
}

/// The metadata and the permissions, ready to judge.
#[derive(Debug)]
pub struct Judge {
    model: Model,
    permissions: Permissions,
}

impl Judge {
    /// A judge over the two published files.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn new(csdl: &str, permissions: &str) -> Result<Self, Box<dyn std::error::Error>> {
        Ok(Self {
            model: Model::parse(csdl)?,
            permissions: Permissions::parse(permissions)?,
        })
    }

    /// A judge over the copies in `tests/graph`.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub fn published() -> Result<Self, Box<dyn std::error::Error>> {
        Self::new(
            include_str!("../../../tests/graph/v1.0-subset.csdl.xml"),
            include_str!("../../../tests/graph/permissions-subset.json"),
        )
    }

    /// All that is wrong with an exchange. Calls inside a `$batch` are judged one by one.
    pub fn judge(&self, exchange: &Exchange) -> Vec<Violation> {
        if exchange.is_batch() {
            return self.judge_batch(exchange);
        }
        let mut found = Vec::new();
        let call = format!("{} {}", exchange.method, exchange.path);
        let mut note = |place, what: String| {
            found.push(Violation {
                call: call.clone(),
                place,
                what,
            })
        };

        let refused = exchange.status >= 400;
        match path::resolve(&self.model, exchange) {
            Err(what) if !refused => note("path", what),
            Err(_) => {}
            Ok(target) => {
                if !refused {
                    for what in path::query_problems(&self.model, &target, exchange) {
                        note("query", what);
                    }
                    for what in rules::problems(&self.model, &target, exchange) {
                        note("query", what);
                    }
                }
                if let (Some(body), false) = (&exchange.request, refused) {
                    for what in value::request_problems(&self.model, &target, body) {
                        note("request", what);
                    }
                }
                if !refused {
                    for what in value::answer_problems(&self.model, &target, exchange) {
                        note("answer", what);
                    }
                }
            }
        }
        if refused {
            for what in value::error_problems(exchange) {
                note("answer", what);
            }
        } else if let Some(what) = self.permissions.missing(exchange) {
            note("scope", what);
        }
        found
    }

    fn judge_batch(&self, exchange: &Exchange) -> Vec<Violation> {
        let items = |body: &Option<Value>, name: &str| -> Vec<Value> {
            body.as_ref()
                .and_then(|body| body.get(name))
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        let requests = items(&exchange.request, "requests");
        if exchange.status >= 400 {
            return value::error_problems(exchange)
                .into_iter()
                .map(|what| Violation {
                    call: "POST /$batch".to_owned(),
                    place: "answer",
                    what,
                })
                .collect();
        }
        let mut found = Vec::new();
        let mut note = |what: String| {
            found.push(Violation {
                call: "POST /$batch".to_owned(),
                place: "request",
                what,
            });
        };
        if requests.len() > 20 {
            note(format!(
                "{} requests in one batch; 20 is the limit",
                requests.len()
            ));
        }
        let answers = items(&exchange.answer, "responses");
        if answers.len() != requests.len() {
            note(format!(
                "{} requests, {} responses",
                requests.len(),
                answers.len()
            ));
        }
        for answer in &answers {
            let id = answer.get("id").and_then(Value::as_str).unwrap_or_default();
            let request = requests
                .iter()
                .find(|request| exchange::id_of(request) == id);
            match request.and_then(|request| exchange.inner(request, answer)) {
                Some(inner) => found.extend(self.judge(&inner)),
                None => found.push(Violation {
                    call: "POST /$batch".to_owned(),
                    place: "answer",
                    what: format!("response {id:?} answers no request"),
                }),
            }
        }
        found
    }
}
