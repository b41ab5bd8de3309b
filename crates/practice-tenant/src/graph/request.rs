//! A call, whether it came alone or within a batch.

use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::identity::Caller;
use crate::ledger;
use crate::odata::{Error, Query};
use crate::site::Asked;
use crate::tenant::Tenant;

/// Which of Graph's two versions is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// Everything that a resource has to know of a call.
pub(super) struct Request<'t> {
    pub(super) tenant: &'t Tenant,
    pub(super) asked: &'t Asked,
    pub(super) caller: &'t Caller,
    pub(super) version: Version,
    pub(super) method: Method,
    /// Without version and query, slashes collapsed, escapes as they came: `/users/a%23b`.
    pub(super) path: String,
    pub(super) query: Query,
    pub(super) body: Option<Json>,
    /// `Prefer: return=minimal`.
    pub(super) minimal: bool,
    pub(super) client_request_id: Option<String>,
    /// Path parameters, filled in by the route.
    pub(super) params: Vec<String>,
}

impl Request<'_> {
    /// Names in the path, unescaped.
    ///
    /// # Errors
    ///
    /// A path that is not UTF-8.
    pub(super) fn segments(path: &str) -> Result<Vec<String>, Error> {
        path.split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| {
                percent_decode_str(segment)
                    .decode_utf8()
                    .map(std::borrow::Cow::into_owned)
                    .map_err(|_| Error::gateway("The request path is not valid UTF-8."))
            })
            .collect()
    }

    pub(super) fn param(&self, index: usize) -> &str {
        self.params.get(index).map_or("", String::as_str)
    }

    /// A path parameter that must be an object id.
    ///
    /// # Errors
    ///
    /// What the directory says of an id that cannot exist.
    pub(super) fn id(&self, index: usize) -> Result<Uuid, Error> {
        let text = self.param(index);
        Uuid::try_parse(text)
            .map_err(|_| Error::bad_request(format!("Invalid object identifier '{text}'.")))
    }

    /// The URL of this call without its query, for links to further pages.
    pub(super) fn url(&self) -> String {
        format!(
            "{}/{}{}",
            self.asked.origin,
            self.version.as_str(),
            self.path
        )
    }

    /// The path with its version, as faults and the ledger know it.
    pub(super) fn full_path(&self) -> String {
        format!("/{}{}", self.version.as_str(), self.path)
    }

    pub(super) fn context(&self, what: &str) -> String {
        format!(
            "{}/{}/$metadata#{what}",
            self.asked.origin,
            self.version.as_str()
        )
    }

    /// The context of a list or object, with the names selected.
    ///
    /// # Errors
    ///
    /// As [`Query::select`].
    pub(super) fn context_of(&self, what: &str, suffix: &str) -> Result<String, Error> {
        Ok(match self.query.select()? {
            Some(names) => self.context(&format!("{what}({}){suffix}", names.join(","))),
            None => self.context(&format!("{what}{suffix}")),
        })
    }

    /// The body as an object. Control information (`@odata.type` and the like) is not looked at.
    ///
    /// # Errors
    ///
    /// A body that is missing or no object.
    pub(super) fn object(&self) -> Result<&Map<String, Json>, Error> {
        match &self.body {
            Some(Json::Object(body)) => Ok(body),
            _ => Err(Error::gateway("Empty Payload. JSON content expected.")),
        }
    }

    /// What the ledger notes of this call.
    pub(super) fn call(&self) -> ledger::Call {
        ledger::Call {
            method: self.method.to_string(),
            path: self.full_path(),
            client_request_id: self.client_request_id.clone(),
            app_id: Some(self.caller.client_id),
            caller_id: Some(self.caller.user_id),
        }
    }

    /// Whether the token holds one of these scopes.
    pub(super) fn has_any(&self, scopes: &[&str]) -> bool {
        self.caller.scopes.has_any(scopes)
    }
}

/// The members of a body that ask for something; annotations (`@odata.type` and the like) do not.
/// `bound` are the references that the caller reads for itself.
///
/// # Errors
///
/// A reference (`…@odata.bind`) that is not imitated: it must not be lost without a word.
pub(super) fn changes<'b>(
    body: &'b Map<String, Json>,
    bound: &[&str],
) -> Result<Vec<(&'b String, &'b Json)>, Error> {
    let mut changes = Vec::new();
    for (name, value) in body {
        match name.split_once("@odata.") {
            None => changes.push((name, value)),
            Some((_, "bind")) if !bound.contains(&name.as_str()) => {
                return Err(Error::bad_request(format!("Invalid property '{name}'.")));
            }
            Some(_) => {}
        }
    }
    Ok(changes)
}

/// The value of a header, if it can be read.
pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
