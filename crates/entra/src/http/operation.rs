//! One call to Graph, before it is sent.

use ::http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use uuid::Uuid;

use super::pace::Cost;
use crate::permissions::Scope;

/// What sending a request a second time does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Replay {
    /// It changes nothing: GET.
    Safe,
    /// The second time finds the work done: adding a member, assigning a role. "Already
    /// exists" is success.
    Repeatable,
    /// It happens again: POST /invitations sends another mail. Sent again only when it
    /// provably had no effect.
    Once,
}

/// Which of Graph's two versions a path belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

/// Where a call goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// A path of ours, encoded, below the version.
    Path { version: Version, relative: String },
    /// An address the service gave, to be followed as it is; without origin it is on Graph's.
    Link(String),
}

/// A call: where to, what with, which scopes it needs and what repeating it does.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    pub(crate) target: Target,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) replay: Replay,
    pub(crate) body: Option<Value>,
    /// `ConsistencyLevel: eventual`, for advanced queries.
    pub(crate) eventual: bool,
    /// Our id of the request; a new one if none is given.
    pub(crate) id: Option<Uuid>,
    /// What the calls inside cost and how many they are, of a `$batch`.
    inside: Option<(Cost, u32)>,
}

/// What stays readable in a query. `+` is encoded, since it would be read as a space.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b':')
    .remove(b'/');

/// What stays readable in a path segment; `#` and `/` do not.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'$')
    .remove(b'@')
    .remove(b'(')
    .remove(b')')
    .remove(b'=')
    .remove(b'\'');

impl Operation {
    /// A GET of these path segments.
    pub(crate) fn get(segments: &[&str], scopes: &[Scope]) -> Self {
        Self::new(Method::GET, Replay::Safe, segments, scopes)
    }

    /// A POST to these path segments.
    pub(crate) fn post(segments: &[&str], scopes: &[Scope], replay: Replay, body: Value) -> Self {
        Self {
            body: Some(body),
            ..Self::new(Method::POST, replay, segments, scopes)
        }
    }

    /// A PATCH of these path segments.
    pub(crate) fn patch(segments: &[&str], scopes: &[Scope], replay: Replay, body: Value) -> Self {
        Self {
            body: Some(body),
            ..Self::new(Method::PATCH, replay, segments, scopes)
        }
    }

    /// A GET of an address that the service gave.
    pub(crate) fn follow(link: &str, scopes: &[Scope]) -> Self {
        Self {
            target: Target::Link(link.to_owned()),
            ..Self::get(&[], scopes)
        }
    }

    fn new(method: Method, replay: Replay, segments: &[&str], scopes: &[Scope]) -> Self {
        let relative = segments.iter().fold(String::new(), |mut path, segment| {
            path.push('/');
            path.extend(utf8_percent_encode(segment, SEGMENT));
            path
        });
        Self {
            method,
            target: Target::Path {
                version: Version::V1,
                relative,
            },
            scopes: scopes.to_vec(),
            replay,
            body: None,
            eventual: false,
            id: None,
            inside: None,
        }
    }

    /// Adds a query option.
    pub(crate) fn query(mut self, name: &str, value: &str) -> Self {
        if let Target::Path { relative, .. } = &mut self.target {
            relative.push(if relative.contains('?') { '&' } else { '?' });
            relative.push_str(name);
            relative.push('=');
            relative.extend(utf8_percent_encode(value, QUERY));
        }
        self
    }

    /// `$select` of these properties.
    pub(crate) fn select(self, properties: &[&str]) -> Self {
        self.query("$select", &properties.join(","))
    }

    /// Marks an advanced query: `ConsistencyLevel: eventual` together with `$count=true`,
    /// which go together (learn.microsoft.com, "Advanced query capabilities on Microsoft
    /// Entra ID objects").
    pub(crate) fn advanced(self) -> Self {
        self.query("$count", "true").eventual(true)
    }

    /// Sets the `ConsistencyLevel` header alone.
    pub(crate) fn eventual(self, eventual: bool) -> Self {
        Self { eventual, ..self }
    }

    /// Sends it under this id.
    pub(crate) fn id(self, id: Uuid) -> Self {
        Self {
            id: Some(id),
            ..self
        }
    }

    /// Calls the beta version.
    pub(crate) fn beta(mut self) -> Self {
        if let Target::Path { version, .. } = &mut self.target {
            *version = Version::Beta;
        }
        self
    }

    /// Counts it as the calls that it holds, each of which the service counts.
    pub(crate) fn holding<'a>(self, calls: impl Iterator<Item = &'a Self>) -> Self {
        let inside = calls.fold((Cost::default(), 0), |(cost, count), call| {
            (cost.and(call.cost()), count + 1)
        });
        Self {
            inside: Some(inside),
            ..self
        }
    }

    /// What it takes of the service's limits.
    pub(crate) fn cost(&self) -> Cost {
        match self.inside {
            Some((cost, _)) => cost,
            None => Cost::of(&self.method, self.relative()),
        }
    }

    /// How many requests the service takes it for.
    pub(crate) fn requests(&self) -> u32 {
        self.inside.map_or(1, |(_, count)| count)
    }

    /// The path below the version, as `$batch` wants it.
    pub(crate) fn relative(&self) -> &str {
        match &self.target {
            Target::Path { relative, .. } => relative,
            Target::Link(link) => link,
        }
    }

    /// The full address on this Graph origin; none for a link that is no address.
    pub(crate) fn url(&self, graph: &Url) -> Option<Url> {
        match &self.target {
            Target::Path { version, relative } => {
                let version = match version {
                    Version::V1 => "v1.0",
                    Version::Beta => "beta",
                };
                graph.join(&format!("/{version}{relative}")).ok()
            }
            Target::Link(link) if link.starts_with('/') => graph.join(link).ok(),
            Target::Link(link) => Url::parse(link).ok(),
        }
    }
}

/// A text as an OData string literal: in single quotes, with single quotes doubled.
pub(crate) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_queries_are_encoded() {
        let operation = Operation::get(&["users", "a_b.c#EXT#@d.e/f"], &[Scope::UserReadAll])
            .select(&["id", "mail"])
            .query("$filter", &format!("mail eq {}", literal("o'b+c&d@e.f")));
        let url = operation.url(&Url::parse("http://127.0.0.1:8/").unwrap());
        assert_eq!(
            url.unwrap().as_str(),
            "http://127.0.0.1:8/v1.0/users/a_b.c%23EXT%23@d.e%2Ff?$select=id,mail\
             &$filter=mail%20eq%20%27o%27%27b%2Bc%26d%40e.f%27"
        );
    }

    #[test]
    fn an_advanced_query_has_header_and_count() {
        let operation = Operation::get(&["groups"], &[]).advanced().beta();
        assert!(operation.eventual);
        let url = operation.url(&Url::parse("https://graph.example").unwrap());
        assert_eq!(
            url.unwrap().as_str(),
            "https://graph.example/beta/groups?$count=true"
        );
    }

    #[test]
    fn a_link_is_followed_as_it_is() {
        let link = "https://graph.example/v1.0/users?$skiptoken=a%2Bb";
        let operation = Operation::follow(link, &[]).query("$top", "1");
        let url = operation.url(&Url::parse("https://other.example").unwrap());
        assert_eq!(url.unwrap().as_str(), link);
        let relative = Operation::follow("/v1.0/users?$skiptoken=a%2Bb", &[]);
        let url = relative.url(&Url::parse("https://graph.example").unwrap());
        assert_eq!(url.unwrap().as_str(), link);
    }
}
