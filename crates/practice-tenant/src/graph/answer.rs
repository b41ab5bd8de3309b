//! What a call answers, before it becomes HTTP or a part of a batch.

use http::StatusCode;
use serde_json::{Map, Value as Json, json};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) content: Content,
}

/// Its content.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    None,
    Json(Json),
    /// `text/plain`: what `$count` answers.
    Text(String),
}

impl Answer {
    pub(super) const fn none() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            content: Content::None,
        }
    }

    pub(super) fn object(context: String, object: Map<String, Json>) -> Self {
        let mut body = Map::new();
        body.insert("@odata.context".to_owned(), Json::String(context));
        body.extend(object);
        Self {
            status: StatusCode::OK,
            content: Content::Json(Json::Object(body)),
        }
    }

    pub(super) const fn created(mut self) -> Self {
        self.status = StatusCode::CREATED;
        self
    }

    pub(super) fn number(number: usize) -> Self {
        Self {
            status: StatusCode::OK,
            content: Content::Text(number.to_string()),
        }
    }

    /// A collection; `extra` members (count, links) stand before the rows.
    pub(super) fn list(context: String, extra: Vec<(&'static str, Json)>, rows: Vec<Json>) -> Self {
        let mut body = Map::new();
        body.insert("@odata.context".to_owned(), Json::String(context));
        for (name, value) in extra {
            body.insert(name.to_owned(), value);
        }
        body.insert("value".to_owned(), Json::Array(rows));
        Self {
            status: StatusCode::OK,
            content: Content::Json(Json::Object(body)),
        }
    }

    /// The answer to `Accept: …;odata.metadata=none`: no context, no types; count and links stay.
    pub(super) fn without_metadata(mut self) -> Self {
        if let Content::Json(body) = &mut self.content {
            strip(body);
        }
        self
    }
}

fn strip(value: &mut Json) {
    match value {
        Json::Object(members) => {
            members.retain(|name, _| {
                !name.contains("@odata.")
                    || name.ends_with("@odata.count")
                    || name.ends_with("@odata.nextLink")
                    || name.ends_with("@odata.deltaLink")
            });
            members.values_mut().for_each(strip);
        }
        Json::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}

/// An object with its `@odata.type`, as in collections of mixed kinds.
pub(super) fn typed(name: &str, object: Map<String, Json>) -> Map<String, Json> {
    let mut typed = Map::with_capacity(object.len() + 1);
    typed.insert(
        "@odata.type".to_owned(),
        json!(format!("#microsoft.graph.{name}")),
    );
    typed.extend(object);
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_metadata_keeps_links_and_counts() {
        let answer = Answer::list(
            "http://x/$metadata#users".to_owned(),
            vec![
                ("@odata.count", json!(1)),
                ("@odata.nextLink", json!("http://x/next")),
            ],
            vec![json!({"@odata.type": "#microsoft.graph.user", "id": "1"})],
        );
        assert_eq!(
            answer.without_metadata().content,
            Content::Json(json!({
                "@odata.count": 1, "@odata.nextLink": "http://x/next", "value": [{"id": "1"}],
            }))
        );
    }
}
